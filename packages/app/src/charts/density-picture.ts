type Rgb = readonly [number, number, number];

/** Cells at or above this share of the filled ones share the strongest step: a single crowd should not fade the rest. */
const CROWD = 0.99;

/** Step 0 … `steps` of every cell: 0 for none, then by the root of its count, which keeps both crowd and few in sight. */
export function densitySteps(counts: readonly number[], steps: number): Uint8Array {
  const found = new Uint8Array(counts.length);
  const filled = Float64Array.from(counts).sort();
  const first = filled.findIndex((count) => count > 0);
  if (first < 0) return found;
  const most = filled[Math.floor(first + (filled.length - 1 - first) * CROWD)]!;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count > 0) found[i] = Math.min(steps, Math.max(1, Math.ceil(Math.sqrt(count / most) * steps - 1e-9)));
  }
  return found;
}

/** Cells, row by row from the lowest, as an image whose first row is the highest. `colours[0]` is that of step 1. */
export function paintCells(
  steps: Uint8Array,
  across: number,
  colours: readonly Rgb[],
  image: ImageData,
): void {
  const rows = steps.length / across;
  const { data } = image;
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < across; x++) {
      const step = steps[row * across + x]!;
      const to = 4 * ((rows - 1 - row) * across + x);
      const colour = step > 0 ? colours[step - 1]! : null;
      data[to] = colour ? colour[0] : 0;
      data[to + 1] = colour ? colour[1] : 0;
      data[to + 2] = colour ? colour[2] : 0;
      data[to + 3] = colour ? 255 : 0;
    }
  }
}
