/** Colours of one theme, as CSS custom properties without the leading dashes. */
export type Theme = Readonly<Record<string, string>>;

/**
 * Ink on warm paper. Blue and ochre stay apart for every common form of colour blindness; a number, a sign or a
 * shape always says the same as the colour. `d1`–`d7` grow with density, `p1`–`p5` with a positive and `n1`–`n5`
 * with a negative correlation; `on-…` is the text colour upon each.
 */
export const LIGHT: Theme = {
  paper: '#fdfcf9',
  raised: '#f5f2ec',
  ink: '#211e1b',
  muted: '#5f5950',
  line: '#d9d3c8',
  main: '#2f5d8a',
  soft: '#a9c1d9',
  accent: '#ad4f16',
  'accent-soft': '#ecc9a8',
  danger: '#9c2a2a',
  d1: '#eaf0f6',
  d2: '#d2dfeb',
  d3: '#b1c9de',
  d4: '#8aaece',
  d5: '#41719f',
  d6: '#29537f',
  d7: '#123257',
  p1: '#eaf0f6',
  p2: '#cbdae9',
  p3: '#9fbdd9',
  p4: '#41719f',
  p5: '#1f4873',
  n1: '#f8ede2',
  n2: '#f0d5ba',
  n3: '#e4b58b',
  n4: '#b05a1c',
  n5: '#84400f',
  'on-light': '#211e1b',
  'on-strong': '#ffffff',
};

/** The same in the dark: the ramps run from the ground towards light. */
export const DARK: Theme = {
  paper: '#15171a',
  raised: '#1e2125',
  ink: '#eae7e0',
  muted: '#aaa69d',
  line: '#3a3d42',
  main: '#86b4e4',
  soft: '#3e638a',
  accent: '#f2a367',
  'accent-soft': '#7a4a24',
  danger: '#ff9d92',
  d1: '#1d2732',
  d2: '#24364a',
  d3: '#2b4764',
  d4: '#345b83',
  d5: '#6ca2d8',
  d6: '#9bc5ee',
  d7: '#d3e8ff',
  p1: '#1d2732',
  p2: '#253a50',
  p3: '#31557a',
  p4: '#6ca2d8',
  p5: '#a9cef2',
  n1: '#2f251c',
  n2: '#493321',
  n3: '#6b4623',
  n4: '#e0975b',
  n5: '#f7c79c',
  'on-light': '#eae7e0',
  'on-strong': '#14161a',
};

/** Steps of the density ramp. */
export const DENSITY_STEPS = 7;

/** Fill of density step 1–7. */
export function densityFill(step: number): string {
  return `var(--d${step})`;
}

/** Text upon density step 1–7. */
export function onDensity(step: number): string {
  return step >= 5 ? 'var(--on-strong)' : 'var(--on-light)';
}

/** Step −5 … 5 of a correlation: 0 below 0.05, then up to 0.15, 0.3, 0.5, 0.7 and beyond. */
export function correlationStep(r: number): number {
  const size = Math.abs(r);
  const step = size < 0.05 ? 0 : size < 0.15 ? 1 : size < 0.3 ? 2 : size < 0.5 ? 3 : size < 0.7 ? 4 : 5;
  return r < 0 ? -step : step;
}

/** Fill of a correlation step. */
export function correlationFill(step: number): string {
  return step === 0 ? 'var(--paper)' : step > 0 ? `var(--p${step})` : `var(--n${-step})`;
}

/** Text upon a correlation step. */
export function onCorrelation(step: number): string {
  return Math.abs(step) >= 4 ? 'var(--on-strong)' : 'var(--on-light)';
}
