import type { Command } from 'commander';
import { serveWorkspace } from '../server/serve.js';
import { openWorkspace } from '../workspace/read.js';
import { type CliEffects, runs } from './context.js';
import { wholeNumber } from './source-options.js';

interface Options {
  readonly port: number;
}

/** `trackscope serve WORKSPACE`. */
export function addServe(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('serve')
    .description('Show a workspace in the browser, on this machine only.')
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0), 7865);
  runs<Options>(command, effects, finish, async (context, options, [directory]) => {
    const workspace = await openWorkspace(directory!);
    const server = await serveWorkspace(workspace, options.port);
    effects.stderr(`Showing ${directory} at ${server.url}  (Ctrl-C to stop)\n`);
    await new Promise<void>((resolve) => {
      context.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await server.close();
    return { json: { url: server.url, stopped: true }, text: '' };
  });
}
