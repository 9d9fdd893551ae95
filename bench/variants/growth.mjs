// Time of a boosted fit for each row × column as the rows grow from ten thousand to two million, on generated data.
import { boosted, createPool, createRandom, table } from '../../packages/learn/dist/index.js';

const COLUMNS = 15;
const TREES = 50;
const pool = await createPool();
const points = [];
for (const rows of [10_000, 50_000, 250_000, 1_000_000, 2_000_000]) {
  const random = createRandom(1);
  const columns = Array.from({ length: COLUMNS }, (_, c) => ({
    kind: 'numeric',
    name: `x${c}`,
    values: Float32Array.from({ length: rows }, () => random.next()),
  }));
  const [a, b, c] = columns.map((column) => column.values);
  const target = Float64Array.from(a, (x, i) => 10 * Math.sin(3 * x) * b[i] + 5 * c[i] + random.normal());
  const data = table(columns);
  // The first fit of a size warms the kernels; the second is timed.
  if (rows === 10_000) await boosted.fit(data, target, { nEstimators: TREES, maxDepth: 6 }, { pool });
  const started = performance.now();
  await boosted.fit(data, target, { nEstimators: TREES, maxDepth: 6 }, { pool });
  const seconds = (performance.now() - started) / 1000;
  points.push({ rows, seconds, nsPerCell: (seconds * 1e9) / (rows * COLUMNS * TREES) });
}
await pool.close();
const cells = points.map((p) => p.nsPerCell);
console.log(
  JSON.stringify({
    seconds: points.at(-1).seconds,
    points,
    ratio: cells.at(-1) / cells[0],
    rssMb: process.resourceUsage().maxRSS / 1024,
  }),
);
