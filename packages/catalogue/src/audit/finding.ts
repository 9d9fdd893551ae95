/** `severe`: the figures cannot be trusted. `warning`: look at it. `note`: as it should be, and worth knowing. */
export type Severity = 'severe' | 'warning' | 'note';

/** What kind of leak was looked for. */
export type AuditCode =
  | 'shared-rows'
  | 'strong-feature'
  | 'target-statistic'
  | 'own-label'
  | 'encoder-saw-row'
  | 'held-out-label'
  | 'drift';

/** One thing that the audit found, with the numbers behind it. */
export interface AuditFinding {
  readonly code: AuditCode;
  readonly severity: Severity;
  /** What it is about: a feature, or what is shared (`track`, `recording`, `name`, `artist`). */
  readonly subject: string;
  readonly message: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** The audit of one protocol and unit. */
export interface Audit {
  readonly protocol: string;
  readonly unit: string;
  readonly trainRows: number;
  readonly testRows: number;
  /** Whether nothing severe was found. */
  readonly passed: boolean;
  /** Severe ones first. */
  readonly findings: readonly AuditFinding[];
}

const ORDER: readonly Severity[] = ['severe', 'warning', 'note'];

/** Findings with the gravest first, otherwise in the order they were found. */
export function byGravity(findings: readonly AuditFinding[]): AuditFinding[] {
  return [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** 0.3134 → `31.3 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
