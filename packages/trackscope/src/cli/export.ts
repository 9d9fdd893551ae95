import type { Command } from 'commander';
import { describeExport } from '../export/describe-export.js';
import { exportSite } from '../export/export-site.js';
import { openWorkspace } from '../workspace/read.js';
import { type CliEffects, runs } from './context.js';

interface Options {
  readonly to: string;
  readonly withCatalogue: boolean;
  readonly xgboost: boolean;
  readonly onnx: boolean;
}

/** `trackscope export WORKSPACE --to DIR`. */
export function addExport(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('export')
    .description('Write the app and a workspace as a static site, to host anywhere or to open from a disk.')
    .argument('<workspace>', 'a folder that `trackscope run` wrote')
    .requiredOption('--to <dir>', 'folder of the site; an older export there is replaced')
    .option('--with-catalogue', 'include catalogue.parquet for download', false)
    .option('--xgboost', 'also write the models as XGBoost reads them (UBJSON)', false)
    .option('--onnx', 'also write the models as ONNX', false);
  runs<Options>(command, effects, finish, async (context, options, [directory]) => {
    const { to, withCatalogue, xgboost, onnx } = options;
    const formats = [...(xgboost ? (['xgboost'] as const) : []), ...(onnx ? (['onnx'] as const) : [])];
    const workspace = await openWorkspace(directory!);
    const found = await exportSite(
      workspace,
      { to, withCatalogue, formats },
      context.progress,
      context.signal,
    );
    const { parts, compact, formats: written } = found.about;
    return {
      json: {
        directory: found.directory,
        bytes: found.bytes,
        files: found.files,
        parts,
        compact,
        formats: written,
      },
      text: describeExport(found),
    };
  });
}
