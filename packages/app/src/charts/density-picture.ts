type Rgb = readonly [number, number, number];

/**
 * Step 0 … `steps` of every cell: 0 for none, then by the logarithm of its count, so that both the crowd and the few
 * are seen.
 */
export function densitySteps(counts: readonly number[], steps: number): Uint8Array {
  let most = 0;
  for (const count of counts) if (count > most) most = count;
  const found = new Uint8Array(counts.length);
  const scale = steps / Math.log1p(Math.max(1, most));
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! > 0)
      found[i] = Math.min(steps, Math.max(1, Math.ceil(Math.log1p(counts[i]!) * scale - 1e-9)));
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
