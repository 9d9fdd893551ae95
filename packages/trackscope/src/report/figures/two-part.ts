import type { Evaluation, Spread, TwoPartEntry } from '../../workspace/format.js';
import type { Figure } from '../markup/figure.js';
import { type Fragment, html } from '../markup/html.js';
import { fixed, percent } from '../markup/number.js';
import { table } from '../markup/table.js';
import { plusMinus, protocolUnit } from './judged.js';

/** The zero spike both ways: one model for all, or a chance of zero and a popularity of the rest. */
export function twoPartFigure(evaluation: Evaluation | null): Figure | null {
  const entries = evaluation?.twoPart ?? [];
  if (entries.length === 0) return null;
  return {
    id: 'two-part',
    title: 'Zero or not, and how popular if not',
    layout: 'full',
    caption: entries.map((e) => inShort(evaluation, e)),
    legend:
      'Two models in place of one: the first says how likely a popularity of 0 is, the second, fitted on the others alone, how popular a track is if it is not 0. AUC: how often a zero has a higher chance of 0 than another row, 0.5 by chance. Brier score: mean squared error of that chance, beside saying the usual share throughout.',
    body: table(
      {
        caption: 'One boosted model beside two, same settings and folds',
        wide: true,
        columns: [
          { title: 'Protocol and unit' },
          ...['Zeros', 'AUC', 'Brier score', 'of the share', 'R² of both', 'R² of one', 'Gain'].map((t) => ({
            title: t,
            numeric: true,
          })),
        ],
        rows: entries.map((e): readonly Fragment[] => [
          protocolUnit(evaluation, e.protocol, e.unit),
          percent(e.zeroShare, 1),
          fixed(e.auc, 3),
          fixed(e.brier, 4),
          fixed(e.brierShare, 4),
          plusMinus(e.r2.mean, e.r2.sd),
          plusMinus(e.r2Single.mean, e.r2Single.sd),
          plusMinus(e.gain.mean, e.gain.sd, 4),
        ]),
      },
      'One boosted model beside two',
    ),
  };
}

function inShort(evaluation: Evaluation | null, e: TwoPartEntry): Fragment {
  return html`${protocolUnit(evaluation, e.protocol, e.unit)}: ${percent(e.zeroShare, 1)} of held-out rows have popularity 0; ${verdict(e.gain)} (${fixed(e.r2.mean, 3)} against ${fixed(e.r2Single.mean, 3)}).`;
}

/** A gain counts when it is larger than its spread over folds. */
function verdict({ mean, sd }: Spread): string {
  if (sd === null || Math.abs(mean) <= sd)
    return 'two models are no better than one, within the spread over folds';
  return mean > 0 ? 'two models are better than one' : 'two models are worse than one';
}
