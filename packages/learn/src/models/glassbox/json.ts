import { LearnError } from '../../errors.js';
import type { ColumnSchema, Schema } from '../../table/table.js';
import type { GlassboxAxis } from './axis.js';
import type { GlassboxParts, KeptGlassboxOptions } from './model.js';
import { completeGlassbox } from './options.js';
import { type GlassboxTerm, termSize } from './terms.js';

const VERSION = 1;

type Fields = Readonly<Record<string, unknown>>;

/** An axis with plain numbers; edges are shortened to what float32 can tell apart. */
export type AxisJson =
  | {
      readonly kind: 'numeric';
      readonly column: string;
      readonly edges: readonly number[];
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'coded'; readonly column: string; readonly groups: readonly (readonly string[])[] };

/** A term with plain lists. */
export interface TermJson {
  readonly axes: readonly AxisJson[];
  readonly values: readonly number[];
  readonly rows: readonly number[];
  readonly spread: readonly number[] | null;
  readonly importance: number;
}

/** A glassbox as JSON, made to be read: curves and surfaces as lists of numbers. */
export interface GlassboxJson {
  readonly learner: 'glassbox';
  readonly version: number;
  readonly schema: Schema;
  readonly options: KeptGlassboxOptions;
  readonly intercept: number;
  readonly rows: number;
  readonly rounds: GlassboxParts['rounds'];
  readonly terms: readonly TermJson[];
}

/** The name of a term on these axes. */
export function termName(axes: readonly GlassboxAxis[]): string {
  return axes.map((axis) => axis.column).join(' × ');
}

/** The shortest number that is the same in float32. */
function short(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const found = Number(value.toPrecision(digits));
    if (Math.fround(found) === value) return found;
  }
  return Number(value.toPrecision(9));
}

/** The JSON of a model. */
export function glassboxJson(model: GlassboxParts): GlassboxJson {
  return {
    learner: 'glassbox',
    version: VERSION,
    schema: model.schema,
    options: model.options,
    intercept: model.intercept,
    rows: model.rows,
    rounds: model.rounds,
    terms: model.terms.map((term) => ({
      axes: term.axes.map((axis) =>
        axis.kind === 'numeric' ? { ...axis, edges: Array.from(axis.edges, short) } : axis,
      ),
      values: Array.from(term.values),
      rows: Array.from(term.rows),
      spread: term.spread ? Array.from(term.spread) : null,
      importance: term.importance,
    })),
  };
}

/**
 * The parts in a model's JSON, every field checked.
 * @throws LearnError `bad-model`, saying where and what
 */
export function readGlassboxJson(json: unknown): GlassboxParts {
  const model = fields(json, 'the model');
  if (model.learner !== 'glassbox') fail('learner', '"glassbox"', model.learner);
  if (model.version !== VERSION) fail('version', `${VERSION}`, model.version);
  const schema = list(model.schema, 'schema').map(readColumn);
  const terms = list(model.terms, 'terms').map((term, i) => readTerm(term, `terms[${i}]`, schema));
  schema.forEach(({ name }, c) => {
    if (terms[c]?.name !== name || terms[c].kind !== 'curve')
      fail(`terms[${c}]`, `a curve of "${name}"`, terms[c]?.name);
  });
  terms.slice(schema.length).forEach((term, i) => {
    if (term.kind !== 'pair') fail(`terms[${schema.length + i}]`, 'a pair', term.name);
  });
  return {
    schema,
    options: readOptions(model.options),
    intercept: number(model.intercept, 'intercept'),
    rows: number(model.rows, 'rows', 1),
    rounds: list(model.rounds, 'rounds').map((round, i) => {
      const { curves, pairs } = fields(round, `rounds[${i}]`);
      return {
        curves: number(curves, `rounds[${i}].curves`, 0),
        pairs: number(pairs, `rounds[${i}].pairs`, 0),
      };
    }),
    terms,
  };
}

function readOptions(json: unknown): KeptGlassboxOptions {
  const given = fields(json, 'options');
  try {
    const { groups: _, ...options } = completeGlassbox(given);
    return options;
  } catch (cause) {
    throw new LearnError(
      'bad-model',
      `glassbox model, options: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
}

function readColumn(json: unknown, i: number): ColumnSchema {
  const at = `schema[${i}]`;
  const column = fields(json, at);
  const name = text(column.name, `${at}.name`);
  if (column.kind === 'numeric') return { kind: 'numeric', name };
  if (column.kind !== 'coded') return fail(`${at}.kind`, '"numeric" or "coded"', column.kind);
  return {
    kind: 'coded',
    name,
    levels: list(column.levels, `${at}.levels`).map((l) => text(l, `${at}.levels`)),
  };
}

function readTerm(json: unknown, at: string, schema: Schema): GlassboxTerm {
  const term = fields(json, at);
  const axes = list(term.axes, `${at}.axes`).map((axis, i) => readAxis(axis, `${at}.axes[${i}]`, schema));
  const [first, second] = axes;
  if (!first || axes.length > 2) return fail(`${at}.axes`, '1 or 2 axes', axes.length);
  const size = termSize({ axes });
  const common = {
    name: termName(axes),
    values: numbers(term.values, `${at}.values`, size),
    rows: numbers(term.rows, `${at}.rows`, size),
    spread: term.spread === null ? undefined : numbers(term.spread, `${at}.spread`, size),
    importance: number(term.importance, `${at}.importance`, 0),
  };
  return second
    ? { kind: 'pair', axes: [first, second], ...common }
    : { kind: 'curve', axes: [first], ...common };
}

function readAxis(json: unknown, at: string, schema: Schema): GlassboxAxis {
  const axis = fields(json, at);
  const name = text(axis.column, `${at}.column`);
  const column = schema.find((c) => c.name === name);
  if (!column) return fail(`${at}.column`, 'a column of the schema', name);
  if (axis.kind !== column.kind) return fail(`${at}.kind`, `"${column.kind}" as in the schema`, axis.kind);
  if (column.kind === 'coded') {
    const groups = list(axis.groups, `${at}.groups`).map((group) =>
      list(group, `${at}.groups`).map((level) => text(level, `${at}.groups`)),
    );
    if (groups.length > 255) return fail(`${at}.groups`, 'at most 255', groups.length);
    return { kind: 'coded', column: name, groups };
  }
  const edges = Float32Array.from(list(axis.edges, `${at}.edges`).map((edge) => number(edge, `${at}.edges`)));
  if (edges.length > 254 || edges.some((edge, i) => i > 0 && !(edge > edges[i - 1]!)))
    return fail(`${at}.edges`, 'at most 254 ascending numbers', edges.length);
  const [low, high] = [number(axis.low, `${at}.low`), number(axis.high, `${at}.high`)];
  return { kind: 'numeric', column: name, edges, low, high };
}

function numbers(json: unknown, at: string, count: number): Float64Array {
  const found = list(json, at);
  if (found.length !== count) return fail(at, `${count} numbers`, found.length);
  return Float64Array.from(found, (value) => number(value, at));
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
  throw new LearnError('bad-model', `glassbox model, ${at}: expected ${expected}, found ${shown}`);
}
