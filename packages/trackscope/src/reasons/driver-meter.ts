import { FAMILY_TITLES, type Family, featureName } from '@trackscope/catalogue';
import { type Table, takeRows } from '@trackscope/learn';
import type {
  ColumnDriver,
  DriverCurve,
  FamilyDriver,
  ModelDrivers,
  ModelName,
  ProtocolName,
  Spread,
  Unit,
} from '../workspace/format.js';
import type { ExplainableTrees } from './explainable.js';
import {
  drawRows,
  type FoldCurve,
  familyFalls,
  foldCurves,
  type MeasureRun,
  shapSizes,
} from './fold-measures.js';
import { curveGrid } from './grid.js';
import { quantile } from './sound-region.js';

/** How many rows of each fold are measured. The whole of a catalogue says the same and takes ten times as long. */
export interface DriverSizes {
  /** Rows whose families are shuffled. Default 1,000. */
  readonly permuted: number;
  /** Shuffles of each family. Default 2. */
  readonly repeats: number;
  /** Rows whose SHAP values are taken. Default 400. */
  readonly shap: number;
  /** Rows whose curves are drawn; 0 draws none. Default 100. */
  readonly curveRows: number;
  /** About how many points a curve has. Default 16. */
  readonly curvePoints: number;
  /** Curves of the largest columns, beside those of the sound. Default 8. */
  readonly curveColumns: number;
}

export const DRIVER_SIZES: DriverSizes = {
  permuted: 1000,
  repeats: 2,
  shap: 400,
  curveRows: 100,
  curvePoints: 16,
  curveColumns: 8,
};

/** A model of one fold and the rows that it was not fitted on. */
export interface MeasuredFold {
  readonly model: ExplainableTrees;
  readonly held: Table;
  /** Popularity of the held-out rows, in points. */
  readonly target: Float64Array;
}

const LISTED_COLUMNS = 20;

/** Gathers what the models of the folds of one protocol and unit lean on. Fold after fold; models may be let go. */
export class DriverMeter {
  private readonly sizes: DriverSizes;
  private folds = 0;
  private readonly rows = { heldOut: 0, permuted: 0, shap: 0, curves: 0 };
  private readonly scores: number[] = [];
  private readonly falls = new Map<string, number[]>();
  private columns: { name: string; family: Family; size: number }[] = [];
  private readonly familySizes = new Map<string, number>();
  private grids: Map<string, number[]> | null = null;
  private readonly curves = new Map<string, FoldCurve[]>();

  constructor(
    private readonly of: { readonly protocol: ProtocolName; readonly unit: Unit; readonly model: ModelName },
    sizes: Partial<DriverSizes> = {},
  ) {
    this.sizes = { ...DRIVER_SIZES, ...sizes };
  }

  /** Measures one fold. Every fold must have the columns of the first. */
  async add({ model, held, target }: MeasuredFold, run: MeasureRun = {}): Promise<void> {
    if (held.rows === 0) return;
    const { permuted, repeats, shap, curveRows } = this.sizes;
    const seed = this.folds;
    const some = drawRows(held.rows, permuted, seed);
    const { r2, falls } = await familyFalls(
      model,
      takeRows(held, some),
      Float64Array.from(some, (row) => target[row]!),
      repeats,
      seed,
      run,
    );
    this.scores.push(r2);
    for (const [family, found] of falls) {
      this.falls.set(family, [...(this.falls.get(family) ?? []), ...found]);
    }
    const explained = drawRows(held.rows, shap, seed);
    const sizes = await shapSizes(model, takeRows(held, explained), run);
    if (this.folds === 0) {
      this.columns = model.columns.map((name, i) => ({ name, family: model.families[i]!, size: 0 }));
    }
    this.columns.forEach((column, i) => {
      column.size += sizes.columns[i]!;
    });
    for (const [family, size] of sizes.families) {
      this.familySizes.set(family, (this.familySizes.get(family) ?? 0) + size);
    }
    const drawn = drawRows(held.rows, curveRows, seed + 1);
    if (curveRows > 0) {
      this.grids ??= this.chooseGrids(held);
      run.signal?.throwIfAborted();
      const curves = foldCurves(model, held, drawn, this.grids);
      for (const [name, curve] of curves) this.curves.set(name, [...(this.curves.get(name) ?? []), curve]);
      this.rows.curves += drawn.length;
    }
    this.folds++;
    this.rows.heldOut += held.rows;
    this.rows.permuted += some.length;
    this.rows.shap += explained.length;
  }

  /** What was found; null when nothing was measured. */
  result(): ModelDrivers | null {
    if (this.folds === 0) return null;
    return {
      ...this.of,
      rows: { ...this.rows },
      folds: this.folds,
      repeats: this.sizes.repeats,
      r2: spreadOf(this.scores).mean,
      families: this.familyDrivers(),
      columns: this.columnDrivers(),
      curves: this.driverCurves(),
    };
  }

  private familyDrivers(): FamilyDriver[] {
    const whole = [...this.familySizes.values()].reduce((sum, size) => sum + size, 0);
    return [...this.falls]
      .map(([family, falls]) => ({
        family,
        title: FAMILY_TITLES[family as Family],
        columns: this.columns.filter((column) => column.family === family).length,
        fall: spreadOf(falls),
        meanAbsShap: this.familySizes.get(family)! / this.rows.shap,
        share: whole > 0 ? this.familySizes.get(family)! / whole : 0,
      }))
      .sort((a, b) => b.fall.mean - a.fall.mean);
  }

  private columnDrivers(): ColumnDriver[] {
    return this.ranked()
      .slice(0, LISTED_COLUMNS)
      .map(({ name, family, size }) => {
        const { title, description } = featureName(name);
        return { name, title, description, family, meanAbsShap: size / this.rows.shap };
      });
  }

  private driverCurves(): DriverCurve[] {
    if (!this.grids) return [];
    return [...this.grids].map(([name, grid]) => {
      const found = this.curves.get(name)!;
      const family = this.columns.find((column) => column.name === name)!.family;
      const total = found.reduce((sum, { counts }) => counts.reduce((s, c) => s + c, sum), 0);
      const points = grid.map((value, g) => {
        const { mean, sd } = spreadOf(found.map((curve) => curve.mean[g]!));
        const moves = Float64Array.from(
          found.flatMap((curve) =>
            Array.from(
              { length: curve.moves.length / grid.length },
              (_, row) => curve.moves[row * grid.length + g]!,
            ),
          ),
        ).sort();
        const density = found.reduce((sum, { counts }) => sum + counts[g]!, 0) / Math.max(1, total);
        return { value, mean, sd, low: quantile(moves, 0.1), high: quantile(moves, 0.9), density };
      });
      const centre = points.reduce((sum, { mean }) => sum + mean, 0) / points.length;
      return {
        name,
        ...featureName(name),
        family,
        points: points.map((p) => ({ ...p, low: p.low + centre, high: p.high + centre })),
      };
    });
  }

  private ranked() {
    return [...this.columns].sort((a, b) => b.size - a.size);
  }

  /**
   * The largest columns, half of them from the release context where there is one, so that history does not hide it;
   * then the sound. Those without two values have no curve.
   */
  private chooseGrids(held: Table): Map<string, number[]> {
    const ranked = this.ranked().filter(({ family, size }) => family !== 'sound' && size > 0);
    const half = Math.floor(this.sizes.curveColumns / 2);
    const context = ranked.filter(({ family }) => family === 'context').slice(0, half);
    const others = ranked.filter(({ family }) => family !== 'context');
    const largest = [...context, ...others.slice(0, this.sizes.curveColumns - context.length)];
    const wanted = [...largest, ...this.columns.filter(({ family }) => family === 'sound')];
    const grids = new Map<string, number[]>();
    for (const { name } of wanted) {
      const column = held.columns.find((c) => c.name === name);
      if (column?.kind !== 'numeric') continue;
      const grid = curveGrid(column.values, this.sizes.curvePoints);
      if (grid.length > 1) grids.set(name, grid);
    }
    return grids;
  }
}

/** Mean and sample standard deviation. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}
