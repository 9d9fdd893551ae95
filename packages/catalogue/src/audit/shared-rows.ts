import { numbered } from '../features/codes.js';
import { type AuditFinding, percent, type Severity } from './finding.js';

/** What rows may share, by row number; −1 shares with nothing. */
export interface SharedIdentity {
  /** `track`, `recording`, `name` or `artist`. */
  readonly name: string;
  /** As it stands in a sentence: `their track`, `their artists`. */
  readonly words: string;
  readonly codes: Int32Array;
  /** How grave it is when a held-out row shares it with a training row. */
  readonly severity: Severity;
}

/** The share of held-out rows that have each identity in common with a training row. */
export function sharedRows(
  identities: readonly SharedIdentity[],
  train: Uint32Array,
  test: Uint32Array,
): AuditFinding[] {
  return identities.flatMap(({ name, words, codes, severity }): AuditFinding[] => {
    const learned = new Uint8Array(numbered(codes).size);
    for (const row of train) learned[codes[row]!] = 1;
    let shared = 0;
    for (const row of test) if (learned[codes[row]!] === 1) shared++;
    if (shared === 0) return [];
    const share = shared / test.length;
    const allowed = severity === 'note' ? ', as the protocol allows' : '';
    return [
      {
        code: 'shared-rows',
        severity,
        subject: name,
        message: `${percent(share)} of the held-out rows have ${words} in training too${allowed}`,
        numbers: { rows: shared, heldOut: test.length, share },
      },
    ];
  });
}
