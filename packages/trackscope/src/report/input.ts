import type { Audit, Finding, Profile, QualityReport } from '@trackscope/catalogue';
import type { Evaluation, Explanation, Manifest } from '../workspace/format.js';

/** Everything that the report is made from: the documents of a workspace. */
export interface ReportInput {
  readonly manifest: Manifest;
  readonly quality: QualityReport;
  readonly profile: Profile;
  /** Null when no model was judged. */
  readonly evaluation: Evaluation | null;
  readonly explanation: Explanation | null;
  /** What the leakage audit found; left out where none was made. */
  readonly audit?: readonly Audit[] | null;
}

/** The sentences of the profile that belong to a figure, weightiest first. */
export function findingsFor(profile: Profile, figure: Finding['figure'], most = 3): readonly string[] {
  return profile.findings
    .filter((f) => f.figure === figure)
    .slice(0, most)
    .map((f) => sentence(f.text));
}

/** A sentence whose figures do not part from their signs and units at the end of a line. */
export function sentence(text: string): string {
  return text.replace(/ ([=≥≤<>]) (?=[−\d])/g, '\u00a0$1\u00a0').replace(/(\d) %/g, '$1\u00a0%');
}

/** The sentences, or one of our own where there are none. */
export function orElse(said: readonly string[], own: string | null): readonly string[] {
  return said.length > 0 ? said : own === null ? [] : [own];
}

/** A column's profile, or null when the catalogue has no such column or nothing in it. */
export function columnOf(profile: Profile, name: string): Profile['columns'][number] | null {
  const column = profile.columns.find((c) => c.name === name);
  return column && column.count > 0 ? column : null;
}
