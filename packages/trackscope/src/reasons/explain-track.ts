import {
  columnSpec,
  counterfactualWords,
  FAMILY_TITLES,
  type Protocol,
  type ReasonFacts,
  type TrackRows,
  type UnitName,
} from '@trackscope/catalogue';
import type { NumericColumn, Table } from '@trackscope/learn';
import type { HonestData } from '../honest/data.js';
import { checkChanges } from '../score/free-sound.js';
import { type Contributions, contributionsOf } from './contributions.js';
import { type Counterfactual, counterfactual } from './counterfactual.js';
import type { Explainable } from './explainable.js';
import { firstGenreOf, rowsOfGenre } from './genre-rows.js';
import { featuresWithoutOwn } from './own-work-left-out.js';
import { type SimilarTrack, similarTracks } from './similar.js';
import { rarity, type SoundRegion, soundRegion } from './sound-region.js';
import { type SoundSpace, soundOf, soundSpace } from './sound-space.js';
import { type SoundPredictor, type WhatIf, whatIf } from './what-if.js';

/** A stored model with what it knows of its own errors. */
export interface StoredModel {
  readonly protocol: Protocol;
  readonly unit: UnitName;
  /** Trained on made-up tracks. */
  readonly synthetic: boolean;
  readonly model: Explainable;
  /** 90 % interval of a prediction for a track of a genre ('' for none), in points; null where the model has none. */
  readonly interval: ((prediction: number, genre: string) => { low: number; high: number }) | null;
  /** Probability that the popularity reaches a bar, and the bar at which hits were counted; null where none were. */
  readonly chance: {
    readonly bar: number;
    readonly of: (prediction: number, bar: number) => number;
  } | null;
}

/** Everything that is said of one track's score; rows are row numbers of the tracks. */
export interface TrackReasons extends Contributions {
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly bar: number;
  /** Of reaching the bar; null where the model was not calibrated for it. */
  readonly chance: number | null;
  /** Known popularity in the unit's terms: of the track, or of the best release of its recording. */
  readonly actual: number | null;
  /** Whose usual sound is compared with. */
  readonly among: string;
  readonly similar: {
    readonly withinGenre: readonly SimilarTrack[];
    /** Tracks that share no genre with it. */
    readonly acrossGenres: readonly SimilarTrack[];
  };
  readonly counterfactual: (Counterfactual & { readonly text: string }) | null;
  /** Another sound that was asked about; null where none was. */
  readonly whatIf: (WhatIf & { readonly changes: Readonly<Record<string, number>> }) | null;
  readonly notes: readonly string[];
}

/**
 * Why a track of the catalogue has its score. The track was among the training rows of the stored model; its history is
 * computed as if it had been held out.
 *
 * @param row row number of the tracks
 * @param changes another sound to be asked about, by audio feature
 * @throws UserError `bad-input` for a change of what is no feature of the sound
 */
export function explainTrack(
  data: HonestData,
  stored: StoredModel,
  row: number,
  bar: number,
  changes: Readonly<Record<string, number>> | null = null,
): TrackReasons {
  const { tracks, fixed } = data;
  const { protocol, model } = stored;
  const unit = data.units[stored.unit];
  const features = featuresWithoutOwn(tracks, fixed, unit, protocol, row);
  const space = soundSpace(tracks);
  if (changes) checkChanges(space, changes);
  const genre = firstGenreOf(tracks, row);
  const region = regionOf(tracks, space, genre);
  const among = region?.name ?? 'this catalogue';
  const found = contributionsOf(model, features, factsOf(features, space, region, among));
  const actual = unit.target[row]!;
  const genreRows = genre < 0 ? new Uint32Array(0) : rowsOfGenre(tracks, genre);
  const predict = soundPredictor(model, features, space);
  const current = soundOf(tracks, space, row);
  const changed = region && counterfactual(predict, space, region, current, bar, row);
  return {
    ...found,
    interval:
      stored.interval?.(found.prediction, tracks.firstGenre.levels[tracks.firstGenre.codes[row]!] ?? '') ??
      null,
    bar,
    chance: stored.chance?.of(found.prediction, bar) ?? null,
    actual: Number.isNaN(actual) ? null : actual,
    among,
    similar: {
      withinGenre: similarTracks(tracks, space, row, { among: genreRows }),
      acrossGenres: similarTracks(tracks, space, row, { except: sharesGenre(tracks, row) }),
    },
    counterfactual: changed && {
      ...changed,
      text: counterfactualWords({ ...changed, before: found.prediction, after: changed.prediction, among }),
    },
    whatIf: changes && { ...whatIf(predict, space, region, current, changes), changes },
    notes: notesOf(data, stored, row, bar, space, region, current),
  };
}

/** Predictions for other sounds of a track, its other columns as they are; held to 0–100. */
export function soundPredictor(model: Explainable, features: Table, space: SoundSpace): SoundPredictor {
  return (sounds) => {
    const columns = features.columns.map((column): NumericColumn => {
      if (column.kind !== 'numeric') throw new TypeError(`column ${column.name} is not numeric`);
      const axis = space.axes.indexOf(column.name);
      const values = Float32Array.from(sounds, (sound) => (axis < 0 ? column.values[0]! : sound[axis]!));
      return { ...column, values };
    });
    const predicted = model.predict({ rows: sounds.length, columns });
    return predicted.map((value) => Math.max(0, Math.min(100, value)));
  };
}

/** The genre's region, or where it has too few tracks, the whole catalogue's. */
function regionOf(tracks: TrackRows, space: SoundSpace, genre: number): SoundRegion | null {
  const own =
    genre < 0 ? null : soundRegion(tracks, space, tracks.genres.levels[genre]!, rowsOfGenre(tracks, genre));
  if (own) return own;
  const all = Uint32Array.from({ length: tracks.rows }, (_, i) => i);
  return soundRegion(tracks, space, 'this catalogue', all);
}

function factsOf(features: Table, space: SoundSpace, region: SoundRegion | null, among: string): ReasonFacts {
  const values = new Map(
    features.columns.map((column) => [
      column.name,
      column.kind === 'numeric' ? column.values[0]! : Number.NaN,
    ]),
  );
  return {
    value: (column) => values.get(column) ?? Number.NaN,
    usual: (column) => region?.usual[space.axes.indexOf(column)] ?? null,
    among,
  };
}

function sharesGenre({ genres }: TrackRows, row: number): (other: number) => boolean {
  const own = new Set(genres.codes.subarray(genres.starts[row]!, genres.starts[row + 1]!));
  return (other) => {
    for (let at = genres.starts[other]!; at < genres.starts[other + 1]!; at++) {
      if (own.has(genres.codes[at]!)) return true;
    }
    return false;
  };
}

function notesOf(
  { tracks, units }: HonestData,
  { protocol, unit, chance, synthetic }: StoredModel,
  row: number,
  bar: number,
  space: SoundSpace,
  region: SoundRegion | null,
  current: Float64Array,
): string[] {
  const left =
    protocol.heldOutTogether === 'works'
      ? "the track's own song and recording"
      : "all tracks of the track's artist";
  const notes = synthetic ? ['this is the synthetic demo catalogue: nothing here is about real music'] : [];
  if (Number.isNaN(tracks.popularity[row]!)) {
    notes.push('its popularity is not known, so the model has not learned from it');
  } else {
    notes.push(
      `the stored model learned from this track too; what is known of ${historyNames(protocol)} was computed without ${left}`,
    );
  }
  const releases = releasesOf(tracks, row);
  if (unit === 'recording' && releases > 1) {
    const stands = units.recording.rows.includes(row)
      ? ''
      : '; another of them stands for the recording in training';
    notes.push(
      `the recording has ${releases} releases, and the model by recording predicts the best of them${stands}`,
    );
  }
  if (chance && chance.bar !== bar) {
    notes.push(
      `hits were counted at the bar ${chance.bar}; the chance of reaching ${bar} is told from it and from the size of errors`,
    );
  }
  const missing = space.axes.filter((_, axis) => Number.isNaN(current[axis]!));
  if (missing.length > 0) {
    notes.push(
      `not known of its sound: ${missing.map((name) => columnSpec(name).title.toLowerCase()).join(', ')}`,
    );
  }
  if (region && rarity(space, region, current, row) > region.rarityLimit) {
    notes.push(`its sound is unlike that of 99 % of ${region.name}: the model has seen little like it`);
  }
  return notes;
}

function historyNames({ families }: Protocol): string {
  const names = families.filter((family) => ['genre', 'artist', 'album'].includes(family));
  return names.map((family) => FAMILY_TITLES[family].replace(' history', '')).join(', ');
}

function releasesOf({ recordings }: TrackRows, row: number): number {
  return recordings.codes.reduce((n, code) => n + (code === recordings.codes[row] ? 1 : 0), 0);
}
