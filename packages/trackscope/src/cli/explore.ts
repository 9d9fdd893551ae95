import type { Profile } from '@trackscope/catalogue';
import type { Command } from 'commander';
import { type RunSummary, runCatalogue } from '../pipeline/run.js';
import { type CliEffects, runs } from './context.js';
import { defaultOut } from './run.js';
import { addSourceOptions, type SourceOptions } from './source-options.js';

interface Options extends SourceOptions {
  readonly out?: string;
}

/** `trackscope explore CATALOGUE`: a run without models. */
export function addExplore(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('explore')
    .description(
      'Profile a catalogue and draw its charts, without fitting models. --json prints the profile.',
    )
    .argument('<catalogue>', 'a file, a folder or glob of files, or - for standard input')
    .option('--out <dir>', 'the workspace to write (default: named after the catalogue, in this folder)');
  addSourceOptions(command);
  runs<Options>(command, effects, finish, async (context, options, [catalogue]) => {
    const { out = defaultOut(catalogue!), ...rest } = options;
    const { summary, profile } = await runCatalogue(
      { ...rest, source: catalogue!, out, models: [] },
      context.progress,
      context.signal,
    );
    return { json: profile, text: describeProfile(summary, profile) };
  });
}

function describeProfile(summary: RunSummary, profile: Profile): string {
  const findings = profile.findings.map((f, i) => `${String(i + 1).padStart(3)}. ${f.text}`);
  return ['', ...findings, '', `Report     ${summary.report}`, `Workspace  ${summary.workspace}`, ''].join(
    '\n',
  );
}
