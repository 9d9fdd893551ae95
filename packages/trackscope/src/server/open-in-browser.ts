import { spawn } from 'node:child_process';

/** Programs that open an address, by platform. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the person's browser; where that fails, `log` says so and nothing else happens. */
export function openInBrowser(
  address: string,
  log: (text: string) => void,
  platform = process.platform,
): void {
  const [program, ...args] = OPENERS[platform] ?? ['xdg-open'];
  const child = spawn(program!, [...args, address], { stdio: 'ignore', detached: true });
  child.once('error', () => log(`No browser could be opened; go to ${address}\n`));
  child.unref();
}
