import { ListingsError } from './listings-error.js';

/*
 * `listings.bin`, little-endian:
 *   8 bytes   "TSLISTNG"
 *   u32       version
 *   u32       bytes of the header
 *   u32       bytes of the whole file
 *   u32       checksum of everything behind the first 24 bytes
 *   header    JSON, UTF-8, padded with spaces
 *   sections  each at a multiple of 8
 */
const MAGIC = 'TSLISTNG';
const PREAMBLE = 24;
/** Raised when the layout changes so that older readers would misread it. */
export const LISTINGS_VERSION = 1;

/** Whole numbers of the smallest type that holds them, numbers, or bytes. */
export type SectionArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;
export type CodeArray = Uint8Array | Uint16Array | Uint32Array;

type SectionType = 'u8' | 'u16' | 'u32' | 'f64';

/** Where a section stands, from the start of the file. */
interface SectionPlace {
  readonly type: SectionType;
  readonly offset: number;
  readonly length: number;
}

const WIDTHS: Readonly<Record<SectionType, number>> = { u8: 1, u16: 2, u32: 4, f64: 8 };

/** A numeric column: codes 0 (missing) or 1 + index into the ascending distinct values. Numbers are section numbers. */
export interface ColumnHeader {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly description: string;
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly codes: number;
  readonly values: number;
}

/** Distinct texts in the order of sorting, each ended by a zero byte, and the text of every track (0 for none). */
export interface TextHeader {
  readonly count: number;
  readonly blob: number;
  readonly codes: number;
}

export interface ListingsHeader {
  readonly listings: number;
  readonly tracks: number;
  readonly synthetic: boolean;
  readonly columns: readonly ColumnHeader[];
  /** By name; `listings` counts those under the genre. */
  readonly genres: readonly {
    readonly name: string;
    readonly macroGenre: string;
    readonly listings: number;
  }[];
  /** In the order of the genre map. */
  readonly macroGenres: readonly string[];
  readonly texts: {
    readonly title: TextHeader;
    readonly artists: TextHeader;
    readonly album: TextHeader;
    readonly trackId: TextHeader;
  };
  /** By listing: track number, and 0 or 1 + genre number. */
  readonly listing: { readonly track: number; readonly genre: number };
  /** By track: recording, song, how many genres, and these one track after another. */
  readonly track: {
    readonly recording: number;
    readonly song: number;
    readonly genreCounts: number;
    readonly genres: number;
  };
}

interface WrittenHeader extends ListingsHeader {
  readonly sections: readonly SectionPlace[];
}

/** Whole numbers from 0 in the smallest type that holds the largest. */
export function smallest(values: ArrayLike<number>, largest: number): CodeArray {
  if (largest < 256) return Uint8Array.from(values);
  if (largest < 65_536) return Uint16Array.from(values);
  return Uint32Array.from(values);
}

/** Puts header and sections into one file. */
export function packListings(header: ListingsHeader, sections: readonly SectionArray[]): Uint8Array {
  // Offsets are part of the header, whose length shifts them: they are written with a fixed width of digits.
  const at = (offsets: readonly number[]) => {
    const places = sections.map((section, i) => ({
      type: typeOf(section),
      offset: offsets[i] ?? 0,
      length: section.length,
    }));
    return new TextEncoder().encode(JSON.stringify({ ...header, sections: places }));
  };
  const room = padded(at([]).length + 12 * sections.length, 8);
  const offsets: number[] = [];
  let end = PREAMBLE + room;
  for (const section of sections) {
    offsets.push(end);
    end = padded(end + section.byteLength, 8);
  }
  const bytes = new Uint8Array(end);
  bytes.fill(32, PREAMBLE, PREAMBLE + room);
  bytes.set(at(offsets), PREAMBLE);
  sections.forEach((section, i) => {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), offsets[i]);
  });
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, LISTINGS_VERSION, true);
  view.setUint32(12, room, true);
  view.setUint32(16, end, true);
  view.setUint32(20, checksum(bytes), true);
  return bytes;
}

/**
 * Takes a file apart; sections are views into it.
 * @throws ListingsError `listings-damaged`, `listings-version`
 */
export function unpackListings(given: Uint8Array): { header: ListingsHeader; sections: SectionArray[] } {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  if (bytes.length < PREAMBLE || new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC)
    throw damaged('it does not begin as one');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint32(8, true);
  if (version !== LISTINGS_VERSION) {
    throw new ListingsError(
      'listings-version',
      `listings.bin has version ${version}, this app reads ${LISTINGS_VERSION}: make it anew with the same version of trackscope`,
    );
  }
  const [room, total, sum] = [12, 16, 20].map((offset) => view.getUint32(offset, true)) as [
    number,
    number,
    number,
  ];
  if (total !== bytes.length) throw damaged(`it has ${bytes.length} bytes and should have ${total}`);
  if (room > total - PREAMBLE) throw damaged('its header is longer than the file');
  if (checksum(bytes) !== sum) throw damaged('its checksum is wrong');
  const { sections, ...header } = headerOf(bytes.subarray(PREAMBLE, PREAMBLE + room));
  // A length that cut off nothing but the spaces behind the header would read all the same.
  if (sections[0] && sections[0].offset !== PREAMBLE + room)
    throw damaged('its header has not the length that it says');
  return {
    header,
    sections: sections.map((place) => {
      if (!(place.offset % 8 === 0 && place.offset + place.length * WIDTHS[place.type] <= total))
        throw damaged('a section lies outside of it');
      return sectionAt(bytes, place);
    }),
  };
}

export function damaged(why: string): ListingsError {
  return new ListingsError('listings-damaged', `listings.bin cannot be read: ${why}`);
}

function headerOf(bytes: Uint8Array): WrittenHeader {
  try {
    // The checksum has been right: nobody but the writer made this.
    return JSON.parse(new TextDecoder().decode(bytes)) as WrittenHeader;
  } catch {
    throw damaged('its header is no JSON');
  }
}

function sectionAt({ buffer, byteOffset }: Uint8Array, { type, offset, length }: SectionPlace): SectionArray {
  const start = byteOffset + offset;
  switch (type) {
    case 'u8':
      return new Uint8Array(buffer, start, length);
    case 'u16':
      return new Uint16Array(buffer, start, length);
    case 'u32':
      return new Uint32Array(buffer, start, length);
    case 'f64':
      return new Float64Array(buffer, start, length);
  }
}

function typeOf(section: SectionArray): SectionType {
  if (section instanceof Uint8Array) return 'u8';
  if (section instanceof Uint16Array) return 'u16';
  return section instanceof Uint32Array ? 'u32' : 'f64';
}

function padded(length: number, to: number): number {
  return Math.ceil(length / to) * to;
}

/** FNV-1a over words of 32 bits: four bytes a step, some milliseconds for a catalogue. */
function checksum(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + PREAMBLE, (bytes.length - PREAMBLE) >> 2);
  let sum = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) sum = Math.imul(sum ^ words[i]!, 0x01000193);
  return sum >>> 0;
}
