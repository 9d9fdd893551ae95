import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../src/engine/engine.js';
import { loadHonest } from '../../src/honest/data.js';
import { evaluateHonest } from '../../src/honest/evaluate.js';
import type { TrackInput } from '../../src/score/contract.js';
import { openListings } from '../../src/workspace/listings.js';
import { openWorkspace } from '../../src/workspace/read.js';
import { trackscope } from '../cli/harness.js';
import { smallPlans } from '../honest/made.js';

/** A workspace of the demo catalogue with small models of two protocols, made for the tests of a file. */
export interface ScoredWorkspace {
  readonly directory: string;
  readonly csv: string;
  /** Its list of files, models among them. */
  readonly files: readonly string[];
  /** Tracks of the catalogue as somebody would enter them. */
  readonly tracks: readonly TrackInput[];
  readonly load: (name: string) => Promise<Uint8Array>;
  readonly remove: () => void;
}

export async function scoredWorkspace(): Promise<ScoredWorkspace> {
  const root = mkdtempSync(join(tmpdir(), 'trackscope-score-'));
  const csv = join(root, 'demo.csv');
  const directory = join(root, 'ws');
  await trackscope('demo', '--rows', '2000', '--to', csv, '--quiet');
  await trackscope('run', csv, '--out', directory, '--no-models', '--quiet');
  const engine = await openEngine();
  await openListings(engine, await openWorkspace(directory));
  const data = await loadHonest(engine);
  engine.close();
  const plans = smallPlans({
    protocols: ['known-artist', 'at-release-new'],
    units: ['recording'],
    models: ['boosted', 'glassbox', 'linear'],
    folds: 2,
  });
  const { files: models } = await evaluateHonest(data, plans, {
    allowLeaks: true,
    save: { directory, source: { sha256: '', synthetic: true } },
  });
  const manifest = JSON.parse(readFileSync(join(directory, 'workspace.json'), 'utf8')) as { files: string[] };
  const { primary, performers, genres, titles, albums, audio, rows } = data.tracks;
  const list = ({ starts, codes, levels }: typeof genres, row: number) =>
    Array.from(codes.subarray(starts[row]!, starts[row + 1]!), (code) => levels[code]!);
  const tracks = Array.from(
    { length: Math.min(rows, 300) },
    (_, row): TrackInput => ({
      title: titles[row]!,
      album: albums[row]!,
      artists: primary.codes[row]! < 0 ? [] : list(performers, row),
      genres: list(genres, row),
      sound: Object.fromEntries(
        Object.entries(audio).flatMap(([name, column]) =>
          Number.isNaN(column[row]!) ? [] : [[name, column[row]!]],
        ),
      ),
    }),
  );
  return {
    directory,
    csv,
    files: [...manifest.files, ...models],
    tracks,
    load: (name) => readFile(join(directory, name)),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
