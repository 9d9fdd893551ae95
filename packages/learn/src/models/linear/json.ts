import { LearnError } from '../../errors.js';
import type { ColumnSchema } from '../../table/table.js';
import { type CodedWeight, LINEAR_VERSION, type LinearState, type NumericWeight } from './model.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The state in a model's JSON, every field checked.
 * @throws LearnError `bad-model`, saying where and what
 */
export function readLinear(json: unknown): LinearState {
  const model = fields(json, 'the model');
  if (model.learner !== 'linear') fail('learner', '"linear"', model.learner);
  if (model.version !== LINEAR_VERSION) fail('version', `${LINEAR_VERSION}`, model.version);
  const options = fields(model.options, 'options');
  const schema = list(model.schema, 'schema').map(readColumn);
  const terms = list(model.terms, 'terms').map((term, i) => readTerm(term, i, schema[i]));
  if (terms.length !== schema.length) fail('terms', `${schema.length} entries`, terms.length);
  if (typeof options.standardise !== 'boolean')
    fail('options.standardise', 'true or false', options.standardise);
  return {
    schema,
    options: {
      ridge: number(options.ridge, 'options.ridge', 0),
      standardise: options.standardise,
    },
    rows: number(model.rows, 'rows', 1),
    baseline: number(model.baseline, 'baseline'),
    terms,
    rank: number(model.rank, 'rank', 0),
    aliased: list(model.aliased, 'aliased').map((name, i) => text(name, `aliased[${i}]`)),
  };
}

function readColumn(json: unknown, i: number): ColumnSchema {
  const at = `schema[${i}]`;
  const column = fields(json, at);
  const name = text(column.name, `${at}.name`);
  if (column.kind === 'numeric') return { kind: 'numeric', name };
  if (column.kind !== 'coded') return fail(`${at}.kind`, '"numeric" or "coded"', column.kind);
  const levels = list(column.levels, `${at}.levels`).map((level, l) => text(level, `${at}.levels[${l}]`));
  return { kind: 'coded', name, levels };
}

function readTerm(json: unknown, i: number, column: ColumnSchema | undefined): NumericWeight | CodedWeight {
  const at = `terms[${i}]`;
  const term = fields(json, at);
  if (!column) return fail(at, 'no more terms than columns', 'one more');
  if (term.kind !== column.kind) fail(`${at}.kind`, `"${column.kind}" as in the schema`, term.kind);
  if (term.name !== column.name) fail(`${at}.name`, `"${column.name}" as in the schema`, term.name);
  if (column.kind === 'coded') {
    const weights = list(term.weights, `${at}.weights`).map((w, l) => number(w, `${at}.weights[${l}]`));
    if (weights.length !== column.levels.length)
      fail(`${at}.weights`, `${column.levels.length} numbers`, weights.length);
    return { kind: 'coded', name: column.name, weights, shift: number(term.shift, `${at}.shift`) };
  }
  return {
    kind: 'numeric',
    name: column.name,
    weight: number(term.weight, `${at}.weight`),
    mean: number(term.mean, `${at}.mean`),
    scale: number(term.scale, `${at}.scale`, Number.MIN_VALUE),
  };
}

function fields(json: unknown, at: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return fail(at, 'an object', json);
  return { ...json };
}

function list(json: unknown, at: string): readonly unknown[] {
  return Array.isArray(json) ? json : fail(at, 'a list', json);
}

function text(json: unknown, at: string): string {
  return typeof json === 'string' ? json : fail(at, 'a text', json);
}

function number(json: unknown, at: string, least = -Number.MAX_VALUE): number {
  if (typeof json === 'number' && Number.isFinite(json) && json >= least) return json;
  return fail(
    at,
    least === -Number.MAX_VALUE ? 'a finite number' : `a finite number of at least ${least}`,
    json,
  );
}

function fail(at: string, expected: string, found: unknown): never {
  const shown = JSON.stringify(found)?.slice(0, 60) ?? 'nothing';
  throw new LearnError('bad-model', `linear model, ${at}: expected ${expected}, found ${shown}`);
}
