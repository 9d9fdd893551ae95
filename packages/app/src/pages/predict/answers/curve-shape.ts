import type { FeatureCurve } from 'trackscope/browser';

/** A box on the page, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A curve as SVG paths. */
export interface CurveShape {
  /** Line of the prediction. */
  readonly line: string;
  /** Band of the interval. */
  readonly band: string;
  /** Where tracks are, from the bottom up, at most a fifth of the height. */
  readonly tracks: string;
  x(value: number): number;
  y(points: number): number;
  /** The prediction at a value, between the points of the curve. */
  at(value: number): number;
}

const TRACKS_SHARE = 0.2;

/**
 * @param from value at the left end
 * @param to value at the right end
 */
export function curveShape({ points }: FeatureCurve, box: Box, from: number, to: number): CurveShape {
  const x = (value: number) =>
    round(
      box.left + ((Math.min(to, Math.max(from, value)) - from) / (to - from || 1)) * (box.right - box.left),
    );
  const y = (score: number) =>
    round(box.bottom - (Math.min(100, Math.max(0, score)) / 100) * (box.bottom - box.top));
  const crowd = perWidth(points);
  const most = crowd.reduce((high, density) => Math.max(high, density), 0) || 1;
  const height = (box.bottom - box.top) * TRACKS_SHARE;
  const inside = points
    .map((point, i) => ({ ...point, density: crowd[i]! }))
    .filter(({ value }) => value >= from && value <= to);
  const path = (of: (point: FeatureCurve['points'][number]) => number, among = inside) =>
    among.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.value)},${of(point)}`).join('');
  const back = [...inside].reverse();
  return {
    x,
    y,
    line: path((point) => y(point.prediction)),
    band:
      inside.length < 2
        ? ''
        : `${path((point) => y(point.high))}${path((point) => y(point.low), back).replace('M', 'L')}Z`,
    tracks:
      inside.length < 2
        ? ''
        : `M${x(inside[0]!.value)},${box.bottom}${path((point) => round(box.bottom - (point.density / most) * height)).replace('M', 'L')}L${x(back[0]!.value)},${box.bottom}Z`,
    at(value) {
      const next = points.findIndex((point) => point.value >= value);
      if (next < 0) return points[points.length - 1]?.prediction ?? Number.NaN;
      const right = points[next]!;
      const left = points[next - 1];
      if (!left || right.value === value) return right.prediction;
      return (
        left.prediction +
        ((value - left.value) / (right.value - left.value)) * (right.prediction - left.prediction)
      );
    },
  };
}

/** Points lie unevenly (the track's own value is among them): tracks nearest to each, for the width that it stands for. */
function perWidth(points: FeatureCurve['points']): number[] {
  return points.map(({ value, density }, i) => {
    const left = points[i - 1]?.value ?? value;
    const right = points[i + 1]?.value ?? value;
    // The outermost stand for what lies beyond them, too: drawn as their neighbours are.
    const width = (right - left) / (i === 0 || i === points.length - 1 ? 1 : 2);
    return width > 0 ? density / width : 0;
  });
}

/** What a curve says, for those who do not see it. */
export function curveWords({ points }: FeatureCurve, say: (value: number) => string): string {
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return '';
  const best = points.reduce((a, b) => (b.prediction > a.prediction ? b : a));
  const worst = points.reduce((a, b) => (b.prediction < a.prediction ? b : a));
  const score = (points: number) => points.toFixed(0);
  return `From ${score(first.prediction)} at ${say(first.value)} to ${score(last.prediction)} at ${say(last.value)}; highest ${score(best.prediction)} at ${say(best.value)}, lowest ${score(worst.prediction)} at ${say(worst.value)}.`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
