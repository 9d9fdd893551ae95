import type { Random } from './random.js';
import type { DemoStatistics } from './statistics.js';
import type { World } from './world.js';

/** Correlated standard normals behind popularity and sound: one vector an artist, an album and a recording. */
export interface Latent {
  /** Number of columns: popularity, the features, explicit, mode, time signature. */
  readonly width: number;
  /** Row-major, one row a recording. */
  readonly recordings: Float32Array;
  /** What artist and album contribute to popularity, by artist and by album. */
  readonly artistPopularity: Float32Array;
  readonly albumPopularity: Float32Array;
}

/** Draws the latent values of a world: a Gaussian copula by genre, with shares for artist, album and recording. */
export function drawLatent(world: World, statistics: DemoStatistics, random: Random): Latent {
  const width = statistics.artistShare.length;
  const factors = statistics.correlations.map((c) => choleskyFactor(c, width));
  const artistScale = statistics.artistShare.map(Math.sqrt);
  const albumScale = statistics.albumShare.map(Math.sqrt);
  const ownScale = statistics.artistShare.map((a, i) => Math.sqrt(1 - a - statistics.albumShare[i]!));
  const white = new Float64Array(width);

  /** Adds scaled correlated normals to a row. */
  function draw(into: Float32Array, row: number, factor: Float64Array, scale: readonly number[]): void {
    const from = row * width;
    let at = 0;
    for (let i = 0; i < width; i++) {
      white[i] = random.normal();
      let z = 0;
      for (let j = 0; j <= i; j++) z += factor[at++]! * white[j]!;
      into[from + i]! += scale[i]! * z;
    }
  }

  const { artists, albums, recordings } = world;
  const artistRows = new Float32Array(artists.name.length * width);
  for (let a = 0; a < artists.name.length; a++) draw(artistRows, a, factors[artists.genre[a]!]!, artistScale);
  const albumRows = new Float32Array(albums.title.length * width);
  const drawn = new Uint8Array(albums.title.length);
  const rows = new Float32Array(recordings.artist.length * width);
  for (let r = 0; r < recordings.artist.length; r++) {
    const factor = factors[recordings.genre[r]!]!;
    const album = recordings.album[r]!;
    if (drawn[album] === 0) {
      drawn[album] = 1;
      draw(albumRows, album, factor, albumScale);
    }
    draw(rows, r, factor, ownScale);
    const from = r * width;
    const artist = recordings.artist[r]! * width;
    // Column 0, popularity, stays with artist and album: it is put together by release, not by recording.
    for (let i = 1; i < width; i++)
      rows[from + i]! += artistRows[artist + i]! + albumRows[album * width + i]!;
  }
  for (let a = 0; a < drawn.length; a++) {
    if (drawn[a] === 0) draw(albumRows, a, factors[0]!, albumScale);
  }
  return {
    width,
    recordings: rows,
    artistPopularity: artistRows.filter((_, i) => i % width === 0),
    albumPopularity: albumRows.filter((_, i) => i % width === 0),
  };
}

/** Cholesky factor, rows of the lower triangle one after another, of correlations given in hundredths. */
function choleskyFactor(lower: readonly number[], width: number): Float64Array {
  const factor = new Float64Array((width * (width + 1)) / 2);
  const row = (i: number) => (i * (i + 1)) / 2;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : lower[(i * (i - 1)) / 2 + j]! / 100;
      for (let k = 0; k < j; k++) sum -= factor[row(i) + k]! * factor[row(j) + k]!;
      factor[row(i) + j] = i === j ? Math.sqrt(sum) : sum / factor[row(j) + j]!;
    }
  }
  return factor;
}
