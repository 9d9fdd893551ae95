import type { Release, TrackInput } from 'trackscope/browser';

/** A track as a person is shaping it. */
export interface Draft {
  /** By audio feature; null where it is not known. */
  readonly sound: Readonly<Record<string, number | null>>;
  readonly title: string;
  readonly album: string;
  /** In the order of their billing. */
  readonly artists: readonly string[];
  /** Genre keys, the first one leading. */
  readonly genres: readonly string[];
  readonly release: Release;
}

/** Where a draft began. */
export type Start =
  /** What is most usual in the catalogue. */
  | { readonly kind: 'usual' }
  /** The median track of a genre. */
  | { readonly kind: 'genre'; readonly genre: string }
  /** A track of the catalogue. */
  | { readonly kind: 'track'; readonly id: string };

export const AS_WRITTEN: Release = { kind: 'as-written' };

/** What the models are given: what is not known is left out. */
export function trackInput(draft: Draft): TrackInput {
  const sound: Record<string, number> = {};
  for (const name in draft.sound) {
    const value = draft.sound[name];
    if (value !== null && value !== undefined) sound[name] = value;
  }
  return {
    sound,
    ...(draft.title === '' ? {} : { title: draft.title }),
    ...(draft.album === '' ? {} : { album: draft.album }),
    ...(draft.artists.length === 0 ? {} : { artists: draft.artists }),
    ...(draft.genres.length === 0 ? {} : { genres: draft.genres }),
    release: draft.release,
  };
}

/** The other way round, for inputs that were kept; features that the catalogue lacks are left out. */
export function draftOf(input: TrackInput, features: readonly string[]): Draft {
  return {
    sound: Object.fromEntries(features.map((name) => [name, input.sound?.[name] ?? null])),
    title: input.title ?? '',
    album: input.album ?? '',
    artists: input.artists ?? [],
    genres: input.genres ?? [],
    release: input.release ?? AS_WRITTEN,
  };
}
