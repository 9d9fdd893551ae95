import type { GroupProfile, Profile } from '@trackscope/catalogue';
import { featuresOf, SORTS, type Sort } from '../../charts/group-figures.js';
import { listOf } from '../explore/address.js';

export type Level = 'genre' | 'macro';

/** Everything that the page shows, as its address has it. */
export interface GenreView {
  readonly level: Level;
  readonly feature: string;
  readonly sort: Sort;
  readonly descending: boolean;
  /** Groups to compare; those that are not in the catalogue are left out. */
  readonly chosen: readonly string[];
  /** Two groups held against each other; null where there are not two. */
  readonly pair: readonly [string, string] | null;
  /** Every group rather than those at both ends. */
  readonly all: boolean;
  /** Macro-genre whose genres stand out on the map. */
  readonly lit: string | null;
}

/** Most groups compared at once. */
export const MOST_CHOSEN = 30;

/** Reads an address; what it cannot mean is as if it were absent. */
export function readView(
  params: URLSearchParams,
  profile: Pick<Profile, 'genres' | 'macroGenres'>,
): GenreView {
  const level: Level =
    (params.get('by') === 'macro' && profile.macroGenres.length > 0) || profile.genres.length === 0
      ? 'macro'
      : 'genre';
  const groups = groupsOf(profile, level);
  const names = new Set(groups.map((group) => group.name));
  const features = featuresOf(profile);
  const order = params.get('sort') ?? '-median';
  const sort = SORTS.find((name) => name === order.replace(/^-/, '')) ?? 'median';
  const feature = params.get('feature');
  const chosen = listOf(params.get('pick')).filter((name) => names.has(name));
  const lit = params.get('lit');
  return {
    level,
    feature: feature !== null && features.includes(feature) ? feature : (features[0] ?? 'popularity'),
    sort,
    descending: order.startsWith('-'),
    chosen: [...new Set(chosen)].slice(0, MOST_CHOSEN),
    pair: pairOf(listOf(params.get('vs')), chosen, groups),
    all: params.get('all') === 'yes',
    lit: lit !== null && profile.macroGenres.some((macro) => macro.name === lit) ? lit : null,
  };
}

/** The chosen groups with one put in or, where it is in, taken out; beyond the most, the earliest goes. */
export function toggled({ chosen }: Pick<GenreView, 'chosen'>, name: string): readonly string[] {
  return chosen.includes(name)
    ? chosen.filter((other) => other !== name)
    : [...chosen, name].slice(-MOST_CHOSEN);
}

export function groupsOf(
  profile: Pick<Profile, 'genres' | 'macroGenres'>,
  level: Level,
): readonly GroupProfile[] {
  return level === 'genre' ? profile.genres : profile.macroGenres;
}

/** The pair of the address, or the first two chosen, or the first and last of all. */
function pairOf(
  wanted: readonly string[],
  chosen: readonly string[],
  groups: readonly GroupProfile[],
): readonly [string, string] | null {
  const names = groups.map((group) => group.name);
  const known = wanted.filter((name) => names.includes(name));
  const [a, b] =
    known.length >= 2 ? known : chosen.length >= 2 ? chosen : [names[0], names[names.length - 1]];
  return a !== undefined && b !== undefined && a !== b ? [a, b] : null;
}
