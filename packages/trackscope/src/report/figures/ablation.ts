import type { AblationStep, Evaluation } from '../../workspace/format.js';
import type { Figure } from '../markup/figure.js';
import { type Fragment, html } from '../markup/html.js';
import { count, fixed, list } from '../markup/number.js';
import { table } from '../markup/table.js';
import { plusMinus, protocolUnit } from './judged.js';

/** R² as families of features are added one after the other. */
export function ablationFigure(evaluation: Evaluation | null): Figure | null {
  const steps = (evaluation?.ablation ?? []).filter((s) => Number.isFinite(s.r2));
  if (steps.length === 0) return null;
  const before = (s: AblationStep, i: number): AblationStep | null => {
    const last = steps[i - 1];
    return last && last.protocol === s.protocol && last.unit === s.unit && last.model === s.model
      ? last
      : null;
  };
  const gains = steps.flatMap((s, i) => {
    const last = before(s, i);
    return last ? [{ s, last, gain: s.r2 - last.r2 }] : [];
  });
  const most = gains.length > 0 ? gains.reduce((a, b) => (b.gain > a.gain ? b : a)) : null;
  return {
    id: 'ablation',
    title: 'What each family adds',
    layout: 'full',
    caption: [
      most
        ? `The largest step: ${list(added(most.s, most.last))} ${most.gain < 0 ? 'takes' : 'brings'} R² from ${fixed(most.last.r2, 3)} to ${fixed(most.s.r2, 3)} (${protocolUnit(evaluation, most.s.protocol, most.s.unit)}).`
        : `${protocolUnit(evaluation, steps[0]!.protocol, steps[0]!.unit)}: R² ${plusMinus(steps[0]!.r2, steps[0]!.r2Sd)}.`,
    ],
    legend:
      'Families are added from top to bottom. What one brings depends on what is there already: in another order the steps differ.',
    body: table(
      {
        caption: 'R², mean over folds ± standard deviation, as families are added',
        wide: true,
        columns: [
          { title: 'Protocol and unit' },
          { title: 'The model knows' },
          ...['Columns', 'R²', 'Step'].map((title) => ({ title, numeric: true })),
        ],
        rows: steps.map((s, i): readonly Fragment[] => {
          const last = before(s, i);
          const width = Math.round(Math.min(1, Math.max(0, s.r2)) * 1000) / 10;
          return [
            last ? '' : `${protocolUnit(evaluation, s.protocol, s.unit)}, ${s.model}`,
            last ? `+ ${list(added(s, last))}` : list(s.families),
            count(s.columns),
            html`<span class="bar" style="--w:${width}%">${plusMinus(s.r2, s.r2Sd)}</span>`,
            last ? `${s.r2 >= last.r2 ? '+' : ''}${fixed(s.r2 - last.r2, 3)}` : '–',
          ];
        }),
      },
      'R² as families are added',
    ),
  };
}

/** Families that a step has and the one before had not; all of them where that cannot be told. */
function added(step: AblationStep, last: AblationStep): readonly string[] {
  const fresh = step.families.filter((f) => !last.families.includes(f));
  return fresh.length > 0 ? fresh : step.families;
}
