import { csvText } from '../queries/csv.js';

/** `=`, `+`, `-`, `@`, tab and carriage return: what a spreadsheet would take for the start of a formula. */
const FORMULA_STARTS = new Set([61, 43, 45, 64, 9, 13]);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** True for text that a spreadsheet would run when it opens a CSV file. Plain numbers are not among it. */
export function isFormula(text: string): boolean {
  return FORMULA_STARTS.has(text.charCodeAt(0)) && !NUMBER.test(text);
}

/** One cell of a CSV file: formulas are defused by an apostrophe before them, and quotes are set where needed. */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return NUMBER.test(value) ? value : csvText(value);
}
