import type { ArtefactCounts, TrackRows } from '@trackscope/catalogue';

/** Counts what looks like music in a catalogue and is of its making. */
export function artefactCounts(tracks: TrackRows): ArtefactCounts {
  const { genres, popularity, recordings, songs, works, rows } = tracks;
  const byGenre = new Float64Array(genres.size);
  for (const code of genres.codes) if (code >= 0) byGenre[code]!++;
  byGenre.sort();
  const recording = bestAndWorst(recordings.codes, recordings.size, popularity);
  const song = bestAndWorst(songs.codes, songs.size, popularity);
  const work = bestAndWorst(works.codes, works.size, popularity);
  let repeated = 0;
  let gaps = 0;
  let split = 0;
  for (let code = 0; code < recordings.size; code++) {
    if (recording.releases[code]! < 2) continue;
    repeated++;
    gaps += recording.best[code]! - recording.worst[code]!;
    if (recording.worst[code] === 0 && recording.best[code]! > 0) split++;
  }
  let zeros = 0;
  let twins = 0;
  let namesakes = 0;
  let siblings = 0;
  for (let row = 0; row < rows; row++) {
    if (popularity[row] !== 0) continue;
    zeros++;
    if (recording.best[recordings.codes[row]!]! > 0) twins++;
    if (song.best[songs.codes[row]!]! > 0) namesakes++;
    if (work.best[works.codes[row]!]! > 0) siblings++;
  }
  return {
    genres: genres.size,
    smallestGenre: byGenre[0] ?? 0,
    middleGenre: byGenre[byGenre.length >> 1] ?? 0,
    largestGenre: byGenre[byGenre.length - 1] ?? 0,
    repeatedRecordings: repeated,
    meanGap: gaps / Math.max(1, repeated),
    splitShare: split / Math.max(1, repeated),
    zeros,
    zerosWithTwin: twins / Math.max(1, zeros),
    zerosWithSong: namesakes / Math.max(1, zeros),
    zerosWithSibling: siblings / Math.max(1, zeros),
  };
}

function bestAndWorst(codes: Int32Array, size: number, popularity: Float64Array) {
  const best = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const worst = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const releases = new Float64Array(size);
  for (let row = 0; row < codes.length; row++) {
    const value = popularity[row]!;
    const code = codes[row]!;
    if (Number.isNaN(value) || code < 0) continue;
    releases[code]!++;
    if (value > best[code]!) best[code] = value;
    if (value < worst[code]!) worst[code] = value;
  }
  return { best, worst, releases };
}
