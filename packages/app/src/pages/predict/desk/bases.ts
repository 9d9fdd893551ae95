import type { Profile } from '@trackscope/catalogue';
import type { TrackRecord } from 'trackscope/browser';
import { AS_WRITTEN, type Draft, type Start } from './draft.js';
import { medianSound } from './examples.js';
import { type Feature, usualSound } from './features.js';

/** What one begins with where no track is named. */
export function baseOf(start: Start, profile: Pick<Profile, 'genres'>, features: readonly Feature[]): Draft {
  const genre = start.kind === 'genre' ? profile.genres.find(({ name }) => name === start.genre) : undefined;
  return {
    sound: genre ? medianSound(genre, features) : usualSound(features),
    title: '',
    album: '',
    artists: [],
    genres: genre ? [genre.name] : [],
    release: AS_WRITTEN,
  };
}

/** A track of the catalogue as a draft. */
export function recordDraft({ track, genres }: TrackRecord, features: readonly Feature[]): Draft {
  const sound = features.map(({ name }): [string, number | null] => {
    if (name === 'explicit') return [name, track.explicit === null ? null : Number(track.explicit)];
    const value = track.values[name] ?? null;
    // Kept in 32 bits: seven digits are what the catalogue said.
    return [name, value === null ? null : Number(value.toPrecision(7))];
  });
  return {
    sound: Object.fromEntries(sound),
    title: track.title,
    album: track.album,
    artists: artistsOf(track.artists),
    genres,
    release: AS_WRITTEN,
  };
}

/** Artists as written, separated by semicolons. */
export function artistsOf(text: string): string[] {
  return text
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
