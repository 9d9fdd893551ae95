import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Column, type Table, table } from '../../src/table/table.js';

/** The published catalogue, where this machine has it. */
export const publishedFile =
  process.env.TRACKSCOPE_DATA ??
  fileURLToPath(new URL('../../../../../shared/data/spotify-tracks.csv', import.meta.url));

export const havePublishedFile = existsSync(publishedFile);

/** The records of a CSV text; quotes may hold commas, line ends and doubled quotes. */
function* records(text: string): Generator<string[]> {
  let open = '';
  for (const line of text.split(/\r?\n/)) {
    const record = open === '' ? line : `${open}\n${line}`;
    if (!record.includes('"')) {
      if (record !== '') yield record.split(',');
    } else if (record.split('"').length % 2 === 0) {
      open = record;
      continue;
    } else {
      const fields = record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
      yield Array.from(fields, ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
    }
    open = '';
  }
}

/** The published cleaning and the features of the published linear model. */
export function publishedLinear(): { data: Table; target: Float64Array } {
  const rows: string[][] = [];
  const seen = new Set<string>();
  const source = records(readFileSync(publishedFile, 'utf8'));
  const header: string[] = source.next().value;
  for (const record of source) {
    if (record.includes('')) continue;
    const key = record.slice(2).join('\u0000');
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(record);
  }
  const numbers = (name: string) => {
    const at = header.indexOf(name);
    return Float64Array.from(rows, (row) => Number(row[at]));
  };
  const names =
    'danceability energy key loudness mode speechiness acousticness instrumentalness liveness valence tempo time_signature';
  const found = new Map(names.split(' ').map((name) => [name, numbers(name)]));
  const energy = found.get('energy')!;
  const loudness = found.get('loudness')!;
  const dance = found.get('danceability')!;
  const valence = found.get('valence')!;
  found.set(
    'duration_min',
    numbers('duration_ms').map((ms) => ms / 60000),
  );
  found.set(
    'energy_loudness',
    energy.map((v, i) => v * loudness[i]),
  );
  found.set(
    'mood',
    dance.map((v, i) => (v + energy[i] + valence[i]) / 3),
  );
  const coded = (name: string, column: string): Column => {
    const at = header.indexOf(column);
    const levels = [...new Set(rows.map((row) => row[at]))].sort();
    const index = new Map(levels.map((level, i) => [level, i]));
    return { kind: 'coded', name, levels, codes: Uint8Array.from(rows, (row) => index.get(row[at])!) };
  };
  const numeric = [...found].map(([name, values]): Column => ({ kind: 'numeric', name, values }));
  const data = table([...numeric, coded('explicit', 'explicit'), coded('track_genre', 'track_genre')]);
  return { data, target: numbers('popularity') };
}
