import { DISCRETE_COLUMNS } from '../listing-table.js';
import type { Profile } from '../profile.js';
import { type Draft, Sentence } from './sentence.js';
import { strengthOf, wordsOf } from './words.js';

/** With fewer tracks a correlation is chance. */
const ENOUGH = 30;
/** Pairs of features, of any strength, that a reader is told of. */
const STRONGEST = 6;

/** Pairs that people take for granted and so should see settled, whatever their strength. */
const TAKEN_FOR_GRANTED: readonly (readonly [string, string])[] = [
  ['energy', 'danceability'],
  ['valence', 'danceability'],
  ['liveness', 'acousticness'],
];

/** Which column a sentence starts from, when it can choose. */
const SUBJECTS = [
  ...['explicit', 'acousticness', 'instrumentalness', 'loudness', 'valence', 'speechiness', 'liveness'],
  ...['tempo', 'duration_min', 'energy', 'danceability'],
];

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly r: number;
}

/** What goes with what among the features; popularity has findings of its own. */
export function correlationFindings(profile: Profile): Draft[] {
  if (profile.rows.tracks < ENOUGH) return [];
  const pairs = featurePairs(profile);
  const strongest = pairs.filter(({ r }) => strengthOf(r) !== 'none').slice(0, STRONGEST);
  const granted = TAKEN_FOR_GRANTED.flatMap(([a, b]) =>
    pairs.filter((pair) => isPair(pair, a, b) && !strongest.includes(pair)).map(({ r }) => ({ a, b, r })),
  );
  return [
    ...strongest.map((pair, rank) => pairFinding(pair, pairs, rank)),
    ...granted.map((pair) => pairFinding(pair, pairs, null)),
  ];
}

/** The correlations between features that are amounts, strongest first. */
function featurePairs({ correlations }: Profile): Pair[] {
  const { columns, pearson } = correlations;
  const pairs: Pair[] = [];
  columns.forEach((a, i) => {
    columns.slice(i + 1).forEach((b, k) => {
      const r = pearson[i][i + 1 + k];
      if (r !== null && isAmount(a) && isAmount(b)) pairs.push(ordered(a, b, r));
    });
  });
  return pairs.sort((x, y) => Math.abs(y.r) - Math.abs(x.r) || (pairName(x) < pairName(y) ? -1 : 1));
}

function isAmount(column: string): boolean {
  return column === 'explicit' || (column !== 'popularity' && !DISCRETE_COLUMNS.has(column));
}

function ordered(a: string, b: string, r: number): Pair {
  return SUBJECTS.indexOf(a) <= SUBJECTS.indexOf(b) ? { a, b, r } : { a: b, b: a, r };
}

function isPair(pair: Pair, a: string, b: string): boolean {
  return (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a);
}

function pairName({ a, b }: Pair): string {
  return [a, b].sort().join('-');
}

function pairFinding(pair: Pair, pairs: readonly Pair[], rank: number | null): Draft {
  const say = new Sentence();
  const strength = strengthOf(pair.r);
  const a = wordsOf(pair.a);
  const b = wordsOf(pair.b);
  say.name(pair.a);
  say.name(pair.b);
  const r = say.hundredths('r', pair.r);
  const text =
    strength === 'none'
      ? `${a.noun} and ${b.noun} are as good as unrelated (r = ${r})${closest(pair, pairs, say)}.`
      : `${a.more} tracks are ${adverb(pair.r)}${pair.r > 0 ? b.more : b.less}: r = ${r}${place(rank)}.`;
  return say.finish(`correlation-${pairName(pair)}`, text, {
    figure: 'correlation',
    weight: rank === null ? 40 : 50 + 45 * Math.abs(pair.r) ** 1.5,
    where: `first_of_track AND "${pair.a}" IS NOT NULL AND "${pair.b}" IS NOT NULL`,
  });
}

function adverb(r: number): string {
  const words = {
    none: 'hardly ',
    weak: 'only slightly ',
    moderate: 'somewhat ',
    strong: 'clearly ',
  } as const;
  return Math.abs(r) >= 0.7 ? 'much ' : words[strengthOf(r)];
}

function place(rank: number | null): string {
  return rank === 0 ? ', the closest tie between two features of the sound' : '';
}

/** What the first of an unrelated pair does go with. */
function closest(pair: Pair, pairs: readonly Pair[], say: Sentence): string {
  const best = pairs.find(({ a, b }) => a === pair.a || b === pair.a);
  if (!best || isPair(best, pair.a, pair.b) || strengthOf(best.r) === 'none') return '';
  const other = best.a === pair.a ? best.b : best.a;
  const noun = say.column(other, wordsOf(other).noun);
  return `; ${wordsOf(pair.a).noun} goes most with ${noun} (${say.hundredths('closestR', best.r)})`;
}
