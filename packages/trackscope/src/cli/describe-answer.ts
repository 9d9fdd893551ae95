import { plainNumber } from '@trackscope/catalogue';
import { roundedSum } from '../reasons/contributions.js';
import type { Answer } from '../score/contract.js';
import { percent, reasonLines } from './reason-lines.js';

/** What an honest model says of one track, as text. */
export function describeAnswer(answer: Answer, warnings: readonly string[]): string {
  const { prediction, low, high, model, protocol, unit, bar, chance, reasons } = answer;
  const lines = [
    `${prediction.toFixed(1)} points of popularity, says ${model} (${protocol}, by ${unit}); 90 % interval ${low.toFixed(0)} to ${high.toFixed(0)}`,
  ];
  if (chance !== null) lines.push(`Chance of reaching ${plainNumber(bar)}: ${percent(chance)}.`);
  if (reasons) {
    const { base, held, families, method } = reasons;
    const rounded = roundedSum({ base, held, groups: families, prediction });
    lines.push('', 'Where the points come from:', ...reasonLines({ groups: families, held, rounded }));
    lines.push('', `Note: nothing here is causal; contributions are ${method}.`);
  }
  for (const warning of warnings) lines.push(`Note: ${warning}.`);
  return `${lines.join('\n')}\n`;
}
