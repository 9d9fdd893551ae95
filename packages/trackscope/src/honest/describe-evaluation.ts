import { formatSeconds } from '../text/numbers.js';
import type { AblationStep, EvaluationEntry } from '../workspace/format.js';

/** Entries as a table, each line with its protocol and unit. */
export function describeEntries(entries: readonly EvaluationEntry[]): string[] {
  const head =
    'protocol          unit       model            R²     ± sd    MAE  top 500 ≥ bar  in 90 % interval       fit';
  return [
    head,
    ...entries.map((e) =>
      [
        e.protocol.padEnd(17),
        e.unit.padEnd(10),
        `${e.model}${e.baseline ? ' *' : ''}`.padEnd(14),
        e.r2.toFixed(4).padStart(7),
        (e.r2Sd === null ? '' : e.r2Sd.toFixed(4)).padStart(7),
        e.mae.toFixed(2).padStart(6),
        share(e.precisionAt500).padStart(14),
        share(e.coverage90).padStart(17),
        (e.baseline ? '' : formatSeconds(e.fitSeconds)).padStart(9),
        e.quick ? ' (quick: one fold)' : '',
      ].join(' '),
    ),
    '* what a model must beat',
  ].map((line) => line.trimEnd());
}

/** The ablation as lines, each with its protocol and unit. */
export function describeAblation(steps: readonly AblationStep[]): string[] {
  return [
    'protocol          unit       R² with all families up to',
    ...steps.map(
      ({ protocol, unit, families, r2, r2Sd, columns }) =>
        `${protocol.padEnd(17)} ${unit.padEnd(10)} ${r2.toFixed(4)}${r2Sd === null ? '' : ` ± ${r2Sd.toFixed(4)}`}  ` +
        `${families.length > 1 ? '+ ' : ''}${families.at(-1)} (${columns} columns)`,
    ),
  ];
}

function share(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : `${(100 * value).toFixed(1)} %`;
}
