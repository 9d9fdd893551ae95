/** Words that tell a kind of release, as patterns over lower-case text. */
export const RELEASE_WORDS: Readonly<Record<string, RegExp>> = {
  christmas: /\b(christmas|xmas|holiday|navidad|weihnacht|noël|natal)/,
  party: /\b(party|hits|summer|dance|club|fiesta|verano)/,
  best_of: /\b(best|greatest|collection|anthology|essential|ultimate)/,
  remix: /\b(remix|mix|edit|version|bootleg|rework)/,
  live: /\b(live|concert|unplugged|session|en vivo|ao vivo)/,
  remaster: /\b(remaster|deluxe|anniversary|expanded|edition)/,
  soundtrack: /\b(soundtrack|ost|score|theme|motion picture|original)/,
  mood: /\b(sleep|lounge|relax|chill|study|focus|sad|love|playlist)/,
  series: /\b(vol|volume|pt|part)\b/,
  decade: /\b(19|20)\d\d\b|\b\d0s\b/,
};

/** Most texts have none of the words: one look tells. */
const ANY = new RegExp(
  Object.values(RELEASE_WORDS)
    .map(({ source }) => source)
    .join('|'),
);

/** Whether each text has one of the {@link RELEASE_WORDS}: columns `<of>_says_<kind>`, 0 or 1. */
export function releaseWordFlags(of: string, texts: readonly string[]): Record<string, Float64Array> {
  const kinds = Object.entries(RELEASE_WORDS).map(([name, pattern]) => ({
    name: `${of}_says_${name}`,
    pattern,
    flags: new Float64Array(texts.length),
  }));
  for (let row = 0; row < texts.length; row++) {
    const lower = texts[row]!.toLowerCase();
    if (!ANY.test(lower)) continue;
    for (const { pattern, flags } of kinds) if (pattern.test(lower)) flags[row] = 1;
  }
  return Object.fromEntries(kinds.map(({ name, flags }) => [name, flags]));
}
