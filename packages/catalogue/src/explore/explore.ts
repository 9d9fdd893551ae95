import type { GenreMap } from '../genre/genre-map.js';
import { macroGenre } from '../genre/genre-map.js';
import { STYLE_MAP } from '../genre/style-map.js';
import { profileColumn } from './column-profile.js';
import { durationBands } from './duration-bands.js';
import { findings } from './findings/findings.js';
import { genreOverlaps } from './genre-overlaps.js';
import { binColumn, gridOf, pairGrids } from './grids.js';
import { profileGroups } from './groups.js';
import { countRows, readGenreListings, readIdentity, zerosWithTwin } from './identity.js';
import { rankLeaders } from './leaders.js';
import { type ListingTable, readListings } from './listing-table.js';
import { macroMembership, readGenres } from './membership.js';
import { moodGrids, moodQuadrants } from './mood.js';
import type { Correlations, Grid, Profile } from './profile.js';
import { profilePublished } from './published-profile.js';
import type { Query } from './query.js';
import { pearsonMatrix, spearmanMatrix } from './statistics/correlation.js';
import { countAtLeast, countEqual, distributionOf } from './statistics/distribution.js';
import { shareEstimate } from './statistics/interval.js';
import { HIT, targetCurve } from './target-curve.js';
import { profileTexts } from './texts.js';

/** How far exploring has come. */
export interface ExploreProgress {
  readonly done: number;
  readonly total: number;
  /** What is being worked on now. */
  readonly step: string;
}

export interface ExploreOptions {
  /** Which macro-genre each genre belongs to. Default: our own styles. */
  readonly genreMap?: GenreMap;
  /** Told how many of the steps are done, and what comes next. */
  readonly onProgress?: (progress: ExploreProgress) => void;
}

/** How often {@link explore} reports what it is at. */
const STEPS = 6;

/** Cells along the duration and popularity axes of their shared grid. */
const DURATION_BINS = 50;

/** What stands for the grid of duration and popularity in a catalogue without durations. */
const NO_GRID: Grid = {
  x: 'duration_min',
  y: 'popularity',
  xStart: 0,
  xStep: 1,
  yStart: 0,
  yStep: 1,
  columns: 0,
  rows: 0,
  counts: [],
};

/**
 * Explores a catalogue: everything in `profile.json`, findings included.
 *
 * Reads the table `listings` (see `LISTING_COLUMNS`) and nothing else. Columns that are wholly null do not
 * appear; without popularity `target` is null; without genres the lists by genre are empty.
 */
export async function explore(query: Query, options: ExploreOptions = {}): Promise<Profile> {
  const map = options.genreMap ?? STYLE_MAP;
  let done = 0;
  const report = (step: string) => options.onProgress?.({ done: done++, total: STEPS, step });
  report('reading the columns');
  const table = await readListings(query);
  const { tracks } = table;
  const columns = new Map([...table.columns].filter(([, column]) => distributionOf(column, tracks).n > 0));
  report('counting');
  const rows = await countRows(query);
  const genreMembers = await readGenres(query, tracks.length);
  const identity = await readIdentity(query, genreMembers);
  const genreListings = await readGenreListings(query);
  const text = await profileTexts(query, rows.tracks, genreMembers);
  report('correlating');
  const correlations = correlate(columns, tracks);
  const target = await profileTarget(query, table, correlations);
  report('comparing genres');
  const macroMembers = macroMembership(genreMembers, map);
  const [genres, macroGenres] = profileGroups(
    [
      { membership: genreMembers, macros: genreMembers.names.map((name) => macroGenre(name, map)) },
      { membership: macroMembers, macros: macroMembers.names },
    ],
    columns,
    tracks,
  );
  const leaders = await rankLeaders(query, genres, target !== null);
  report('drawing up the published figures');
  const profile: Profile = {
    formatVersion: 1,
    rows,
    columns: [...columns.values()].flatMap((column) => profileColumn(column, tracks) ?? []),
    text,
    correlations,
    target,
    mood: profileMood(table),
    pairs: pairGrids(columns, tracks),
    genres,
    macroGenres,
    leaders,
    identity,
    genreOverlaps: genreOverlaps(genreMembers),
    ...(genreListings ? { genreListings } : {}),
    findings: [],
    published: await profilePublished(query, table),
  };
  report('writing the findings');
  return { ...profile, findings: await findings(query, profile) };
}

function correlate(columns: ListingTable['columns'], rows: Int32Array): Correlations {
  const list = [...columns.values()];
  return {
    columns: list.map((column) => column.name),
    pearson: pearsonMatrix(list, rows),
    spearman: spearmanMatrix(list, rows),
  };
}

async function profileTarget(
  query: Query,
  { columns, tracks }: ListingTable,
  correlations: Correlations,
): Promise<Profile['target']> {
  const popularity = columns.get('popularity');
  if (!popularity) return null;
  const distribution = distributionOf(popularity, tracks);
  if (distribution.n === 0) return null;
  const zeros = countEqual(distribution, 0);
  const at = correlations.columns.indexOf('popularity');
  const duration = columns.get('duration_min');
  return {
    curves: correlations.columns.flatMap((name, i) => {
      const column = columns.get(name);
      return column && i !== at
        ? [
            targetCurve(column, popularity, tracks, {
              pearson: correlations.pearson[at][i],
              spearman: correlations.spearman[at][i],
            }),
          ]
        : [];
    }),
    shareZero: shareEstimate(zeros, distribution.n),
    share70: shareEstimate(countAtLeast(distribution, HIT), distribution.n),
    zerosWithPopularTwin: await zerosWithTwin(query, zeros),
    durationGrid: duration
      ? gridOf(binColumn(duration, tracks, DURATION_BINS), binColumn(popularity, tracks, DURATION_BINS))
      : NO_GRID,
    ...(duration ? { durationBands: durationBands(duration, popularity, tracks) } : {}),
  };
}

function profileMood({ columns, tracks }: ListingTable): Profile['mood'] {
  const energy = columns.get('energy');
  const valence = columns.get('valence');
  const popularity = columns.get('popularity');
  if (!energy || !valence) return { classes: [], quadrants: [] };
  return {
    classes: popularity ? moodGrids(energy, valence, popularity, tracks) : [],
    quadrants: moodQuadrants(energy, valence, popularity, tracks),
  };
}
