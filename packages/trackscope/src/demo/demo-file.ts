import { access } from 'node:fs/promises';
import { DEMO_COLUMNS, type DemoColumn, isDemoTrackId } from '@trackscope/catalogue';
import { openEngine } from '../engine/engine.js';

const TEXT: readonly DemoColumn[] = ['track_id', 'artists', 'album_name', 'track_name', 'track_genre'];
const INTEGER: readonly DemoColumn[] = ['popularity', 'duration_ms', 'key', 'mode', 'time_signature'];

function parquetType(column: DemoColumn): string {
  if (TEXT.includes(column)) return 'VARCHAR';
  if (INTEGER.includes(column)) return 'BIGINT';
  return column === 'explicit' ? 'BOOLEAN' : 'DOUBLE';
}

/** Rewrites the demo catalogue's CSV as Parquet; the index, nameless in CSV, is called as pandas calls it. */
export async function csvToParquet(csv: string, parquet: string, signal?: AbortSignal): Promise<void> {
  const types = [['Unnamed: 0', 'BIGINT'], ...DEMO_COLUMNS.map((name) => [name, parquetType(name)])];
  const columns = types.map(([name, type]) => `${quoted(name!)}: ${quoted(type!)}`).join(', ');
  const engine = await openEngine();
  const stop = () => engine.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    signal?.throwIfAborted();
    await engine.run(
      `COPY (SELECT * FROM read_csv(${quoted(csv)}, header = true, auto_detect = false, delim = ',', quote = '"',
        escape = '"', nullstr = '', columns = {${columns}}))
       TO ${quoted(parquet)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {synthetic: 'true'})`,
    );
  } finally {
    signal?.removeEventListener('abort', stop);
    engine.close();
  }
}

/** Whether the first track of a file is a demo catalogue's; null where there is no file. */
export async function firstTrackIsDemo(file: string): Promise<boolean | null> {
  try {
    await access(file);
  } catch {
    return null;
  }
  const engine = await openEngine();
  try {
    const source = file.toLowerCase().endsWith('.parquet')
      ? `read_parquet(${quoted(file)})`
      : `read_csv(${quoted(file)}, header = true, all_varchar = true)`;
    const [row] = await engine.rows<{ track_id: string }>(`SELECT track_id FROM ${source} LIMIT 1`);
    return row !== undefined && isDemoTrackId(row.track_id);
  } catch {
    return false;
  } finally {
    engine.close();
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
