import type { Estimate } from '@trackscope/catalogue';

const formats = new Map<number, Intl.NumberFormat>();

/** A number with thousands separators, a true minus sign and so many decimals; a dash when there is none. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(decimals, format);
  }
  const text = format.format(value);
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}

/** A whole number with thousands separators. */
export function count(value: number | null | undefined): string {
  return fixed(value, 0);
}

/** A share from 0 to 1 as a percentage; smaller shares get more decimals. */
export function percent(share: number | null | undefined, decimals?: number): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–';
  const size = Math.abs(share);
  return `${fixed(share * 100, decimals ?? (size >= 0.1 || size === 0 ? 0 : 1))}\u202f%`;
}

/** `34.6 (34.4 to 34.8)`. */
export function interval(estimate: Estimate | null, decimals: number): string {
  if (!estimate) return '–';
  return `${fixed(estimate.value, decimals)} (${range(estimate, decimals)})`;
}

/** The ends of an interval: `34.4 to 34.8`. */
export function range(estimate: Estimate, decimals: number): string {
  return `${fixed(estimate.low, decimals)} to ${fixed(estimate.high, decimals)}`;
}

/** A share with its interval: `4.1 % (3.9 to 4.2)`. */
export function shareInterval(estimate: Estimate | null, decimals = 1): string {
  if (!estimate) return '–';
  return `${fixed(estimate.value * 100, decimals)}\u202f% (${fixed(estimate.low * 100, decimals)} to ${fixed(estimate.high * 100, decimals)})`;
}

/** Seconds in a form that suits their size: `0.04 s`, `3.2 s`, `2 min 5 s`. */
export function seconds(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value < 0.0005) return '< 1 ms';
  if (value < 1) return `${fixed(value * 1000, 0)} ms`;
  if (value < 100) return `${fixed(value, 1)} s`;
  return `${fixed(Math.floor(value / 60), 0)} min ${fixed(value % 60, 0)} s`;
}

/** Bytes in decimal units. */
export function bytes(value: number): string {
  if (value < 1000) return `${fixed(value, 0)} B`;
  if (value < 1e6) return `${fixed(value / 1e3, 0)} kB`;
  if (value < 1e9) return `${fixed(value / 1e6, 1)} MB`;
  return `${fixed(value / 1e9, 2)} GB`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** An ISO instant as `3 March 2026, 14:05 UTC`; text that is none is given back. */
export function date(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())} UTC`;
}

/** `one track`, `2 tracks`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n === 1 ? 'one' : count(n)} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
