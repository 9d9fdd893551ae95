import { describe, expect, it } from 'vitest';
import {
  correlationStep,
  DARK,
  LIGHT,
  onCorrelation,
  onDensity,
  type Theme,
} from '../../src/report/chart/palette.js';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const of = (theme: Theme, variable: string) => theme[variable.replace(/^var\(--|\)$/g, '')]!;

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('the %s palette', (_, theme) => {
  it('has text of contrast 4.5 or more on paper', () => {
    for (const text of ['ink', 'muted', 'main', 'accent', 'danger'])
      expect(contrast(theme[text]!, theme.paper!), text).toBeGreaterThanOrEqual(4.5);
    for (const text of ['ink', 'muted'])
      expect(contrast(theme[text]!, theme.raised!), text).toBeGreaterThanOrEqual(4.5);
  });

  it('has text of contrast 4.5 or more on every step of its ramps', () => {
    for (let step = 1; step <= 7; step++)
      expect(contrast(of(theme, onDensity(step)), theme[`d${step}`]!), `d${step}`).toBeGreaterThanOrEqual(
        4.5,
      );
    for (const sign of ['p', 'n'])
      for (let step = 1; step <= 5; step++)
        expect(
          contrast(of(theme, onCorrelation(step)), theme[`${sign}${step}`]!),
          sign + step,
        ).toBeGreaterThanOrEqual(4.5);
  });

  it('has bars that stand out from paper', () => {
    for (const fill of ['main', 'accent'])
      expect(contrast(theme[fill]!, theme.paper!), fill).toBeGreaterThanOrEqual(3);
  });

  it('grows steadily along the density ramp', () => {
    const steps = [1, 2, 3, 4, 5, 6, 7].map((s) => luminance(theme[`d${s}`]!));
    const sorted = [...steps].sort((a, b) => (theme === LIGHT ? b - a : a - b));
    expect(steps).toEqual(sorted);
  });
});

it('puts correlations into steps by size and sign', () => {
  expect([0.04, 0.05, 0.149, 0.15, 0.3, 0.5, 0.7, 1].map(correlationStep)).toEqual([0, 1, 1, 2, 3, 4, 5, 5]);
  expect(correlationStep(-0.73)).toBe(-5);
});
