import type { CatalogueInfo, Filter } from 'trackscope/browser';
import { columnWords, fixed } from 'trackscope/figures';

/** One condition of a filter, in words, and the filter without it. */
export interface Condition {
  readonly id: string;
  /** What it is about: `energy`, `genre`, `search`. Empty where the words say it all. */
  readonly about: string;
  readonly words: string;
  readonly without: Filter;
}

/** Every condition, in the order in which the page has them. */
export function conditionsOf(filter: Filter, info: Pick<CatalogueInfo, 'columns'>): Condition[] {
  const found: Condition[] = [];
  const { search, artist, genres, macroGenres, explicit, ranges } = filter;
  if (search)
    found.push({ id: 'search', about: 'search', words: `“${search}”`, without: omit(filter, 'search') });
  if (artist) found.push({ id: 'artist', about: 'artist', words: artist, without: omit(filter, 'artist') });
  if (genres)
    found.push({ id: 'genres', about: 'genre', words: anyOf(genres), without: omit(filter, 'genres') });
  if (macroGenres)
    found.push({
      id: 'macroGenres',
      about: 'macro-genre',
      words: anyOf(macroGenres),
      without: omit(filter, 'macroGenres'),
    });
  if (explicit !== undefined)
    found.push({
      id: 'explicit',
      about: '',
      words: explicit ? 'explicit' : 'not explicit',
      without: omit(filter, 'explicit'),
    });
  for (const { name, min, max } of info.columns) {
    const range = ranges?.[name];
    if (range)
      found.push({
        id: name,
        about: columnWords.word(name),
        words: rangeWords(name, range, { min, max }),
        without: withRange(filter, name, null),
      });
  }
  return found;
}

/** `0.8 to 1`, `from 120 BPM`, `up to 3 min`, `C to E`, `major`. */
export function rangeWords(
  column: string,
  [low, high]: readonly [number, number],
  { min, max }: { readonly min: number; readonly max: number },
): string {
  const unit = columnWords.isDiscrete(column) ? '' : columnWords.unit(column);
  const say = (value: number) => valueWords(column, value);
  if (low === high) return `${say(low)}${unit}`;
  // Keys and metres have no direction: they are named from one to the other.
  if (columnWords.isDiscrete(column)) return `${say(low)} to ${say(high)}`;
  if (low <= min && high < max) return `up to ${say(high)}${unit}`;
  if (high >= max && low > min && max > 1) return `from ${say(low)}${unit}`;
  return `${say(low)} to ${say(high)}${unit}`;
}

/** A value without needless zeros; keys and modes by their names. */
export function valueWords(column: string, value: number): string {
  if (columnWords.isDiscrete(column)) return columnWords.valueName(column, value);
  const [whole = '', part] = fixed(value, Math.max(3, columnWords.decimals(column))).split('.');
  const kept = part?.replace(/0+$/, '');
  return kept ? `${whole}.${kept}` : whole;
}

/** The filter with a range of a column, or with none. */
export function withRange(filter: Filter, column: string, range: readonly [number, number] | null): Filter {
  const { [column]: _, ...others } = filter.ranges ?? {};
  const ranges = range ? { ...others, [column]: range } : others;
  const { ranges: __, ...rest } = filter;
  return Object.keys(ranges).length > 0 ? { ...rest, ranges } : rest;
}

/** The filter with a value for a condition; an empty one takes it away. */
export function withValue<K extends 'genres' | 'macroGenres' | 'artist' | 'explicit' | 'search'>(
  filter: Filter,
  name: K,
  value: Filter[K],
): Filter {
  const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return empty ? omit(filter, name) : { ...filter, [name]: value };
}

function omit(filter: Filter, name: keyof Filter): Filter {
  const { [name]: _, ...rest } = filter;
  return rest;
}

function anyOf(names: readonly string[]): string {
  const shown = names.length > 4 ? names.slice(0, 3) : names;
  const rest = names.length - shown.length;
  const said = rest > 0 ? [...shown, `${rest} more`] : shown;
  if (said.length < 2) return said.join('');
  return `${said.slice(0, -1).join(', ')} or ${said[said.length - 1]}`;
}
