import type { Finding } from '@trackscope/catalogue';
import type { Engine } from '../../src/engine/engine.js';

/** Numbers in a finding's text that none of its `numbers` rounds to. */
export function numbersBehind({ text, names, numbers }: Finding): string[] {
  const bare = [...names]
    .sort((a, b) => b.length - a.length)
    .reduce(
      (rest, name) => rest.replace(new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), '·'),
      text,
    );
  return (bare.match(/−?\d[\d,]*(?:\.\d+)?(?: %)?/g) ?? []).filter((token) => {
    const percent = token.endsWith('%');
    const digits = token.replace(/[,% ]/g, '').replace('−', '-');
    const tolerance = 0.5000001 * 10 ** -(digits.split('.')[1]?.length ?? 0);
    return !Object.values(numbers).some(
      (n) =>
        Math.abs(n - Number(digits)) <= tolerance ||
        (percent && Math.abs(100 * n - Number(digits)) <= tolerance),
    );
  });
}

/** Findings whose condition does not give as many rows of `listings`, one a track, as they say. */
export async function rowsBehind(engine: Engine, findings: readonly Finding[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { id, rows } of findings) {
    const [found] = await engine.rows<{ n: number; tracks: number }>(
      `SELECT count(*) AS n, count(DISTINCT track) AS tracks FROM listings WHERE ${rows.where}`,
    );
    if (found.n !== rows.tracks || found.tracks !== rows.tracks || rows.tracks === 0)
      wrong.push(`${id}: ${rows.tracks} said, ${found.n} rows and ${found.tracks} tracks found`);
  }
  return wrong;
}
