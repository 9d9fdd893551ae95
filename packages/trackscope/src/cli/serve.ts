import type { Command } from 'commander';
import { openInBrowser } from '../server/open-in-browser.js';
import { DEFAULT_HOST, DEFAULT_PORT, serveWorkspace } from '../server/serve.js';
import { openWorkspace } from '../workspace/read.js';
import { type CliEffects, runs } from './context.js';
import { wholeNumber } from './source-options.js';

interface Options {
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly open: boolean;
}

/** A terminal's Ctrl-C reaches a server twice where whoever started it passes it on: within this time it counts once. */
const SAME_PRESS_MS = 500;

/** `trackscope serve WORKSPACE`. */
export function addServe(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('serve')
    .description('Show a workspace in the browser, with its API; on this machine only unless told otherwise.')
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .option('--port <n>', 'port; 0 takes any free one', wholeNumber(0), DEFAULT_PORT)
    .option('--host <address>', 'address to listen on; any but this machine demands a token', DEFAULT_HOST)
    .option('--token <text>', 'what requests must show; made and printed when it is needed and not given')
    .option('--open', 'open the browser', false)
    .addHelpText(
      'after',
      '\nCtrl-C stops it: what runs is finished first, for ten seconds at most; a second Ctrl-C stops at once.\nThe API is described at /api/docs.',
    );
  runs<Options>(command, effects, finish, async (context, options, [directory]) => {
    const workspace = await openWorkspace(directory!);
    const { port, host, token } = options;
    const server = await serveWorkspace(workspace, {
      port,
      host,
      log: effects.stderr,
      ...(token === undefined ? {} : { token }),
    });
    const address =
      server.token === null ? server.url : `${server.url}/?token=${encodeURIComponent(server.token)}`;
    effects.stderr(`Showing ${directory} at ${address}  (Ctrl-C to stop)\n`);
    if (options.open) openInBrowser(address, effects.stderr);
    await interrupted(context.signal);
    const asked = performance.now();
    const release = effects.onInterrupt(() => {
      if (performance.now() - asked > SAME_PRESS_MS) server.cut();
    });
    await server.close();
    release();
    return { json: { url: server.url, stopped: true }, text: '' };
  });
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
