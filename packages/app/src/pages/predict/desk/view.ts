import type { HonestName, UnitName } from '@trackscope/catalogue';
import type { ScorableSet } from 'trackscope/browser';
import type { Feature } from './features.js';

export const USUAL_BAR = 60;

/** Which models answer, and what of their answers is shown. */
export interface View {
  readonly protocol: HonestName;
  readonly unit: UnitName;
  /** Popularity whose chance of being reached is shown, 0 to 100. */
  readonly bar: number;
  /** The model whose reasons and curve are shown; '' is the first. */
  readonly model: string;
  /** The feature whose curve is shown. */
  readonly column: string;
}

/** Parameters of the address that say a view. */
export const VIEW_PARAMS = ['protocol', 'unit', 'bar', 'model', 'curve'] as const;

/** The view of an address. Models that there are not give way to the nearest, nonsense to what is usual; the feature stays where the address names none. */
export function viewAt(
  params: URLSearchParams,
  sets: readonly ScorableSet[],
  features: readonly Feature[],
  now: View,
): View {
  const named = sets.filter(({ protocol }) => protocol === params.get('protocol'));
  const set = named.find(({ unit }) => unit === params.get('unit')) ?? named[0] ?? sets[0] ?? now;
  const bar = Number(params.get('bar') ?? USUAL_BAR);
  const column = params.get('curve');
  return {
    protocol: set.protocol,
    unit: set.unit,
    bar: bar >= 0 && bar <= 100 ? bar : USUAL_BAR,
    model: params.get('model') ?? '',
    column: column && features.some(({ name }) => name === column) ? column : now.column,
  };
}

/** Only what is not usual; null for the rest. */
export function viewParams(
  view: View,
  sets: readonly ScorableSet[],
  features: readonly Feature[],
): Record<(typeof VIEW_PARAMS)[number], string | null> {
  const first = sets[0];
  const usual = first?.protocol === view.protocol && first.unit === view.unit;
  return {
    protocol: usual ? null : view.protocol,
    unit: usual ? null : view.unit,
    bar: view.bar === USUAL_BAR ? null : String(view.bar),
    model: view.model === '' ? null : view.model,
    curve: view.column === (features[0]?.name ?? '') ? null : view.column,
  };
}
