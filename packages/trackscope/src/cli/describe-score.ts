import type { Score } from '../predict/score-one.js';

/** What a published model says of one track, as text. */
export function describeScore(score: Score): string {
  const lines = [
    `${score.prediction.toFixed(1)} points of popularity, says ${score.model} (${score.protocol})`,
    '',
  ];
  for (const { name, value, from } of score.inputs) {
    const shown =
      typeof value === 'number' ? String(Number(value.toPrecision(4))) : value === null ? '–' : String(value);
    lines.push(`  ${name.padEnd(18)} ${shown.padStart(9)}  ${from}`);
  }
  if (score.warnings.length > 0) lines.push('', ...score.warnings.map((w) => `Note: ${w}.`));
  return `${lines.join('\n')}\n`;
}
