import type { CatalogueInfo } from './contract.js';
import {
  type CodeArray,
  type ColumnHeader,
  damaged,
  type ListingsHeader,
  type SectionArray,
  type TextHeader,
  unpackListings,
} from './listings-format.js';
import { TextColumn } from './text-column.js';

/** Numbers by listing, as codes in their order. */
export interface NumberColumn {
  readonly name: string;
  /** 0 is missing; the value of code c is `values[c - 1]`. */
  readonly codes: CodeArray;
  /** Ascending, each once. */
  readonly values: Float64Array;
  readonly integer: boolean;
}

/** One text for each track. */
export interface TrackText {
  readonly texts: TextColumn;
  /** By track; 0 is no text. Texts are numbered in the order of sorting. */
  readonly codes: CodeArray;
}

/** A catalogue in columns. Listings and tracks are numbered from 0 in the order of the catalogue. */
export interface Listings {
  readonly listings: number;
  readonly tracks: number;
  readonly info: CatalogueInfo;
  /** Numeric columns by name, `explicit` as 0 and 1 among them. */
  readonly numbers: ReadonlyMap<string, NumberColumn>;
  /** By listing. */
  readonly track: CodeArray;
  /** By listing: 0, or 1 + place in `info.genres`. */
  readonly genre: CodeArray;
  /** Place in `info.macroGenres` by place in `info.genres`. */
  readonly macroOf: Uint16Array;
  readonly title: TrackText;
  readonly artists: TrackText;
  readonly album: TrackText;
  readonly trackId: TrackText;
  /** By track. */
  readonly recording: CodeArray;
  readonly song: CodeArray;
  /** Listing under which each track is shown: its first. */
  readonly firstListing: Uint32Array;
  /** Names of the genres of a track, in the order of its listings. */
  genresOf(track: number): string[];
}

/** Above this many listings a browser leaves the counting to the server. */
export const BROWSER_LISTINGS = 1_000_000;

/**
 * Opens what `listingsFile` wrote. Texts are decoded later, when they are asked for.
 * @throws ListingsError `listings-damaged`, `listings-version`
 */
export function openListings(bytes: Uint8Array): Listings {
  const { header, sections } = unpackListings(bytes);
  const codes = (section: number, length: number): CodeArray => {
    const found = sections[section];
    if (found === undefined || found instanceof Float64Array || found.length !== length)
      throw damaged('a column is not as long as it says');
    return found;
  };
  const text = (of: TextHeader): TrackText => ({
    texts: new TextColumn(of.count, blobOf(sections[of.blob])),
    codes: codes(of.codes, header.tracks),
  });
  const track = codes(header.listing.track, header.listings);
  return {
    listings: header.listings,
    tracks: header.tracks,
    info: infoOf(header),
    numbers: new Map(header.columns.map((column) => [column.name, numbersOf(column, header, sections)])),
    track,
    genre: codes(header.listing.genre, header.listings),
    macroOf: Uint16Array.from(header.genres, ({ macroGenre }) => header.macroGenres.indexOf(macroGenre)),
    title: text(header.texts.title),
    artists: text(header.texts.artists),
    album: text(header.texts.album),
    trackId: text(header.texts.trackId),
    recording: codes(header.track.recording, header.tracks),
    song: codes(header.track.song, header.tracks),
    firstListing: firstOf(track, header.tracks),
    genresOf: genreLists(header, sections, codes(header.track.genreCounts, header.tracks)),
  };
}

function infoOf({
  listings,
  tracks,
  synthetic,
  columns,
  genres,
  macroGenres,
}: ListingsHeader): CatalogueInfo {
  return {
    listings,
    tracks,
    synthetic,
    // Yes and no have a condition of their own.
    columns: columns
      .filter(({ name }) => name !== 'explicit')
      .map(({ name, title, unit, description, min, max, median, integer }) => ({
        name,
        title,
        unit,
        description,
        min,
        max,
        median,
        integer,
      })),
    genres,
    macroGenres,
  };
}

function numbersOf(
  { name, integer, codes, values }: ColumnHeader,
  { listings }: ListingsHeader,
  sections: readonly SectionArray[],
): NumberColumn {
  const [found, numbers] = [sections[codes], sections[values]];
  if (
    found === undefined ||
    found instanceof Float64Array ||
    found.length !== listings ||
    !(numbers instanceof Float64Array)
  )
    throw damaged(`column ${name} is not as long as it says`);
  return { name, integer, codes: found, values: numbers };
}

function blobOf(section: SectionArray | undefined): Uint8Array {
  if (!(section instanceof Uint8Array)) throw damaged('a text is missing');
  return section;
}

function firstOf(track: CodeArray, tracks: number): Uint32Array {
  const first = new Uint32Array(tracks);
  // From the end, so that the first listing is the last to be written.
  for (let row = track.length - 1; row >= 0; row--) first[track[row]!] = row;
  return first;
}

function genreLists(
  { genres, track }: ListingsHeader,
  sections: readonly SectionArray[],
  counts: CodeArray,
): (track: number) => string[] {
  const codes = sections[track.genres]!;
  let starts: Uint32Array | undefined;
  return (of) => {
    if (!starts) {
      starts = new Uint32Array(counts.length + 1);
      for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i]! + counts[i]!;
    }
    return Array.from(codes.subarray(starts[of], starts[of + 1]), (code) => genres[code]!.name);
  };
}
