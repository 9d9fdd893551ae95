import type { Release } from 'trackscope/browser';
import { AS_WRITTEN, type Draft, type Start } from './draft.js';

/** Stands for what was emptied: an empty parameter would be taken out of the address. */
const EMPTY = '~';

/** Parameters that say where a draft began. */
export const START_PARAMS = ['track', 'like'] as const;

/** Parameters of what there is in a draft besides its audio features, which go by their own names. */
export const DRAFT_PARAMS = ['title', 'album', 'artists', 'genres', 'release'] as const;

/** Where a draft began. */
export function startOf(params: URLSearchParams): Start {
  const id = params.get('track');
  if (id) return { kind: 'track', id };
  const genre = params.get('like');
  return genre ? { kind: 'genre', genre } : { kind: 'usual' };
}

/** The draft of an address: what it began from, with what the address says otherwise. Nonsense is passed over. */
export function draftAt(params: URLSearchParams, base: Draft): Draft {
  const sound: Record<string, number | null> = { ...base.sound };
  for (const name of Object.keys(base.sound)) {
    const text = params.get(name);
    if (text === null) continue;
    if (text === EMPTY) sound[name] = null;
    else if (Number.isFinite(Number(text)) && text.trim() !== '') sound[name] = Number(text);
  }
  const words = (name: string, otherwise: string) => {
    const text = params.get(name);
    return text === null ? otherwise : unescaped(text);
  };
  const several = (name: string, otherwise: readonly string[]) => {
    const text = params.get(name);
    if (text === null) return otherwise;
    return unescaped(text)
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  };
  return {
    sound,
    title: words('title', base.title),
    album: words('album', base.album),
    artists: several('artists', base.artists),
    genres: several('genres', base.genres),
    release: releaseOf(params.get('release')) ?? base.release,
  };
}

/** Only what differs from what the draft began from; null for the rest. */
export function paramsOf(start: Start, draft: Draft, base: Draft): Record<string, string | null> {
  const params: Record<string, string | null> = {
    track: start.kind === 'track' ? start.id : null,
    like: start.kind === 'genre' ? start.genre : null,
  };
  for (const name of Object.keys(base.sound)) {
    const value = draft.sound[name] ?? null;
    params[name] = value === base.sound[name] ? null : value === null ? EMPTY : String(value);
  }
  const words = (text: string, otherwise: string) => (text === otherwise ? null : escaped(text));
  params.title = words(draft.title, base.title);
  params.album = words(draft.album, base.album);
  params.artists = words(draft.artists.join(';'), base.artists.join(';'));
  params.genres = words(draft.genres.join(';'), base.genres.join(';'));
  params.release = words(releaseText(draft.release), releaseText(base.release));
  return params;
}

/** `single`, `album:12`, `compilation:40`, `as-written`. */
export function releaseText(release: Release): string {
  if (release.kind === 'album') return `album:${release.tracks}`;
  if (release.kind === 'compilation') return `compilation:${release.artists}`;
  return release.kind;
}

/** Null for what is no release situation. */
export function releaseOf(text: string | null): Release | null {
  const [kind, number] = (text ?? '').split(':');
  const n = Number(number);
  if (kind === 'single') return { kind };
  if (kind === 'album' && Number.isInteger(n) && n >= 1) return { kind, tracks: n };
  if (kind === 'compilation' && Number.isInteger(n) && n >= 2) return { kind, artists: n };
  return kind === 'as-written' ? AS_WRITTEN : null;
}

function escaped(text: string): string {
  return text === '' || text.startsWith(EMPTY) ? EMPTY + text : text;
}

function unescaped(text: string): string {
  return text.startsWith(EMPTY) ? text.slice(1) : text;
}
