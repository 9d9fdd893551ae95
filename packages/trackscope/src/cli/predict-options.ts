import {
  AUDIO_FEATURES,
  columnSpec,
  type HonestName,
  PUBLISHED_INPUTS,
  type UnitName,
} from '@trackscope/catalogue';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../errors/user-error.js';
import type { TrackInput as PublishedTrack } from '../predict/score-one.js';
import type { Release, TrackInput } from '../score/contract.js';
import { scorable } from '../score/scorable.js';
import { numberBetween, type SourceOptions } from './source-options.js';

/** What `predict` is told. */
export type PredictOptions = SourceOptions &
  Partial<Record<string, number>> & {
    readonly model: string;
    readonly protocol?: 'published' | HonestName;
    readonly unit?: UnitName;
    readonly explicit?: boolean;
    readonly genre: readonly string[];
    readonly artist: readonly string[];
    readonly title?: string;
    readonly album?: string;
    readonly release?: Release;
    readonly bar?: number;
    readonly artistPopularity?: number;
    readonly input?: string;
    readonly output?: string;
  };

/** Adds an option for every audio feature, its range and unit said. */
export function addSoundOptions(command: Command): void {
  for (const name of AUDIO_FEATURES) if (name !== 'explicit') command.addOption(soundOption(name));
  command.option('--explicit', 'the lyrics are explicit').option('--no-explicit', 'they are not');
  command.setOptionValueWithSource('explicit', undefined, 'default');
}

function soundOption(name: string): Option {
  const { unit, min, max, description } = columnSpec(name);
  const range = max === null ? `from ${min}` : `${min} to ${max}`;
  const option = new Option(
    `--${name.replaceAll('_', '-')} <number>`,
    `${description} (${[range, unit].filter(Boolean).join(' ')})`,
  );
  return option.argParser(numberBetween(min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY));
}

/** A list that grows with every use of an option. */
export function collect(value: string, all: readonly string[]): string[] {
  return [...all, value];
}

/** `single`, `album:12`, `compilation:40`, `as-written`. */
export function releaseOf(text: string): Release {
  const [kind, size, ...rest] = text.split(':');
  const count = size === undefined ? null : Number(size);
  const atLeast = (least: number) => {
    if (count !== null && !(Number.isInteger(count) && count >= least)) {
      throw new InvalidArgumentError(
        `expected a whole number of at least ${least} behind "${kind}:", found "${size}"`,
      );
    }
    return count;
  };
  if (rest.length === 0) {
    if ((kind === 'single' || kind === 'as-written') && size === undefined) return { kind };
    if (kind === 'album') return { kind, tracks: atLeast(1) ?? USUAL_TRACKS };
    if (kind === 'compilation') return { kind, artists: atLeast(2) ?? USUAL_ARTISTS };
  }
  throw new InvalidArgumentError(
    `expected single, album:TRACKS, compilation:ARTISTS or as-written, found "${text}"`,
  );
}

export const USUAL_TRACKS = 10;
export const USUAL_ARTISTS = 20;

/** Which models are meant: those that were named, else by the most that may be known of a track. */
export function chosenSet(
  options: PredictOptions,
  files: readonly string[],
): { readonly protocol: 'published' } | { readonly protocol: HonestName; readonly unit: UnitName } {
  const { model, protocol, unit = 'recording' } = options;
  if (protocol === 'published') return { protocol };
  if (protocol) return { protocol, unit };
  const honest = scorable(files).find((set) => set.protocol === 'known-artist' && set.unit === unit);
  return honest?.models.includes(model) ? { protocol: 'known-artist', unit } : { protocol: 'published' };
}

/** The options as a track for honest models. */
export function honestTrack(options: PredictOptions): TrackInput {
  if (options.artistPopularity !== undefined) {
    throw new UserError(
      'not-of-protocol',
      'honest models take no --artist-popularity: they know it from the catalogue, by --artist',
      'Leave it out, or ask a published model with --protocol published.',
    );
  }
  const { title, album, artist, genre, release, explicit } = options;
  return {
    ...(title === undefined ? {} : { title }),
    ...(album === undefined ? {} : { album }),
    ...(release === undefined ? {} : { release }),
    artists: artist,
    genres: genre,
    sound: {
      ...Object.fromEntries(AUDIO_FEATURES.flatMap((name) => given(options, name))),
      ...(explicit === undefined ? {} : { explicit: Number(explicit) }),
    },
  };
}

/** The options as a track for published models. */
export function publishedTrack(options: PredictOptions): PublishedTrack {
  const { explicit, genre, artist, artistPopularity } = options;
  const unread = (['title', 'album', 'release', 'bar', 'unit'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (unread !== undefined || genre.length > 1) {
    throw new UserError(
      'not-of-protocol',
      `published models take ${unread === undefined ? `one --genre, found ${genre.length}` : `no --${unread}`}`,
      'Leave it out, or ask an honest model with --protocol known-artist.',
    );
  }
  return {
    numeric: Object.fromEntries(PUBLISHED_INPUTS.flatMap((name) => given(options, name))),
    ...(explicit === undefined ? {} : { explicit }),
    ...(genre[0] === undefined ? {} : { genre: genre[0] }),
    ...(artist.length === 0 ? {} : { artist: artist.join(';') }),
    ...(artistPopularity === undefined ? {} : { artistPopularity }),
  };
}

function given(options: PredictOptions, name: string): [string, number][] {
  const value = options[name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
  return typeof value === 'number' ? [[name, value]] : [];
}
