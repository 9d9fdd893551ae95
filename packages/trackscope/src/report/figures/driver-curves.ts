import * as Plot from '@observablehq/plot';
import { FAMILY_TITLES, type Family } from '@trackscope/catalogue';
import type { DriverCurve, Drivers, Evaluation, ModelDrivers } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { fitText, textWidth } from '../chart/fit-text.js';
import { densityLegend } from '../chart/legend.js';
import { densityFill } from '../chart/palette.js';
import { densityStep } from '../chart/tiles.js';
import { isDiscrete, valueName } from '../markup/column-words.js';
import { type Figure, multiple, multiples } from '../markup/figure.js';
import { type Fragment, type Html, html } from '../markup/html.js';
import { count, fixed, percent } from '../markup/number.js';
import { protocolUnit } from './judged.js';
import { capital, slug } from './protocol.js';

/** Points on which less than this share of rows rest are guesses: the line is dashed there. */
export const GUESS = 0.005;
/** Pixels for an axis title. */
const AXIS_ROOM = 206;
/** Curves shown at once. */
const SHOWN = 8;

/** How predictions change with the strongest columns, under one protocol. */
export function driverCurvesFigure(
  drivers: Drivers,
  evaluation: Evaluation | null,
  said: readonly Fragment[],
): Figure | null {
  const model = drivers.models.find((m) => usable(m).length > 0);
  if (!model) return null;
  const curves = usable(model).slice(0, SHOWN);
  return {
    ...curvesFigure(model, curves, evaluation),
    id: 'driver-curves',
    caption: said.length > 0 ? said : [widest(curves, model, evaluation)],
  };
}

/** The sound columns where nothing but sound, title and genre is known. */
export function soundCurvesFigure(drivers: Drivers, evaluation: Evaluation | null): Figure | null {
  const shown = drivers.models.find((m) => usable(m).length > 0);
  const model = [...drivers.models]
    .reverse()
    .find(
      (m) => m !== shown && m.protocol !== shown?.protocol && usable(m).some((c) => c.family === 'sound'),
    );
  if (!model) return null;
  const twin = drivers.models.find((m) => m.protocol === model.protocol && soundOf(m).length > 0)!;
  const curves = [...soundOf(twin)].sort((a, b) => span(b) - span(a));
  return {
    ...curvesFigure(twin, curves.slice(0, SHOWN), evaluation, curves),
    id: 'sound-curves',
    title: `${protocolUnit(evaluation, twin.protocol, twin.unit)}: what the sound does`,
    caption: [
      widest(curves, twin, evaluation),
      curves.length > SHOWN
        ? `The ${count(SHOWN)} that move predictions most; the other ${count(curves.length - SHOWN)} stand in the numbers.`
        : null,
    ],
  };
}

/** How far the curve goes where there are rows. */
function span({ points }: DriverCurve): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const p of points) {
    if (p.density < GUESS) continue;
    low = Math.min(low, p.mean);
    high = Math.max(high, p.mean);
  }
  return high > low ? high - low : 0;
}

function soundOf(model: ModelDrivers): readonly DriverCurve[] {
  return usable(model).filter((c) => c.family === 'sound');
}

function usable(model: ModelDrivers): readonly DriverCurve[] {
  return model.curves.filter((c) => c.points.length > 1);
}

function curvesFigure(
  model: ModelDrivers,
  curves: readonly DriverCurve[],
  evaluation: Evaluation | null,
  listed = curves,
): Omit<Figure, 'caption'> {
  const name = protocolUnit(evaluation, model.protocol, model.unit);
  const domain = scale(curves);
  const key = slug(`${model.protocol} ${model.unit}`);
  return {
    id: `curves-${key}`,
    title: `${name}: predictions along the strongest columns`,
    layout: 'full',
    legend: html`${name}, ${model.model}. Line: mean prediction over ${count(model.rows.curves)} held-out rows when all of them have this value and keep the rest; band: how far the middle 80\u202f% of them move; dashed: hardly any row is there, a guess. Strip: ${densityLegend('held-out rows')}. One scale for all, none of it a recipe.`,
    body: multiples(
      curves.map((c, i) =>
        multiple(
          c.title,
          driverCurveChart(c, domain, `${key}-${i + 1}`, name),
          html`${capital(FAMILY_TITLES[c.family as Family] ?? c.family)}. ${c.description}`,
        ),
      ),
    ),
    table: {
      caption: `Mean prediction by value, ${name}`,
      className: 'small',
      columns: [
        { title: 'Column and value' },
        ...['Mean prediction', 'Middle 80\u202f%', 'sd over folds', 'Share of rows'].map((title) => ({
          title,
          numeric: true,
        })),
      ],
      rows: listed.flatMap((c) =>
        c.points.map((p) => [
          `${c.title} ${valueAt(c, p.value)}`,
          fixed(p.mean, 1),
          `${fixed(p.low, 1)} to ${fixed(p.high, 1)}`,
          fixed(p.sd, 2),
          percent(p.density, 1),
        ]),
      ),
    },
  };
}

/** Whether the values are names in the guise of numbers: keys and modes, or no and yes. */
function isNamed({ name, unit, points }: DriverCurve): boolean {
  return isDiscrete(name) || (unit === '' && points.every((p) => p.value === 0 || p.value === 1));
}

function nameOf({ name }: DriverCurve, value: number): string {
  if (isDiscrete(name)) return valueName(name, value);
  return value === 1 ? 'yes' : 'no';
}

/** A value as people read it, with its unit. */
function valueAt(curve: DriverCurve, value: number): string {
  if (isNamed(curve)) return nameOf(curve, value);
  return `${short(value)}${curve.unit ? ` ${curve.unit}` : ''}`;
}

/** A value with as many decimals as its size asks for. */
function short(value: number): string {
  const size = Math.abs(value);
  return fixed(value, Number.isInteger(value) ? 0 : size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** The curve that moves predictions furthest where there are rows. */
function widest(
  curves: readonly DriverCurve[],
  model: ModelDrivers,
  evaluation: Evaluation | null,
): string | null {
  const spans = curves.flatMap((c) => {
    const firm = c.points.filter((p) => p.density >= GUESS);
    if (firm.length < 2) return [];
    const low = firm.reduce((a, b) => (b.mean < a.mean ? b : a));
    const high = firm.reduce((a, b) => (b.mean > a.mean ? b : a));
    return [{ c, low, high, span: high.mean - low.mean }];
  });
  if (spans.length === 0) return null;
  const { c, low, high, span } = spans.reduce((a, b) => (b.span > a.span ? b : a));
  return `${c.title} moves predictions furthest: by ${fixed(span, 1)} points, from ${fixed(low.mean, 1)} at ${valueAt(c, low.value)} to ${fixed(high.mean, 1)} at ${valueAt(c, high.value)}, all else as it is (${protocolUnit(evaluation, model.protocol, model.unit)}).`;
}

/** One scale of points for all curves: every firm point with its band. */
function scale(curves: readonly DriverCurve[]): [number, number] {
  let low = 100;
  let high = 0;
  for (const c of curves)
    for (const p of c.points) {
      if (p.density < GUESS) continue;
      low = Math.min(low, p.low);
      high = Math.max(high, p.high);
    }
  if (low > high) return [0, 100];
  const from = Math.max(0, Math.floor(low / 10) * 10);
  return [from, Math.max(from + 10, Math.min(100, Math.ceil(high / 10) * 10))];
}

/** Line, band and the strip of where the rows are. */
export function driverCurveChart(
  curve: DriverCurve,
  domain: [number, number],
  id: string,
  protocol: string,
): Html {
  if (isNamed(curve)) return namedCurveChart(curve, domain, id, protocol);
  const clamp = (v: number) => Math.min(domain[1], Math.max(domain[0], v));
  const points = curve.points.map((p) => ({
    ...p,
    mean: clamp(p.mean),
    low: clamp(p.low),
    high: clamp(p.high),
  }));
  const values = points.map((p) => p.value);
  const [from, to] = [values[0]!, values[values.length - 1]!];
  // Counts crowd at the small end: there a root gives them room.
  const crowded = from >= 0 && to > 20 && median(points) < to / 8;
  let most = 0;
  for (const p of points) most = Math.max(most, p.density);
  const cells = points.map((p, i) => ({
    x1: i === 0 ? from : (values[i - 1]! + p.value) / 2,
    x2: i === points.length - 1 ? to : (p.value + values[i + 1]!) / 2,
    step: densityStep(p.density, most),
  }));
  const strip = (domain[1] - domain[0]) * 0.07;
  const firm = points.filter((p) => p.density >= GUESS);
  return drawChart({
    id: `curve-${id}`,
    label: `Mean prediction by ${curve.title.toLowerCase()}, ${protocol}: ${fixed(points[0]!.mean, 1)} at ${short(from)}, ${fixed(points[points.length - 1]!.mean, 1)} at ${short(to)}.`,
    width: 260,
    height: 200,
    marginLeft: 40,
    marginTop: 24,
    marginRight: 14,
    marginBottom: 38,
    x: {
      domain: [from, to],
      type: crowded ? 'sqrt' : 'linear',
      ...(crowded ? { ticks: rootTicks(from, to) } : { ticks: 4 }),
      label: axisName(curve),
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: {
      domain: [domain[0] - 1.6 * strip, domain[1]],
      label: 'Predicted popularity (points)',
      labelArrow: 'none',
      ticks: 4,
      tickFormat: (v: number) => (v < domain[0] ? '' : fixed(v, 0)),
      grid: true,
    },
    marks: [
      Plot.rect(
        cells.filter((c) => c.step > 0 && c.x2 > c.x1),
        {
          x1: 'x1',
          x2: 'x2',
          y1: domain[0] - 1.6 * strip,
          y2: domain[0] - 0.6 * strip,
          fill: (c) => densityFill(c.step),
          className: 'density',
        },
      ),
      Plot.areaY(points, {
        x: 'value',
        y1: 'low',
        y2: 'high',
        fill: 'var(--soft)',
        fillOpacity: 0.45,
        className: 'interval',
      }),
      Plot.line(points, {
        x: 'value',
        y: 'mean',
        stroke: 'var(--main)',
        strokeWidth: 1.5,
        strokeDasharray: '3,3',
      }),
      firm.length > 1
        ? Plot.line(points, {
            x: 'value',
            y: (p: (typeof points)[number]) => (p.density >= GUESS ? p.mean : Number.NaN),
            stroke: 'var(--main)',
            strokeWidth: 2.5,
            className: 'firm',
          })
        : null,
    ],
  });
}

/** The axis title; the unit alone where the whole is wider than its chart, whose heading has the rest. */
function axisName({ title, unit }: DriverCurve): string {
  const whole = unit && !title.toLowerCase().includes(unit) ? `${title} (${unit})` : title;
  if (textWidth(whole, 12) <= AXIS_ROOM) return whole;
  return unit ? `Value (${unit})` : fitText(title, AXIS_ROOM);
}

/** Values that are names: a dot with its interval for each, rings where hardly any row is. */
function namedCurveChart(curve: DriverCurve, domain: [number, number], id: string, protocol: string): Html {
  const clamp = (v: number) => Math.min(domain[1], Math.max(domain[0], v));
  const points = curve.points.map((p) => ({
    at: nameOf(curve, p.value),
    mean: clamp(p.mean),
    low: clamp(p.low),
    high: clamp(p.high),
    firm: p.density >= GUESS,
  }));
  return drawChart({
    id: `curve-${id}`,
    label: `Mean prediction by ${curve.title.toLowerCase()}, ${protocol}: ${points.map((p) => `${p.at} ${fixed(p.mean, 1)}`).join(', ')}.`,
    width: 260,
    height: 200,
    marginLeft: 40,
    marginTop: 24,
    marginRight: 14,
    marginBottom: 38,
    x: {
      type: 'point',
      domain: points.map((p) => p.at),
      label: axisName(curve),
      labelArrow: 'none',
      labelAnchor: 'center',
      padding: 0.4,
    },
    y: { domain, label: 'Predicted popularity (points)', labelArrow: 'none', ticks: 4, grid: true },
    marks: [
      Plot.ruleX(points, {
        x: 'at',
        y1: 'low',
        y2: 'high',
        stroke: 'var(--soft)',
        strokeWidth: 5,
        strokeOpacity: 0.7,
        className: 'interval',
      }),
      Plot.dot(points, {
        x: 'at',
        y: 'mean',
        r: 3.5,
        fill: (p) => (p.firm ? 'var(--main)' : 'var(--paper)'),
        stroke: 'var(--main)',
      }),
    ],
  });
}

/** The value below which half of the rows lie. */
function median(points: DriverCurve['points']): number {
  let whole = 0;
  for (const p of points) whole += p.density;
  let sum = 0;
  for (const p of points) {
    sum += p.density;
    if (sum >= whole / 2) return p.value;
  }
  return points[points.length - 1]!.value;
}

/** Four to five round values that stand apart on a scale of roots. */
function rootTicks(from: number, to: number): readonly number[] {
  const step = 10 ** Math.floor(Math.log10(to));
  return [0, 0.1, 0.3, 1, 2, 5]
    .map((f) => f * step)
    .filter((v) => v >= from && v <= to && Number.isInteger(v));
}
