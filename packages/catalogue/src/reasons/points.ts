/** `+0.6`, `−18`, `±0`: points of popularity with a sign; one decimal below ten. */
export function signedPoints(points: number): string {
  const size = Math.abs(points);
  const text = size >= 9.95 ? size.toFixed(0) : size.toFixed(1);
  if (Number(text) === 0) return '±0';
  return `${points < 0 ? '−' : '+'}${text}`;
}

/**
 * Numbers rounded so that they still add up: to one decimal, with what is missing from the rounded sum given to those
 * that rounding moved most.
 */
export function roundedParts(parts: readonly number[]): number[] {
  const tenths = parts.map((part) => Math.round(part * 10));
  let missing =
    Math.round(parts.reduce((sum, part) => sum + part, 0) * 10) - tenths.reduce((s, t) => s + t, 0);
  const step = Math.sign(missing);
  const order = parts
    .map((part, i) => ({ i, left: (part * 10 - tenths[i]!) * step }))
    .sort((a, b) => b.left - a.left);
  for (let at = 0; missing !== 0 && at < order.length; at++, missing -= step) tenths[order[at]!.i]! += step;
  return tenths.map((t) => t / 10);
}
