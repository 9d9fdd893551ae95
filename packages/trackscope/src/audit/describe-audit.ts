import type { Audit } from '@trackscope/catalogue';
import { count } from '../text/numbers.js';

/** Audits in words, each under the name of its protocol. */
export function describeAudits(audits: readonly Audit[]): string {
  return `${audits.map(describeAudit).join('\n')}\n`;
}

function describeAudit({ protocol, unit, trainRows, testRows, passed, findings }: Audit): string {
  const severe = findings.filter(({ severity }) => severity === 'severe').length;
  return [
    `Protocol ${protocol}, by ${unit}: ${count(trainRows)} rows to learn from, ${count(testRows)} held out`,
    ...findings.map(({ severity, message }) => `  ${severity.padEnd(7)} ${message}.`),
    passed
      ? 'Passed: nothing severe.'
      : `Failed: ${severe} severe findings. Figures under this protocol flatter the model.`,
    '',
  ].join('\n');
}
