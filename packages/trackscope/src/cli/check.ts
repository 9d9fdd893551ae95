import type { QualityReport } from '@trackscope/catalogue';
import type { Command } from 'commander';
import { checkCatalogue } from '../pipeline/check.js';
import { count } from '../text/numbers.js';
import { type CliEffects, runs } from './context.js';
import { addSourceOptions, type SourceOptions } from './source-options.js';

interface Options extends SourceOptions {
  readonly rejects?: string;
}

/** `trackscope check CATALOGUE`. */
export function addCheck(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('check')
    .description(
      'Check a catalogue: every problem at once. Exits with 1 when there are errors, 0 on warnings.',
    )
    .argument('<catalogue>', 'a file, a folder or glob of files, or - for standard input')
    .option('--rejects <file>', 'write the rows that cannot be read to this CSV file');
  addSourceOptions(command);
  runs<Options>(command, effects, finish, async (context, options, [catalogue]) => {
    const quality = await checkCatalogue(catalogue!, options, context.progress, context.signal);
    return { json: quality, text: describeQuality(quality), exitCode: quality.valid ? 0 : 1 };
  });
}

/** The quality report as text. */
export function describeQuality(quality: QualityReport): string {
  const { source, rows, issues, absent } = quality;
  const dialect = [
    source.format,
    source.encoding,
    source.delimiter ? `delimiter ${JSON.stringify(source.delimiter)}` : null,
    source.compression === 'none' ? null : source.compression,
  ].filter((part) => part !== null);
  const lines = [
    `${source.name}: ${dialect.join(', ')}`,
    `${count(rows.read)} rows read = ${count(rows.kept)} kept + ${count(rows.rejected)} rejected; ` +
      `${count(rows.duplicates)} duplicates dropped, ${count(rows.listings)} listings of ${count(rows.tracks)} tracks left`,
  ];
  for (const { column, consequence } of absent) lines.push(`no ${column}: ${consequence}`);
  lines.push('');
  for (const issue of issues) {
    const place = issue.column ? ` in ${issue.column}` : '';
    lines.push(`${issue.severity.padEnd(7)} ${issue.code}${place}: ${count(issue.count)}`);
    lines.push(`        ${issue.message} ${issue.action}`);
    for (const example of issue.examples.slice(0, 3)) {
      const where = [example.file, example.line === null ? null : `line ${count(example.line)}`].filter(
        Boolean,
      );
      lines.push(
        `        ${where.join(', ')}: ${example.value === null ? '(empty)' : JSON.stringify(example.value)}`,
      );
    }
  }
  const errors = issues.filter((i) => i.severity === 'error').length;
  const warnings = issues.filter((i) => i.severity === 'warning').length;
  lines.push(
    '',
    quality.valid
      ? `Fine: no errors, ${warnings} kinds of warning.`
      : `Not fine: ${errors} kinds of error, ${warnings} of warning.`,
    '',
  );
  return lines.join('\n');
}
