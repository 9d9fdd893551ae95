import { columnSpec } from '../schema/columns.js';
import { plainNumber, soundValue } from './sound-words.js';

/** What a search for a better sound found. */
export interface CounterfactualFacts {
  readonly outcome: 'already' | 'reachable' | 'not-reachable';
  readonly bar: number;
  /** Before and with the changes, in points. */
  readonly before: number;
  readonly after: number;
  readonly changes: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  /** Whose sounds were searched: a genre, or "this catalogue". */
  readonly among: string;
}

/** Whether a bar is within reach by sound alone, and how. */
export function counterfactualWords(facts: CounterfactualFacts): string {
  const { outcome, bar, before, after, changes, among } = facts;
  const goal = plainNumber(bar, 0);
  if (outcome === 'already')
    return `The model puts it at ${plainNumber(after)}, at or above ${goal} as it is.`;
  const how = changes
    .map(
      ({ name, from, to }) =>
        `${columnSpec(name).title.toLowerCase()} from ${soundValue(name, from)} to ${soundValue(name, to)}`,
    )
    .join(', ');
  if (outcome === 'reachable') {
    return (
      `${goal} is within reach by sound, says the model: ${how} would make it ${plainNumber(after)}. ` +
      'Nobody has tried: it is a property of the model, not advice.'
    );
  }
  const far =
    changes.length === 0
      ? 'no plausible change of sound helps at all'
      : `${how} makes it ${plainNumber(after)}`;
  return (
    `${goal} is not reachable by sound: from ${plainNumber(before)}, the furthest that a sound usual for ${among} goes ` +
    `is ${plainNumber(after)} (${far}).`
  );
}
