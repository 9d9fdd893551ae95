import type { RenderFunction } from '@observablehq/plot';
import type { Grid } from '@trackscope/catalogue';
import { DENSITY_STEPS, densityFill } from './palette.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Step 0 (nothing) to 7 of a count beside the largest one. The root of the share is cut into equal parts, so
 * that thin regions can still be told from empty ones.
 */
export function densityStep(count: number, most: number): number {
  if (count <= 0 || most <= 0) return 0;
  return Math.min(DENSITY_STEPS, Math.max(1, Math.ceil(Math.sqrt(count / most) * DENSITY_STEPS)));
}

/** The largest count of a grid. */
export function mostOf(grid: Grid): number {
  let most = 0;
  for (const c of grid.counts) if (c > most) most = c;
  return most;
}

/** Where a tile's edges fall in the drawing, in pixels. */
export interface TilePlacing {
  readonly x: (column: number) => number;
  readonly y: (row: number) => number;
}

/** Path data for each density step, tiles of one step side by side in a row joined into one box. */
export function tilePaths(grid: Grid, place: TilePlacing, most = mostOf(grid)): readonly string[] {
  const paths = new Array<string>(DENSITY_STEPS + 1).fill('');
  const round = (v: number) => Math.round(v * 10) / 10;
  for (let row = 0; row < grid.rows; row++) {
    const bottom = place.y(row);
    const top = place.y(row + 1);
    for (let from = 0; from < grid.columns; ) {
      const step = densityStep(grid.counts[row * grid.columns + from]!, most);
      let to = from + 1;
      while (to < grid.columns && densityStep(grid.counts[row * grid.columns + to]!, most) === step) to++;
      if (step > 0) {
        const left = round(place.x(from));
        paths[step] += `M${left} ${round(top)}H${round(place.x(to))}V${round(bottom)}H${left}z`;
      }
      from = to;
    }
  }
  return paths;
}

/** A mark that draws a grid on the x and y scales of its chart as one path for each density step. */
export function tiles(grid: Grid, most = mostOf(grid)): RenderFunction {
  return (_index, scales, _values, _dimensions, context) => {
    const x = scales.x as (v: number) => number;
    const y = scales.y as (v: number) => number;
    const place = {
      x: (column: number) => x(grid.xStart + column * grid.xStep),
      y: (row: number) => y(grid.yStart + row * grid.yStep),
    };
    return tileGroup(context.document, tilePaths(grid, place, most));
  };
}

/** The paths of a grid as one SVG group. */
export function tileGroup(document: Document, paths: readonly string[]): SVGElement {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('aria-label', 'tiles');
  group.setAttribute('shape-rendering', 'crispEdges');
  for (let step = 1; step < paths.length; step++) {
    if (!paths[step]) continue;
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('fill', densityFill(step));
    path.setAttribute('d', paths[step]!);
    group.append(path);
  }
  return group;
}

/** Both ends of a grid's axes: `{x: [low, high], y: [low, high]}`. */
export function extent(grid: Grid): { x: [number, number]; y: [number, number] } {
  return {
    x: [grid.xStart, grid.xStart + grid.columns * grid.xStep],
    y: [grid.yStart, grid.yStart + grid.rows * grid.yStep],
  };
}

/** The grid with tiles summed into at most so many columns and rows, for a table that can be read. */
export function coarsen(grid: Grid, most: number): Grid {
  const acrossX = Math.ceil(grid.columns / most);
  const acrossY = Math.ceil(grid.rows / most);
  const columns = Math.ceil(grid.columns / acrossX);
  const rows = Math.ceil(grid.rows / acrossY);
  const counts = new Array<number>(columns * rows).fill(0);
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const at = Math.floor(row / acrossY) * columns + Math.floor(column / acrossX);
      counts[at]! += grid.counts[row * grid.columns + column]!;
    }
  }
  return { ...grid, xStep: grid.xStep * acrossX, yStep: grid.yStep * acrossY, columns, rows, counts };
}
