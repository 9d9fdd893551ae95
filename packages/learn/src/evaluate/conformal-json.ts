import { LearnError } from '../errors.js';
import type { ConformalState, GroupReach, Reach } from './conformal.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The state in the JSON of intervals, every field checked; null stands for infinite.
 * @throws LearnError `bad-model`
 */
export function readConformal(json: unknown): ConformalState {
  const state = fields(json, 'the intervals');
  if (state.version !== 1) fail('version', '1', state.version);
  const { coverage, rows, normalised, range, groups } = state;
  if (!(typeof coverage === 'number' && coverage > 0 && coverage < 1))
    fail('coverage', 'above 0 and below 1', coverage);
  if (!(typeof rows === 'number' && rows >= 1)) fail('rows', '1 or more', rows);
  if (typeof normalised !== 'boolean') fail('normalised', 'true or false', normalised);
  if (!Array.isArray(groups)) fail('groups', 'a list', groups);
  return {
    coverage,
    rows,
    range: range === null ? null : readRange(range),
    normalised,
    whole: readReach(state.whole, 'whole'),
    groups: groups.map((group: unknown, i) => readGroup(group, `groups[${i}]`)),
  };
}

function readRange(json: unknown): readonly [number, number] {
  if (!Array.isArray(json)) return fail('range', 'two numbers or null', json);
  const [low, high] = json as unknown[];
  if (typeof low === 'number' && typeof high === 'number' && json.length === 2 && low < high)
    return [low, high];
  return fail('range', 'two numbers, the lower first', json);
}

function readGroup(json: unknown, at: string): GroupReach {
  const { group, rows } = fields(json, at);
  if (typeof group !== 'string') return fail(`${at}.group`, 'a text', group);
  if (!(typeof rows === 'number' && rows >= 1)) return fail(`${at}.rows`, '1 or more', rows);
  return { group, rows, ...readReach(json, at) };
}

function readReach(json: unknown, at: string): Reach {
  const { below, above } = fields(json, at);
  return { below: reach(below, `${at}.below`), above: reach(above, `${at}.above`) };
}

function reach(json: unknown, at: string): number {
  if (json === null) return Number.POSITIVE_INFINITY;
  return typeof json === 'number' && Number.isFinite(json) ? json : fail(at, 'a number or null', json);
}

function fields(json: unknown, at: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return fail(at, 'an object', json);
  return { ...json };
}

function fail(at: string, expected: string, found: unknown): never {
  const shown = JSON.stringify(found)?.slice(0, 60) ?? 'nothing';
  throw new LearnError('bad-model', `intervals, ${at}: expected ${expected}, found ${shown}`);
}
