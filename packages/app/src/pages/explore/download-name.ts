import type { CatalogueInfo, Filter } from 'trackscope/browser';
import { plain } from '../../parts/options.js';
import { conditionsOf } from './conditions.js';

/** What stands in the name at most, so that file systems and people can bear it. */
const LONGEST = 80;

/** A file name that says what is in it: `trackscope-1204-listings-energy-0.8-to-1-genre-techno.csv`. */
export function downloadName(
  passing: number,
  filter: Filter,
  info: Pick<CatalogueInfo, 'columns'>,
  format: 'csv' | 'parquet',
): string {
  const words = conditionsOf(filter, info).map(({ about, words }) => `${about} ${words}`);
  const said = plain(words.join(' ').replaceAll('−', 'minus '))
    .replace(/[^\p{L}\p{N}.]+|(?<!\d)\.|\.(?!\d)/gu, '-')
    .replace(/-+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, LONGEST)
    .replace(/[-.]+$/, '');
  return `trackscope-${passing}-listings${said ? `-${said}` : '-all'}.${format}`;
}
