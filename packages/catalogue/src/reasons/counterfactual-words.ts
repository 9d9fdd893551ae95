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

/** Changes that are told one by one. */
const MOST_TOLD = 4;

/** Whether a bar is within reach by sound alone, and how. */
export function counterfactualWords(facts: CounterfactualFacts): string {
  const { outcome, bar, before, after, changes, among } = facts;
  const goal = plainNumber(bar, 0);
  if (outcome === 'already')
    return `The model puts it at ${plainNumber(after)}, at or above ${goal} as it is.`;
  const told = changes.filter(({ name, from, to }) => soundValue(name, from) !== soundValue(name, to));
  const how = told
    .slice(0, MOST_TOLD)
    .map(
      ({ name, from, to }) =>
        `${columnSpec(name).title.toLowerCase()} from ${soundValue(name, from)} to ${soundValue(name, to)}`,
    );
  if (told.length > MOST_TOLD) how.push(smaller(told.length - MOST_TOLD));
  if (outcome === 'reachable') {
    return (
      `${goal} is within reach by sound, says the model: ${how.join(', ')} would make it ${plainNumber(after)}. ` +
      'Nobody has tried: it is a property of the model, not advice.'
    );
  }
  const far =
    how.length === 0
      ? `no sound usual for ${among} moves it from ${plainNumber(before)}.`
      : `of the sounds usual for ${among}, the best that was found moves it from ${plainNumber(before)} to ` +
        `${plainNumber(after)} (${how.join(', ')}).`;
  return `${goal} is not reachable by sound: ${far}`;
}

function smaller(n: number): string {
  return n === 1 ? 'and one smaller change' : `and ${n} smaller changes`;
}
