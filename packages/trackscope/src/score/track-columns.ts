import { AUDIO_FEATURES } from '@trackscope/catalogue';
import type { TrackInput } from './contract.js';
import { albumName } from './release.js';

/** Values that repeat, each one once: that of a row is `values[places[row]]`. */
export interface Distinct<T> {
  readonly values: readonly T[];
  readonly places: Uint32Array;
}

/** Tracks to be scored, column by column, none with a release situation of its own: the form for many of them. */
export interface TrackColumns {
  readonly rows: number;
  /** '' where it is not known, as with albums. */
  readonly titles: readonly string[];
  readonly albums: Distinct<string>;
  /** In the order of their billing. */
  readonly artists: Distinct<readonly string[]>;
  /** Genre keys in the order of their listing. */
  readonly genres: Distinct<readonly string[]>;
  /** Audio features by name; NaN is not known, as is a column that is not there. */
  readonly sound: Readonly<Record<string, Float64Array>>;
}

const NONE: readonly string[] = [];

/** Tracks as columns. What a release situation changes beyond the album's name is not in them. */
export function columnsOfInputs(inputs: readonly TrackInput[]): TrackColumns {
  const rows = inputs.length;
  const sound: Record<string, Float64Array> = {};
  for (const name of AUDIO_FEATURES) {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = inputs[row]!.sound?.[name] ?? Number.NaN;
    sound[name] = values;
  }
  const places = Uint32Array.from(inputs.keys());
  return {
    rows,
    titles: inputs.map(({ title }) => title ?? ''),
    albums: { values: inputs.map(albumName), places },
    artists: { values: inputs.map(({ artists }) => artists ?? NONE), places },
    genres: { values: inputs.map(({ genres }) => genres ?? NONE), places },
    sound,
  };
}

/** Some of the rows, with the values that these have. */
export function columnsBetween(columns: TrackColumns, from: number, to: number): TrackColumns {
  if (from === 0 && to === columns.rows) return columns;
  const part = <T>({ values, places }: Distinct<T>): Distinct<T> => {
    const own = new Map<number, number>();
    const used: T[] = [];
    const ownPlaces = places.slice(from, to);
    for (let row = 0; row < ownPlaces.length; row++) {
      const place = ownPlaces[row]!;
      let found = own.get(place);
      if (found === undefined) {
        found = used.length;
        used.push(values[place]!);
        own.set(place, found);
      }
      ownPlaces[row] = found;
    }
    return { values: used, places: ownPlaces };
  };
  return {
    rows: to - from,
    titles: columns.titles.slice(from, to),
    albums: part(columns.albums),
    artists: part(columns.artists),
    genres: part(columns.genres),
    sound: Object.fromEntries(
      Object.entries(columns.sound).map(([name, values]) => [name, values.subarray(from, to)]),
    ),
  };
}

/** Collects values of which many are the same, by a text that tells them apart. */
export class DistinctValues<T> {
  private readonly known = new Map<string, number>();
  private readonly values: T[] = [];
  private readonly places: Uint32Array;

  /** @param most rows that may come */
  constructor(most: number) {
    this.places = new Uint32Array(most);
  }

  /** The value of a row; `make` is called for a text that is new. */
  set(row: number, text: string, make: (text: string) => T): void {
    let place = this.known.get(text);
    if (place === undefined) {
      place = this.values.length;
      this.values.push(make(text));
      this.known.set(text, place);
    }
    this.places[row] = place;
  }

  /** The value of a row that is likely to be the only one of its kind. */
  add(row: number, value: T): void {
    this.places[row] = this.values.length;
    this.values.push(value);
  }

  taken(rows: number): Distinct<T> {
    return { values: this.values, places: this.places.subarray(0, rows) };
  }
}
