import { csvText, FORMULA } from '../queries/csv.js';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** True for text that a spreadsheet would run when it opens a CSV file. Plain numbers are not among it. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text) && !NUMBER.test(text);
}

/** One cell of a CSV file: formulas are defused by an apostrophe before them, and quotes are set where needed. */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return NUMBER.test(value) ? value : csvText(value);
}
