import type { Scorer } from '../../score/contract.js';
import type { ThreadModels } from './thread-messages.js';

/** The models of a scorer (or those named), as a thread opens them. */
export function modelsOf(
  { protocol, unit, models }: Pick<Scorer, 'protocol' | 'unit' | 'models'>,
  names: readonly string[] | undefined,
): ThreadModels {
  const wanted = models.filter(({ model }) => names?.includes(model) ?? true);
  return {
    protocol,
    unit,
    versions: Object.fromEntries(wanted.map(({ model, version }) => [model, version])),
  };
}
