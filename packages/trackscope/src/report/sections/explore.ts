import type { Profile } from '@trackscope/catalogue';
import { correlationFigure, strongestPairsFigure } from '../figures/correlation.js';
import { distributionsFigure } from '../figures/distributions.js';
import { durationFigure } from '../figures/duration.js';
import { featureBoxesFigure, heatTableFigure } from '../figures/genre-features.js';
import { genreSharesFigure, genresFigure, macroGenresFigure, withoutGenres } from '../figures/genres.js';
import { leadersFigure } from '../figures/leaders.js';
import { moodFigure, quadrantsFigure } from '../figures/mood.js';
import { pairsFigure } from '../figures/pairs.js';
import { popularityFigure, withoutPopularity } from '../figures/popularity.js';
import { targetFigure } from '../figures/target.js';
import type { ReportInput } from '../input.js';
import { absence, type Figure, figure } from '../markup/figure.js';
import { type Fragment, type Html, html } from '../markup/html.js';
import type { Section } from '../markup/section.js';
import { textColumns } from './text-columns.js';

/** The parts that show what `explore` found, in the order of the page. */
export function exploreSections({ profile }: ReportInput): readonly Section[] {
  const noPopularity = withoutPopularity();
  return [
    part('popularity', 'Popularity', [popularityFigure(profile)], noPopularity),
    columns(profile),
    part(
      'correlations',
      'What moves together',
      [correlationFigure(profile), strongestPairsFigure(profile), pairsFigure(profile)],
      'Correlations need two columns that vary.',
    ),
    part(
      'moods',
      'Energy and valence',
      [moodFigure(profile), quadrantsFigure(profile)],
      noPopularity,
      'Mood',
    ),
    part(
      'against',
      'Each column against popularity',
      [targetFigure(profile)],
      noPopularity,
      'Against popularity',
    ),
    part('durations', 'Duration', [durationFigure(profile)], noPopularity),
    part(
      'genre-popularity',
      'Genres and popularity',
      [macroGenresFigure(profile), genresFigure(profile), genreSharesFigure(profile)],
      profile.genres.length > 0 ? noPopularity : withoutGenres(),
    ),
    part(
      'genre-sound',
      'Genres and sound',
      [featureBoxesFigure(profile), heatTableFigure(profile)],
      withoutGenres(),
    ),
    part(
      'top',
      'Leaders',
      [leadersFigure(profile)],
      'No genre, artist or album has enough tracks to be ranked.',
    ),
  ];
}

function columns(profile: Profile): Section {
  const numeric = part(
    'columns',
    'The columns one by one',
    [distributionsFigure(profile)],
    'No numeric column has a value.',
    'Columns',
  );
  return { ...numeric, body: html`${numeric.body}${textColumns(profile)}` };
}

function part(
  id: string,
  title: string,
  figures: readonly (Figure | null)[],
  without: Fragment,
  short = title,
): Section {
  const there = figures.filter((f): f is Figure => f !== null);
  const body: Html | readonly Html[] = there.length > 0 ? there.map(figure) : absence(without);
  return { id, title, short, body: html`${body}` };
}
