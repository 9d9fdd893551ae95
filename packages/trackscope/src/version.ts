/** Version of the tool, written into every workspace. A test holds it to package.json. */
export const VERSION = '0.1.0';
