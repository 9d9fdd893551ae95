/** Round values between two ends, about as many as asked for: steps of 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number, about = 5): readonly number[] {
  if (!(high > low) || !(about > 0)) return [low];
  const raw = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(decimals)));
}

/** The place of a value between two ends, as a percentage from 0 to 100. */
export function placeOf(value: number, [low, high]: readonly [number, number]): number {
  return Math.round(Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100)) * 100) / 100;
}
