import { formatSeconds } from '../text/numbers.js';
import type { AblationStep, EvaluationEntry, TwoPartEntry } from '../workspace/format.js';
import type { SearchCandidate, SearchRecord } from './search.js';

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

/** The zero spike both ways as lines, each with its protocol and unit. */
export function describeTwoPart(entries: readonly TwoPartEntry[]): string[] {
  return [
    'protocol          unit        zeros  ranked (AUC)   R² of both  R² of one          gain',
    ...entries.map((e) =>
      [
        e.protocol.padEnd(17),
        e.unit.padEnd(10),
        share(e.zeroShare).padStart(6),
        (e.auc === null ? '' : e.auc.toFixed(3)).padStart(13),
        e.r2.mean.toFixed(4).padStart(12),
        e.r2Single.mean.toFixed(4).padStart(10),
        `${e.gain.mean.toFixed(4)}${e.gain.sd === null ? '' : ` ± ${e.gain.sd.toFixed(4)}`}`.padStart(16),
      ].join(' '),
    ),
  ];
}

/** What searches found as lines: settings in use, the three best, and both on rows that no search saw. */
export function describeSearch(records: readonly SearchRecord[]): string[] {
  const line = (what: string, { r2, fitSeconds, options }: SearchCandidate) =>
    `  ${what.padEnd(8)} R² ${r2.toFixed(4)} ${formatSeconds(fitSeconds).padStart(9)}  ` +
    Object.entries(options)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ');
  return records.flatMap(({ protocol, unit, model, inUse, candidates, heldOut, rows }) => [
    `${protocol}, by ${unit}: ${model}, ${candidates.length} candidates on ${rows.searched} training rows`,
    line('in use', inUse),
    ...candidates.slice(0, 3).map((candidate, i) => line(`${i + 1}.`, candidate)),
    `  on ${rows.heldOut} rows that the search never saw: in use R² ${heldOut.inUse.toFixed(4)}, best R² ${heldOut.best.toFixed(4)}`,
  ]);
}

function share(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : `${(100 * value).toFixed(1)} %`;
}
