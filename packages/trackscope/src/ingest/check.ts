import {
  type ColumnMatch,
  columnIssues,
  columnSpec,
  type IssueExample,
  ignoredColumns,
  type QualityIssue,
  RELATION_RULES,
  type Rule,
  type RuleOptions,
  rulesFor,
  spreadSql,
} from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import type { RejectRow } from './rejects.js';

const EXAMPLES = 5;
const LONGEST_VALUE = 80;

/** Says where a row of the typed table stood. */
export type Locate = (row: number) => { readonly line: number; readonly file?: string };

/** Finds every problem of the rows in `ingest_typed`, `listings` and `rejects`. Severe ones come first. */
export async function checkRows(
  engine: Engine,
  match: ColumnMatch,
  options: RuleOptions,
  kept: number,
  locate: Locate,
  severalFiles: boolean,
): Promise<QualityIssue[]> {
  const columns = await wholeColumns(engine, match, kept);
  const empty = new Set(columns.filter(({ code }) => code === 'empty-column').map(({ column }) => column));
  const issues = [
    ...(await unreadable(engine, severalFiles)),
    ...(await cells(engine, rulesFor(match, options), locate)).filter(
      ({ code, column }) => !(empty.has(column) && (code === 'missing-value' || code === 'missing-text')),
    ),
    ...(await relations(engine, locate)),
    ...columns,
    ...ignoredColumns(match),
  ];
  return issues.sort((a, b) => rank(a) - rank(b) || b.count - a.count);
}

function rank({ severity }: QualityIssue): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : 2;
}

async function cells(engine: Engine, rules: readonly Rule[], locate: Locate): Promise<QualityIssue[]> {
  const counts = await countAll(engine, rules);
  const issues: QualityIssue[] = [];
  for (const [i, rule] of rules.entries()) {
    const count = counts[i]!;
    if (count === 0) continue;
    const examples = await engine.rows<{ row: number; value: string | null }>(
      `SELECT rowid AS row, (${rule.value})::VARCHAR AS value FROM ingest_typed
       WHERE ${SCOPES[rule.scope]} AND ${rule.where}
       ORDER BY rowid LIMIT ${EXAMPLES}`,
    );
    const { code, severity, column, action } = rule;
    issues.push({
      code,
      severity,
      column,
      count,
      message: rule.message(rowsOf(count)),
      action,
      examples: examples.map((example) => exampleOf(example, locate)),
    });
  }
  return issues;
}

const SCOPES: Readonly<Record<Rule['scope'], string>> = { all: 'true', unfit: 'raw IS NOT NULL' };

/** How many rows each rule finds: one pass for each scope. */
async function countAll(engine: Engine, rules: readonly Rule[]): Promise<number[]> {
  const counts = rules.map(() => 0);
  for (const scope of ['all', 'unfit'] as const) {
    const inScope = rules.flatMap((rule, i) => (rule.scope === scope ? [i] : []));
    if (inScope.length === 0 || (scope === 'unfit' && !(await anyUnfit(engine)))) continue;
    const terms = inScope.map((i) => `count(*) FILTER (WHERE ${rules[i]!.where}) AS n${i}`);
    const [found] = await engine.rows<Record<string, number>>(
      `SELECT ${terms.join(', ')} FROM ingest_typed WHERE ${SCOPES[scope]}`,
    );
    for (const i of inScope) counts[i] = found![`n${i}`]!;
  }
  return counts;
}

async function anyUnfit(engine: Engine): Promise<boolean> {
  const found = await engine.rows(`SELECT 1 FROM ingest_typed WHERE ${SCOPES.unfit} LIMIT 1`);
  return found.length > 0;
}

async function relations(engine: Engine, locate: Locate): Promise<QualityIssue[]> {
  const issues: QualityIssue[] = [];
  for (const rule of RELATION_RULES) {
    const [found] = await engine.rows<{ n: number; units: number }>(
      `SELECT count(*) AS n, count(DISTINCT unit) AS units FROM (${rule.query})`,
    );
    const { n: count, units } = found!;
    if (count === 0) continue;
    const examples = await engine.rows<{ row: number; value: string | null }>(
      `SELECT row, value FROM (${rule.query}) ORDER BY row LIMIT ${EXAMPLES}`,
    );
    const { code, severity, column, action } = rule;
    issues.push({
      code,
      severity,
      column,
      count,
      message: rule.message(rowsOf(count), units.toLocaleString('en')),
      action,
      examples: examples.map((example) => exampleOf(example, locate)),
    });
  }
  return issues;
}

/** Rows that are no records, or no objects: what `rejects` holds but for the rows that lack a text. */
async function unreadable(engine: Engine, severalFiles: boolean): Promise<QualityIssue[]> {
  const where = `WHERE reason NOT LIKE 'missing %'`;
  const [found] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM rejects ${where}`);
  const count = found!.n;
  if (count === 0) return [];
  const examples = await engine.rows<RejectRow>(
    `SELECT * FROM rejects ${where} ORDER BY rowid LIMIT ${EXAMPLES}`,
  );
  return [
    {
      code: 'unreadable-row',
      severity: 'error',
      column: null,
      count,
      message: `Every row is expected to have the fields that the header names; ${rowsOf(count)} cannot be read (the first: ${examples[0]!.reason}).`,
      action: 'They were put with the rejects as they stood, with line and reason.',
      examples: examples.map(({ file, line, content }) => ({
        line,
        ...(severalFiles ? { file } : {}),
        value: cut(content),
      })),
    },
  ];
}

async function wholeColumns(engine: Engine, match: ColumnMatch, kept: number): Promise<QualityIssue[]> {
  const [spread] = await engine.rows<Record<string, number | boolean | string | null>>(
    spreadSql('ingest_typed', match),
  );
  return columnIssues(
    match.used.map(({ ours }) => ({
      column: columnSpec(ours).name,
      count: spread![`c_${ours}`] as number,
      constant: spread![`k_${ours}`] as boolean,
      value: cut(spread![`v_${ours}`] as string | null),
    })),
    kept,
  );
}

function exampleOf({ row, value }: { row: number; value: string | null }, locate: Locate): IssueExample {
  return { ...locate(row), value: cut(value) };
}

function cut(value: string | null): string | null {
  if (value === null || value.length <= LONGEST_VALUE) return value;
  return `${value.slice(0, LONGEST_VALUE)}…`;
}

function rowsOf(count: number): string {
  return count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`;
}
