import { closest } from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';

/** A track of a workspace, as a person knows it. */
export interface FoundTrack {
  /** Track number in the workspace. */
  readonly track: number;
  readonly id: string | null;
  readonly title: string;
  readonly artists: string;
  readonly album: string | null;
  readonly genres: readonly string[];
  readonly popularity: number | null;
}

/** How a track is asked for: by id, or by title and artist. */
export interface TrackWish {
  readonly id?: string;
  readonly title?: string;
  readonly artist?: string;
}

const FIELDS =
  'track, track_id AS id, track_name AS title, artists, album_name AS album, track_genres AS genres, popularity';
const SHOWN = 5;

/**
 * The track that is meant, from `listings`.
 * @throws UserError `which-track` when nothing is asked for, `track-not-found` with the nearest, `several-tracks` with some of them
 */
export async function findTrack(engine: Engine, wish: TrackWish): Promise<FoundTrack> {
  if (wish.id !== undefined) return findById(engine, wish.id.trim());
  if (wish.title === undefined && wish.artist === undefined) {
    throw new UserError(
      'which-track',
      'no track is named',
      'Name one with --track ID, or --title and --artist.',
    );
  }
  const matches = await findByText(engine, wish);
  if (matches.length === 1) return matches[0]!;
  if (matches.length > 1) {
    const more = matches.length > SHOWN ? ', …' : '';
    throw new UserError(
      'several-tracks',
      `${matches.length > SHOWN ? `more than ${SHOWN}` : matches.length} tracks match: ${matches.slice(0, SHOWN).map(describeTrack).join('; ')}${more}`,
      'Name one of them with --track ID, or say more with --title and --artist.',
    );
  }
  const asked = [wish.title && `title "${wish.title}"`, wish.artist && `artist "${wish.artist}"`];
  throw new UserError(
    'track-not-found',
    `no track with ${asked.filter(Boolean).join(' and ')}${await nearestText(engine, wish)}`,
    'Parts of a title or a name are enough; case does not matter.',
  );
}

/** Tracks by their numbers, in that order. */
export async function tracksByNumber(engine: Engine, numbers: readonly number[]): Promise<FoundTrack[]> {
  if (numbers.length === 0) return [];
  const rows = await engine.rows<FoundTrack>(
    `SELECT ${FIELDS} FROM listings WHERE first_of_track AND track IN (${numbers.map(Number).join(', ')})`,
  );
  const byNumber = new Map(rows.map((row) => [row.track, row]));
  return numbers.flatMap((number) => byNumber.get(number) ?? []);
}

/** `5SuO… ("Comedy" by Gen Hoshino)`. */
export function describeTrack({ id, title, artists }: FoundTrack): string {
  return `${id ?? 'without an id'} ("${title}" by ${artists})`;
}

async function findById(engine: Engine, id: string): Promise<FoundTrack> {
  const [found] = await engine.rows<FoundTrack>(
    `SELECT ${FIELDS} FROM listings WHERE first_of_track AND track_id = ?`,
    [id],
  );
  if (found) return found;
  const near = await engine.rows<FoundTrack>(
    `SELECT ${FIELDS} FROM listings WHERE first_of_track AND track_id IS NOT NULL
     ORDER BY levenshtein(track_id, ?), track LIMIT 3`,
    [id],
  );
  throw new UserError(
    'track-not-found',
    near.length > 0
      ? `no track has the id "${id}"; the nearest are ${near.map(describeTrack).join(', ')}`
      : `no track has the id "${id}": the catalogue has no ids`,
    'Look for it by --title and --artist.',
  );
}

async function findByText(engine: Engine, { title, artist }: TrackWish): Promise<FoundTrack[]> {
  const by = artist === undefined ? 'true' : 'contains(lower(artists), lower(?))';
  const values = (text: string | undefined) =>
    [text, artist].filter((value): value is string => value !== undefined).map((value) => value.trim());
  const look = (how: string, text: string | undefined) =>
    engine.rows<FoundTrack>(
      `SELECT ${FIELDS} FROM listings WHERE first_of_track AND ${how} AND ${by}
       ORDER BY popularity DESC NULLS LAST, track LIMIT ${SHOWN + 1}`,
      values(text),
    );
  if (title === undefined) return look('true', undefined);
  const exact = await look('lower(trim(track_name)) = lower(?)', title);
  return exact.length > 0 ? exact : look('contains(lower(track_name), lower(?))', title);
}

async function nearestText(engine: Engine, { title, artist }: TrackWish): Promise<string> {
  if (title !== undefined && artist !== undefined) {
    const others = await findByText(engine, { title });
    if (others.length > 0) {
      return `; of that title there ${others.length === 1 ? 'is' : 'are'} ${others.slice(0, 3).map(describeTrack).join(', ')}${others.length > 3 ? ', …' : ''}`;
    }
  }
  const [column, text] = title === undefined ? ['artists', artist!] : ['track_name', title];
  const rows = await engine.rows<{ name: string }>(
    `SELECT ${column} AS name FROM listings WHERE first_of_track AND ${column} IS NOT NULL
     GROUP BY name ORDER BY levenshtein(lower(name), lower(?)), name LIMIT 5`,
    [text.trim()],
  );
  const near = closest(
    text,
    rows.map(({ name }) => name),
  );
  return near === null ? '' : `; did you mean "${near}"?`;
}
