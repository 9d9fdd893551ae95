/** The comparison as a Markdown table: medians, the ratio to the peer's best thread count, R² of both. */
export function printTable(results) {
  const lines = [
    '| work | ours | peer (best threads) | ratio | R² ours | R² peer |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  for (const { title, raw } of results) {
    const ours = summary(raw.ours);
    const peers = Object.entries(raw)
      .filter(([id]) => id !== 'ours')
      .map(([id, runs]) => ({ threads: id.replace('peer-', ''), ...summary(runs) }))
      .filter((peer) => peer.seconds !== null)
      .sort((a, b) => a.seconds - b.seconds);
    const best = peers[0];
    const ratio = best && ours.seconds ? compare(best.seconds / ours.seconds) : '–';
    lines.push(
      `| ${title} | ${seconds(ours.seconds)} | ${best ? `${seconds(best.seconds)} (${best.threads})` : '–'} | ${ratio} | ${r2(ours.r2)} | ${r2(best?.r2)} |`,
    );
  }
  return lines.join('\n');
}

function summary(runs) {
  const good = runs.filter((run) => !run.error);
  if (good.length === 0) return { seconds: null, r2: null };
  return { seconds: median(good.map((run) => run.seconds)), r2: good[0].r2 ?? null };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function seconds(value) {
  if (value === null) return 'could not run';
  if (value >= 1) return `${value.toFixed(2)} s`;
  return `${(value * 1000).toFixed(value < 0.01 ? 2 : 0)} ms`;
}

const r2 = (value) => (value === null || value === undefined ? '–' : value.toFixed(4));
const compare = (times) =>
  times >= 1 ? `${times.toFixed(1)} × faster` : `${(1 / times).toFixed(1)} × slower`;
