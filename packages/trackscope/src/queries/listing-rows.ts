import type { ListingRow } from './contract.js';
import type { Listings } from './listings.js';
import { valueAt } from './number-column.js';

/** A listing as a table shows it. */
export function listingRow(listings: Listings, row: number): ListingRow {
  const track = listings.track[row]!;
  const explicit = listings.numbers.get('explicit');
  const flag = explicit ? valueAt(explicit, row) : Number.NaN;
  return {
    row,
    trackId: trackIdOf(listings, track),
    title: listings.title.texts.text(listings.title.codes[track]!) ?? '',
    artists: listings.artists.texts.text(listings.artists.codes[track]!) ?? '',
    album: listings.album.texts.text(listings.album.codes[track]!) ?? '',
    genre: genreName(listings, row),
    macroGenre: macroName(listings, row),
    explicit: Number.isNaN(flag) ? null : flag === 1,
    values: Object.fromEntries(
      listings.info.columns.map(({ name }) => {
        const value = valueAt(listings.numbers.get(name)!, row);
        return [name, Number.isNaN(value) ? null : value];
      }),
    ),
  };
}

/** The genre of a listing; '' where it has none. */
export function genreName({ genre, info }: Listings, row: number): string {
  const code = genre[row]!;
  return code === 0 ? '' : info.genres[code - 1]!.name;
}

export function macroName({ genre, info }: Listings, row: number): string {
  const code = genre[row]!;
  return code === 0 ? '' : info.genres[code - 1]!.macroGenre;
}

const NUMBERED = 'track:';

/** The id of a track; where the catalogue has none, `track:` and its number. */
export function trackIdOf({ trackId }: Listings, track: number): string {
  return trackId.texts.text(trackId.codes[track]!) ?? `${NUMBERED}${track}`;
}

/** The track of an id, −1 for none. */
export function trackOfId({ trackId, tracks }: Listings, id: string): number {
  const { texts, codes } = trackId;
  const wanted = new TextEncoder().encode(id);
  for (let track = 0; track < tracks; track++) {
    const code = codes[track]!;
    if (code !== 0 && texts.equals(code, wanted)) return track;
  }
  if (!id.startsWith(NUMBERED) || !/^\d{1,9}$/.test(id.slice(NUMBERED.length))) return -1;
  const track = Number(id.slice(NUMBERED.length));
  return track < tracks && codes[track] === 0 ? track : -1;
}
