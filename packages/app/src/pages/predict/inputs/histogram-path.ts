/** Tracks by value, over a slider. */
export interface Bars {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Bars whose first edge and width are known. */
export function evenBars(start: number, step: number, counts: readonly number[]): Bars {
  return { edges: Array.from({ length: counts.length + 1 }, (_, i) => start + i * step), counts };
}

/**
 * The outline of bars as an SVG path in a box of 100 × `height`, from the slider's one end to the other. Bars beyond the
 * ends are left out; heights follow the square root, so that a few tracks are still seen beside many.
 */
export function barsPath({ edges, counts }: Bars, from: number, to: number, height: number): string {
  let most = 0;
  const inside: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    if (edges[i + 1]! <= from || edges[i]! >= to) continue;
    inside.push(i);
    most = Math.max(most, counts[i]!);
  }
  if (most === 0) return '';
  const x = (value: number) => ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * 100;
  const y = (count: number) => height * (1 - Math.sqrt(count / most));
  let path = '';
  for (const i of inside) {
    const [left, right] = [x(edges[i]!).toFixed(2), x(edges[i + 1]!).toFixed(2)];
    path += `${path === '' ? `M${left},${height}` : `L${left},${path.slice(path.lastIndexOf(',') + 1)}`}L${left},${y(counts[i]!).toFixed(2)}L${right},${y(counts[i]!).toFixed(2)}`;
  }
  return `${path}L${x(edges[inside[inside.length - 1]! + 1]!).toFixed(2)},${height}Z`;
}

/** How many even bins over a column's whole range leave so many between the slider's ends. */
export function binsFor(
  min: number,
  max: number,
  from: number,
  to: number,
  wanted = 50,
  most = 1000,
): number {
  const share = (Math.min(to, max) - Math.max(from, min)) / (max - min);
  return share > 0 ? Math.min(most, Math.max(wanted, Math.round(wanted / share))) : wanted;
}
