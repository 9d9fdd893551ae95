import { DistinctValues, type TrackColumns } from '../../score/track-columns.js';
import { textOf } from './cell-texts.js';
import { artistsIn, genresIn, type MatchedCells } from './matched-cells.js';

/** Reads tracks out of the rows of a batch, column by column. */
export class ColumnReader {
  private rows = 0;
  private readonly titles: string[] = [];
  private readonly albums: DistinctValues<string>;
  private readonly artists: DistinctValues<readonly string[]>;
  private readonly genres: DistinctValues<readonly string[]>;
  private readonly sound: readonly Float64Array[];

  /** @param most rows that may come */
  constructor(
    private readonly cells: MatchedCells,
    most: number,
  ) {
    this.albums = new DistinctValues(most);
    this.artists = new DistinctValues(most);
    this.genres = new DistinctValues(most);
    this.sound = cells.numbers.map(() => new Float64Array(most));
  }

  /** Takes the values of a row, in the order of the columns; what is wrong with it where it is not taken. */
  add(values: readonly unknown[]): string | null {
    const { numbers, title, album, artists, genre } = this.cells;
    const row = this.rows;
    for (let i = 0; i < numbers.length; i++) {
      const { reader, theirs, index } = numbers[i]!;
      const value = reader.read(values[index]);
      if (typeof value === 'number') this.sound[i]![row] = value;
      else if (value === null) this.sound[i]![row] = Number.NaN;
      else return `${theirs}: ${value.wrong}`;
    }
    this.titles.push(title < 0 ? '' : textOf(values[title]));
    this.albums.set(row, album < 0 ? '' : textOf(values[album]), (text) => text);
    addList(this.artists, row, artists < 0 ? '' : values[artists], artistsIn);
    addList(this.genres, row, genre < 0 ? '' : values[genre], genresIn);
    this.rows++;
    return null;
  }

  /** The rows that were taken. */
  columns(): TrackColumns {
    const { rows } = this;
    return {
      rows,
      titles: this.titles,
      albums: this.albums.taken(rows),
      artists: this.artists.taken(rows),
      genres: this.genres.taken(rows),
      sound: Object.fromEntries(
        this.cells.numbers.map(({ reader }, i) => [reader.name, this.sound[i]!.subarray(0, rows)]),
      ),
    };
  }
}

function addList(
  into: DistinctValues<readonly string[]>,
  row: number,
  cell: unknown,
  read: (cell: unknown) => string[],
): void {
  if (Array.isArray(cell)) into.add(row, read(cell));
  else into.set(row, textOf(cell), read);
}
