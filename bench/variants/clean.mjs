// Reads, checks and cleans the catalogue and writes the published table as CSV, as the peer does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../packages/trackscope/dist/engine/engine.js';
import { readCatalogue } from '../../packages/trackscope/dist/ingest/read-catalogue.js';

const directory = mkdtempSync(join(tmpdir(), 'trackscope-bench-'));
const started = performance.now();
const engine = await openEngine();
const { quality } = await readCatalogue(engine, process.argv[2]);
const published = join(directory, 'clean.csv');
await engine.run(
  `COPY (SELECT artists_key AS artists, album_key AS album_name, title_key AS track_name, popularity::INTEGER AS popularity,
    explicit::INTEGER AS explicit, danceability, energy, key, loudness, mode, speechiness, acousticness, instrumentalness,
    liveness, valence, tempo, time_signature, genre_key AS track_genre, duration_min
    FROM listings WHERE published ORDER BY row) TO '${published}' (FORMAT csv, HEADER)`,
);
const seconds = (performance.now() - started) / 1000;
engine.close();
rmSync(directory, { recursive: true, force: true });
console.log(
  JSON.stringify({ seconds, rows: quality.rows.published, rssMb: process.resourceUsage().maxRSS / 1024 }),
);
