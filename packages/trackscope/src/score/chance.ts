import { type Calibration, intervalsOf } from '../honest/calibration.js';

/** Chances of reaching any bar. */
export interface Chances {
  /** Probability that a track of this prediction (in points) reaches a bar (in points, 0 to 100). */
  of(prediction: number, bar: number): number;
  /** The same for many predictions. */
  ofAll(predictions: Float64Array, bar: number): Float64Array;
}

/** Predictions at which the size of errors is measured: every half point. */
const STEP = 0.5;
const POINTS = 201;

/**
 * Chances from a model's calibration. For the bar that it was calibrated at, they are the shares of hits that were counted
 * (isotonic, see `fitBar`). For another bar the same curve is read at another place: errors are taken to be of one
 * shape, their size being what intervals say of each prediction (a location-scale family). What is so many error sizes
 * below its bar has the chance of a prediction that is as many below the calibrated bar. Beyond the predictions that
 * were counted errors are taken to be normal, as wide as the 90 % interval. Chances never fall as predictions rise, nor
 * rise with the bar; popularity of 0 or more is certain.
 */
export function chancesOf(calibration: Calibration): Chances {
  const { bar: fitted } = calibration;
  const grid = Float64Array.from({ length: POINTS }, (_, i) => i * STEP);
  const sizes = errorSizes(calibration, grid);
  const curve = fitted.probability(grid);
  // How far each prediction is below the calibrated bar, in error sizes, falling all the way.
  const away = grid.map((prediction, i) => (fitted.bar - prediction) / sizes[i]!);
  for (let i = 1; i < POINTS; i++) away[i] = Math.min(away[i]!, away[i - 1]!);

  // Where the calibrated curve has no rows it says what it said last.
  const first = Math.max(0, Math.min(POINTS - 2, Math.ceil(fitted.blocks[0]!.from / STEP)));
  const last = Math.max(first + 1, Math.min(POINTS - 1, Math.floor(fitted.blocks.at(-1)!.to / STEP)));

  function chanceAt(distance: number): number {
    let low = first;
    let high = last;
    if (distance >= away[first]!) return Math.min(curve[first]!, normalAbove(distance));
    if (distance <= away[last]!) return Math.max(curve[last]!, normalAbove(distance));
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (away[middle]! > distance) low = middle;
      else high = middle;
    }
    const along = (away[low]! - distance) / (away[low]! - away[high]!);
    return curve[low]! + along * (curve[high]! - curve[low]!);
  }

  const others = new Map<number, Float64Array>();
  function curveOf(bar: number): Float64Array {
    const known = others.get(bar);
    if (known) return known;
    const made = grid.map((prediction, i) => chanceAt((bar - prediction) / sizes[i]!));
    // Where error sizes jump, a higher prediction could have the lower chance.
    for (let i = 1; i < POINTS; i++) made[i] = Math.max(made[i]!, made[i - 1]!);
    if (others.size > 200) others.clear();
    others.set(bar, made);
    return made;
  }

  function of(prediction: number, bar: number): number {
    if (bar <= 0) return 1;
    if (bar === fitted.bar) return fitted.probability(Float64Array.of(prediction))[0]!;
    const at = Math.min(POINTS - 1, Math.max(0, prediction / STEP));
    const left = Math.min(POINTS - 2, Math.floor(at));
    const made = curveOf(bar);
    const chance = made[left]! + (at - left) * (made[left + 1]! - made[left]!);
    // The calibrated curve is the better known: no other bar may contradict it.
    const known = fitted.probability(Float64Array.of(prediction))[0]!;
    return bar < fitted.bar ? Math.max(chance, known) : Math.min(chance, known);
  }

  return {
    of,
    ofAll: (predictions, bar) =>
      bar === fitted.bar
        ? fitted.probability(predictions)
        : predictions.map((prediction) => of(prediction, bar)),
  };
}

/** How large errors are at each prediction, in proportion: the side of the interval that is not cut off at 0 or 100. */
function errorSizes(calibration: Calibration, predictions: Float64Array): Float64Array {
  const { low, high } = intervalsOf(
    calibration,
    predictions,
    Array.from(predictions, () => ''),
  );
  return predictions.map((prediction, i) =>
    Math.max(1e-6, prediction < 50 ? high[i]! - prediction : prediction - low[i]!),
  );
}

/** Half of a 90 % interval of a normal distribution, in its standard deviations. */
const HALF_90 = 1.6448536269514722;

/**
 * Probability that a normal error is at least so many half intervals: 1 − Φ(1.645 × distance), by the logistic
 * approximation of Bowling and others (2009), off by 0.00014 at most.
 */
function normalAbove(distance: number): number {
  const z = HALF_90 * distance;
  return 1 / (1 + Math.exp(0.07056 * z ** 3 + 1.5976 * z));
}
