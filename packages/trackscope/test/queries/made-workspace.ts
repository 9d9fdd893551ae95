import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '../../src/cli/progress.js';
import { type Engine, openEngine } from '../../src/engine/engine.js';
import { runCatalogue } from '../../src/pipeline/run.js';
import { openListings as listingsView } from '../../src/workspace/listings.js';
import { openWorkspace, type Workspace } from '../../src/workspace/read.js';

/** A row as the catalogue's file has it, read with SQL: what columns and counts are held against. */
export interface PlainRow {
  readonly track: number;
  readonly track_id: string;
  readonly track_name: string;
  readonly artists: string;
  readonly album_name: string | null;
  readonly track_genre: string | null;
  readonly genres: readonly string[];
  readonly recording: number;
  readonly song: number;
  readonly explicit: boolean | null;
  readonly [column: string]: unknown;
}

const TITLES = [
  'Blue',
  '=SUM(A1:A9)',
  'Ålesund',
  '+1 "quoted", and more',
  'Two\nLines',
  '東京',
  'Ça va',
  '-minus',
];
const ARTISTS = [
  'Björk',
  'Sigur Rós',
  'MØ',
  '@home',
  'Motörhead',
  'bjork',
  'Anna;Björk',
  'ΑΣΤΗΡ',
  'Zed, Inc.',
];
const ALBUMS = ['', 'Début', 'IMPORTANT', 'L’été', '\tTabbed'];
const GENRES = ['techno', 'hip-hop', 'k-pop', 'zydeco', 'jazz', 'rock-n-roll'];
const HEAD =
  'track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,track_genre';

/** A small catalogue with everything that is awkward: accents, formulas, gaps, several genres and releases of a track. */
function madeCsv(tracks: number): string {
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const lines = [HEAD];
  let sound = '';
  for (let track = 0; track < tracks; track++) {
    const share = () => (random() < 0.03 ? '' : random().toFixed(3));
    // One in six sounds like the one before: another release of the same recording.
    if (track === 0 || random() > 1 / 6) {
      sound = [
        share(),
        share(),
        Math.floor(random() * 12),
        (-30 * random()).toFixed(3),
        random() < 0.6 ? 1 : 0,
      ]
        .concat([share(), share(), share(), share(), share(), (60 + 120 * random()).toFixed(3), 4])
        .join(',');
    }
    const title = random() < 0.3 ? pick(TITLES) : `${pick(TITLES)} ${Math.floor(random() * 300)}`;
    const fields = [`id${track}`, pick(ARTISTS), pick(ALBUMS), title].map(
      (text) => `"${text.replaceAll('"', '""')}"`,
    );
    const popularity = random() < 0.05 ? '' : Math.floor(random() * 101);
    const duration = 60_000 + Math.floor(random() * 300_000);
    const explicit = random() < 0.04 ? '' : random() < 0.2 ? 'True' : 'False';
    const genres = GENRES.filter(() => random() < 0.35);
    for (const genre of genres.length > 0 ? genres : [GENRES[0]!])
      lines.push(`${fields.join(',')},${popularity},${duration},${explicit},${sound},${genre}`);
  }
  return `${lines.join('\n')}\n`;
}

export interface MadeWorkspace {
  readonly workspace: Workspace;
  readonly engine: Engine;
  readonly rows: readonly PlainRow[];
  close(): void;
}

/** A workspace without models, and its rows as SQL reads them. */
export async function madeWorkspace(tracks = 700): Promise<MadeWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'trackscope-queries-'));
  writeFileSync(join(folder, 'made.csv'), madeCsv(tracks));
  const out = join(folder, 'ws');
  await runCatalogue(
    { source: join(folder, 'made.csv'), out, models: [], protocols: [], threads: 1 },
    silentProgress(),
    new AbortController().signal,
  );
  const workspace = await openWorkspace(out);
  const engine = await openEngine({ threads: 1 });
  await listingsView(engine, workspace);
  const rows = await engine.rows<PlainRow>('SELECT *, track_genres AS genres FROM listings');
  return {
    workspace,
    engine,
    rows,
    close() {
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
