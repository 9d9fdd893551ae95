import type { Finding, Profile, QualityReport } from '@trackscope/catalogue';
import type { Evaluation, Explanation, Manifest } from '../workspace/format.js';

/** Everything that the report is made from: the documents of a workspace. */
export interface ReportInput {
  readonly manifest: Manifest;
  readonly quality: QualityReport;
  readonly profile: Profile;
  /** Null when no model was judged. */
  readonly evaluation: Evaluation | null;
  readonly explanation: Explanation | null;
}

/** The sentences of the profile that belong to a figure, weightiest first. */
export function findingsFor(profile: Profile, figure: Finding['figure'], most = 3): readonly string[] {
  return profile.findings
    .filter((f) => f.figure === figure)
    .slice(0, most)
    .map((f) => f.text);
}

/** A column's profile, or null when the catalogue has no such column or nothing in it. */
export function columnOf(profile: Profile, name: string): Profile['columns'][number] | null {
  const column = profile.columns.find((c) => c.name === name);
  return column && column.count > 0 ? column : null;
}
