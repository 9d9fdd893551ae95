/**
 * Derives the aggregate statistics that the demo catalogue is made from.
 *
 *   node bench/demo/derive.mjs [catalogue.csv]
 *
 * Reads the published file (default: TRACKSCOPE_DATA, else ../shared/data/spotify-tracks.csv) and writes
 * packages/catalogue/src/demo/published-statistics.ts. Nothing that is written describes fewer than three
 * tracks, and no id, artist, album or title is: counts, shares, rounded quantiles and correlations only.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  categoryCounts,
  cholesky,
  groupBy,
  intraclass,
  mean,
  normalScores,
  quantileKnots,
  rounded,
} from './statistics.mjs';

const FEATURES = [
  'duration_ms',
  'danceability',
  'energy',
  'loudness',
  'speechiness',
  'acousticness',
  'instrumentalness',
  'liveness',
  'valence',
  'tempo',
];
/** What one step of a stored quantile is worth: minutes, shares, dB, BPM. */
const UNITS = [0.01, 0.001, 0.001, 0.1, 0.001, 0.001, 0.001, 0.001, 0.001, 1];
const LATENT = ['popularity', ...FEATURES, 'explicit', 'mode', 'time_signature'];
const SOUND = [...FEATURES, 'key', 'mode', 'time_signature'];
const KNOTS = [0, 0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1];
const POPULARITY_KNOTS = [0, 0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98, 1];
const SIZE_KNOTS = [0, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1];
/** Sets of genres, and strata of popularity, that fewer tracks share are merged into others. */
const SMALLEST_SET = 3;
const SMALLEST_STRATUM = 20;
/** A set of fewer tracks than this takes its share on fillers from its strata. */
const SMALLEST_FILLER_SET = 5;
/**
 * Share of the artist in popularity, by the artist's number of tracks: fitted, so that the spread within artists
 * comes out alike (the fewer tracks, the closer they are). The share of the album is fitted too.
 */
const POPULARITY_BY_ARTIST_SIZE = [
  [1, 0.64],
  [4, 0.6],
  [10, 0.52],
  [30, 0.41],
];
const POPULARITY_ALBUM_SHARE = 0.2;
/** A compilation gathers at least this many primary artists; a filler one hardly gets any plays. */
const COMPILATION_ARTISTS = 5;
const FILLER_POPULARITY = 8;

const input =
  process.argv[2] ??
  process.env.TRACKSCOPE_DATA ??
  fileURLToPath(new URL('../../../shared/data/spotify-tracks.csv', import.meta.url));
const output = fileURLToPath(
  new URL('../../packages/catalogue/src/demo/published-statistics.ts', import.meta.url),
);

const listings = await readListings(input);
const tracks = describeTracks(listings);
const statistics = derive(listings, tracks);
const text = render(statistics);
await writeFile(output, text);
console.log(`${output}: ${text.length} bytes`);

async function readListings(path) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const numbers = ['popularity', ...SOUND].map((c) => `${c}::DOUBLE AS ${c}`).join(', ');
  const reader = await connection.runAndReadAll(
    `SELECT track_id, artists, album_name, track_name, track_genre, (explicit = 'True')::INT AS explicit, ${numbers}
     FROM read_csv(?, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '')
     WHERE artists IS NOT NULL`,
    [path],
  );
  return reader.getRowObjectsJS();
}

/** One object a track, with what its neighbours in the catalogue say about it. */
function describeTracks(rows) {
  const byId = groupBy(rows, (r) => r.track_id);
  const tracks = [...byId.values()].map((group) => {
    const [first] = group;
    return {
      ...first,
      primary: first.artists.split(';')[0],
      artistCount: first.artists.split(';').length,
      recording: SOUND.map((c) => first[c]).join('|'),
      genres: [...new Set(group.map((r) => r.track_genre))].sort(),
    };
  });
  for (const album of groupBy(tracks, (t) => t.album_name).values()) {
    const artists = new Set(album.map((t) => t.primary)).size;
    const filler = artists >= COMPILATION_ARTISTS && mean(album.map((t) => t.popularity)) < FILLER_POPULARITY;
    for (const t of album) Object.assign(t, { albumArtists: artists, filler });
  }
  return tracks;
}

function derive(rows, tracks) {
  const genres = [...new Set(rows.map((r) => r.track_genre))].sort();
  const code = new Map(genres.map((g, i) => [g, i]));
  const singles = new Map(genres.map((g) => [g, 0]));
  for (const t of tracks) if (t.genres.length === 1) singles.set(t.genres[0], singles.get(t.genres[0]) + 1);
  for (const t of tracks) {
    // The genre with the fewest tracks of its own says most about a set: it leads.
    t.genres.sort((a, b) => singles.get(a) - singles.get(b) || code.get(a) - code.get(b));
    t.set = t.genres.map((g) => code.get(g)).join('.');
  }
  const sets = groupBy(tracks, (t) => t.set);
  const kept = [...sets].filter(([, s]) => s[0].genres.length > 1 && s.length >= SMALLEST_SET);
  const ownStratum = new Set(
    kept.filter(([, s]) => s.filter((t) => !t.filler).length >= SMALLEST_STRATUM).map(([key]) => key),
  );
  for (const t of tracks) {
    t.stratum = t.genres.length === 1 || ownStratum.has(t.set) ? t.set : `${code.get(t.genres[0])}.*`;
  }
  const strata = [...groupBy(tracks, (t) => t.stratum)];
  const multiOther = genres.map((g) =>
    tracks.filter((t) => t.genres.length > 1 && !ownStratum.has(t.set) && t.genres.includes(g)),
  );
  const popularity = {};
  for (const [key, members] of strata) if (!key.endsWith('*')) popularity[key] = stratum(members);
  multiOther.forEach((members, g) => {
    if (members.length >= 20) popularity[`${g}.*`] = stratum(members);
  });

  const regular = tracks.filter((t) => !t.filler);
  scorePopularity(strata);
  const shares = levels(genres, regular);
  return {
    genres,
    features: FEATURES,
    units: UNITS,
    knots: KNOTS,
    popularityKnots: POPULARITY_KNOTS,
    sizeKnots: SIZE_KNOTS,
    sets: kept
      .sort((a, b) => b[1].length - a[1].length)
      .map(([key, s]) => [...key.split('.').map(Number), s.length]),
    setFillers: kept.map(([, s]) =>
      s.length >= SMALLEST_FILLER_SET ? rounded(s.filter((t) => t.filler).length / s.length, 2) : -1,
    ),
    pairs: rarePairs(sets, kept, code),
    popularity,
    fillerKnots: quantileKnots(
      tracks.filter((t) => t.filler && t.popularity > 0).map((t) => t.popularity),
      POPULARITY_KNOTS,
    ).map(Math.round),
    artistShare: shares.artist,
    albumShare: [POPULARITY_ALBUM_SHARE, ...shares.album.slice(1)],
    popularityByArtistSize: POPULARITY_BY_ARTIST_SIZE,
    keys: keyCounts(tracks),
    ...columns(genres.map((g) => genreStatistics(rows, tracks, g, shares))),
  };
}

function stratum(members) {
  const regular = members.filter((t) => !t.filler);
  const played = regular.filter((t) => t.popularity > 0).map((t) => t.popularity);
  const filler = 1 - regular.length / members.length;
  const zero = regular.length ? 1 - played.length / regular.length : 1;
  const knots = played.length >= 3 ? quantileKnots(played, POPULARITY_KNOTS).map(Math.round) : [];
  return [members.length, rounded(filler, 3), rounded(zero, 3), ...knots];
}

/** Each regular track's normal score of popularity among the tracks of its stratum. */
function scorePopularity(strata) {
  for (const [, members] of strata) {
    const regular = members.filter((t) => !t.filler);
    const scores = normalScores(regular.map((t) => t.popularity)).scores;
    regular.forEach((t, i) => {
      t.popularityScore = scores[i];
    });
  }
}

/** Share of the variance within a genre that lies between artists, and between their albums, for each latent column. */
function levels(genres, regular) {
  const result = { artist: [], album: [] };
  for (const column of LATENT) {
    const scored = [];
    for (const g of genres) {
      const members = regular.filter((t) => t.genres[0] === g);
      const scores =
        column === 'popularity'
          ? members.map((t) => t.popularityScore)
          : normalScores(members.map((t) => t[column])).scores;
      members.forEach((t, i) => {
        scored.push({ value: scores[i], artist: t.primary, album: `${t.primary}\t${t.album_name}` });
      });
    }
    const artist = Math.max(0, intraclass(scored, 'artist'));
    const album = Math.max(artist, intraclass(scored, 'album'));
    result.artist.push(rounded(artist, 3));
    result.album.push(rounded(album - artist, 3));
  }
  return result;
}

/** Rare sets of genres, as weights of their pairs: a set of k genres is spread over its pairs as k/2 tracks. */
function rarePairs(sets, kept, code) {
  const isKept = new Set(kept.map(([key]) => key));
  const weights = new Map();
  for (const [key, members] of sets) {
    const { genres } = members[0];
    if (genres.length < 2 || isKept.has(key)) continue;
    genres.forEach((a, i) => {
      for (const b of genres.slice(i + 1)) {
        const pair = `${code.get(a)}.${code.get(b)}`;
        weights.set(pair, (weights.get(pair) ?? 0) + members.length / (genres.length - 1));
      }
    });
  }
  return [...weights]
    .filter(([, w]) => w >= 0.75)
    .map(([pair, w]) => [...pair.split('.').map(Number), Math.round(w)]);
}

/** Tracks by mode and key, in thousandths of all tracks: two rows of twelve. */
function keyCounts(tracks) {
  return [0, 1].map((mode) =>
    categoryCounts(
      tracks.filter((t) => t.mode === mode).map((t) => t.key),
      12,
    ).map((n) => Math.round((1000 * n) / tracks.length)),
  );
}

/** A list of records as a record of lists, in the order of the genres. */
function columns(records) {
  return Object.fromEntries(Object.keys(records[0]).map((name) => [name, records.map((r) => r[name])]));
}

function genreStatistics(rows, tracks, genre, shares) {
  const listed = tracks.filter((t) => t.genres.includes(genre));
  const sound = listed.filter((t) => t.tempo > 0);
  const owned = listed.filter((t) => t.genres[0] === genre);
  const regular = owned.filter((t) => !t.filler);
  const filler = owned.filter((t) => t.filler);
  const fillerRecordings = new Set(filler.map((t) => t.recording)).size;
  const inGenre = rows.filter((r) => r.track_genre === genre);
  const share = (of, test) => (of.length ? rounded(of.filter(test).length / of.length, 3) : 0);
  return {
    quantiles: FEATURES.flatMap((c, f) => {
      const unit = UNITS[f] * (c === 'duration_ms' ? 60000 : 1);
      return quantileKnots(
        sound.map((t) => t[c] / unit),
        KNOTS,
      ).map(compact);
    }),
    correlations: correlations(
      sound.filter((t) => !t.filler),
      shares,
    ),
    explicit: share(sound, (t) => t.explicit === 1),
    major: share(sound, (t) => t.mode === 1),
    metre: [1, 3, 5].map((m) => share(sound, (t) => t.time_signature === m)),
    silent: listed.length - sound.length >= 3 ? rounded(1 - sound.length / listed.length, 3) : 0,
    repeats: inGenre.length - listed.length >= 3 ? inGenre.length - listed.length : 1,
    artistSizes: quantileKnots(
      // A genre that never leads a set has no tracks of its own: describe all that it lists.
      [...groupBy(regular.length >= 20 ? regular : listed, (t) => t.primary).values()].map((s) => s.length),
      SIZE_KNOTS,
    ).map((v) => rounded(v, 1)),
    collaborations: [2, 3].map((n) =>
      share(listed, (t) => (n === 3 ? t.artistCount >= 3 : t.artistCount === n)),
    ),
    variousArtists: share(regular, (t) => t.albumArtists >= 2),
    fillerShift: filler.length >= 30 ? shifts(sound) : [],
    fillerZero: filler.length >= 10 ? share(filler, (t) => t.popularity === 0) : 0.8,
    fillerReleases: fillerRecordings >= 5 ? rounded(filler.length / fillerRecordings, 2) : 1.3,
    fillerPerArtist:
      fillerRecordings >= 5 ? rounded(fillerRecordings / new Set(filler.map((t) => t.primary)).size, 2) : 1.5,
  };
}

/** How far the tracks on fillers lie from the others: difference of mean normal scores, by feature. */
function shifts(tracks) {
  return FEATURES.map((c) => {
    const { scores } = normalScores(tracks.map((t) => t[c]));
    const of = (filler) => mean([...scores].filter((_, i) => tracks[i].filler === filler));
    return rounded(of(true) - of(false), 2);
  });
}

/** Lower triangle of the latent correlations in hundredths, made positive definite. */
function correlations(tracks, { artist, album }) {
  const scored = LATENT.map((c) => {
    if (c !== 'popularity') return normalScores(tracks.map((t) => t[c]));
    const scores = tracks.map((t) => t.popularityScore);
    return { scores, sd: 1 };
  });
  const n = tracks.length;
  const matrix = scored.map((a, i) =>
    scored.slice(0, i).map((b, j) => {
      if (a.sd < 0.1 || b.sd < 0.1) return 0;
      const ma = mean(a.scores);
      const mb = mean(b.scores);
      let ab = 0;
      let aa = 0;
      let bb = 0;
      for (let k = 0; k < n; k++) {
        const x = a.scores[k] - ma;
        const y = b.scores[k] - mb;
        ab += x * y;
        aa += x * x;
        bb += y * y;
      }
      // Ties hide part of a latent correlation: divide by what they leave of the spread.
      let r = ab / Math.sqrt(aa * bb) / (a.sd * b.sd);
      // Columns that differ in where their variance lies lose some correlation when the levels are added up.
      const own = (k) => 1 - artist[k] - album[k];
      r /= Math.sqrt(artist[i] * artist[j]) + Math.sqrt(album[i] * album[j]) + Math.sqrt(own(i) * own(j));
      return Math.max(-0.95, Math.min(0.95, r));
    }),
  );
  let shrink = 1;
  for (;;) {
    const hundredths = matrix.map((row) => row.map((r) => Math.round(100 * shrink * r)));
    if (
      cholesky(
        hundredths.map((row, i) => [...row.map((r) => r / 100), ...(i >= 0 ? [1] : [])]),
        0.02,
      )
    ) {
      return hundredths.flat();
    }
    shrink *= 0.97;
  }
}

/** A whole number of steps; below ten, two significant digits. */
function compact(value) {
  return Math.abs(value) < 10 ? rounded(Number(value.toPrecision(2)), 4) : Math.round(value);
}

function render(statistics) {
  const lines = Object.entries(statistics).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`);
  return `// biome-ignore-all format: one line a statistic keeps the file small\n// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: shares, not constants
// Written by bench/demo/derive.mjs from the published Spotify Tracks Dataset (ODbL 1.0); do not edit.
// Aggregates only: no row, id, artist, album or title of the dataset is in here.
import type { DemoStatistics } from './statistics.js';

export const PUBLISHED_STATISTICS: DemoStatistics = {
${lines.join('\n')}
};
`;
}
