import type { FigureId, Finding, Profile } from '@trackscope/catalogue';
import {
  columnWords,
  correlationFigure,
  durationFigure,
  type Figure,
  fixed,
  type Html,
  histogramChart,
  html,
  leadersFigure,
  macroGenresFigure,
  multiple,
  multiples,
  popularityFigure,
  quadrantsFigure,
  tableBehind,
  targetChart,
} from 'trackscope/figures';

/** Panels of one picture on this page: the report has them all. */
const PANELS = 4;
/** Bins with fewer tracks do not stretch the scale. */
const FEW = 50;

/** The picture of a group of findings; null where the page draws its own, or none is needed. */
export function pictureOf(
  figure: FigureId | null,
  profile: Profile,
  findings: readonly Finding[],
): Html | null {
  switch (figure) {
    case 'popularity':
      return bare(popularityFigure(profile));
    case 'correlation':
      return bare(correlationFigure(profile));
    case 'mood':
      return bare(quadrantsFigure(profile));
    case 'duration':
      return bare(durationFigure(profile));
    case 'macro-genres':
      return bare(macroGenresFigure(profile));
    case 'leaders':
      return bare(leadersFigure(profile));
    case 'target':
      return strongestTies(profile);
    case 'distributions':
      return histograms(profile, findings);
    default:
      return null;
  }
}

/** A figure without its words, which stand beside it here. */
function bare(figure: Figure | null): Html | null {
  if (!figure) return null;
  return html`<div class="picture">${figure.body}${figure.legend ? html`<p class="legend">${figure.legend}</p>` : null}${
    figure.table ? tableBehind(figure.table, `Numbers behind: ${figure.title}`) : null
  }</div>`;
}

/** The columns with the strongest straight-line ties to popularity, on one scale. */
function strongestTies({ target, columns }: Profile): Html | null {
  const curves = [...(target?.curves ?? [])]
    .filter((c) => c.bins.length > 0 && c.pearson)
    .sort((a, b) => Math.abs(b.pearson!.value) - Math.abs(a.pearson!.value))
    .slice(0, PANELS);
  if (curves.length === 0) return null;
  let low = 100;
  let high = 0;
  for (const { mean } of curves.flatMap((c) => c.bins)) {
    if (mean.n < FEW) continue;
    low = Math.min(low, mean.low);
    high = Math.max(high, mean.high);
  }
  const from = low < high ? Math.max(0, Math.floor(low / 5) * 5) : 0;
  const to = low < high ? Math.min(100, Math.ceil(high / 5) * 5) : 100;
  const mean = columns.find((c) => c.name === 'popularity')?.mean ?? null;
  return html`${multiples(
    curves.map((c) =>
      multiple(
        columnWords.title(c.column),
        targetChart(c, [from, to], mean),
        `r = ${fixed(c.pearson!.value, 3)}`,
      ),
    ),
  )}<p class="legend">Dots: mean popularity of the tracks in a bin; bars: 95\u202f% intervals; rings: fewer than ${FEW} tracks. Dashed: the mean of all tracks. The ${curves.length} strongest, one scale for all.</p>`;
}

function histograms({ columns }: Profile, findings: readonly Finding[]): Html | null {
  const named = new Set(findings.flatMap((f) => f.names));
  const shown = columns.filter((c) => named.has(c.name) && !columnWords.isDiscrete(c.name)).slice(0, PANELS);
  if (shown.length === 0) return null;
  return multiples(shown.map((c) => multiple(columnWords.title(c.name), histogramChart(c))));
}
