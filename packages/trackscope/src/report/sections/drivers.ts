import type { DriverStatement, Drivers, Evaluation, ProtocolName } from '../../workspace/format.js';
import { ablationFigure } from '../figures/ablation.js';
import { driverCurvesFigure, soundCurvesFigure } from '../figures/driver-curves.js';
import { familyFallsFigure, familySharesFigure } from '../figures/driver-families.js';
import { interactionsFigure } from '../figures/interactions.js';
import { isHonest, judged, protocolUnit } from '../figures/judged.js';
import { knowledgeFigure } from '../figures/knowledge.js';
import { protocolScoresFigure } from '../figures/protocol-scores.js';
import { soundBeyondGenreFigure } from '../figures/sound-beyond-genre.js';
import { twoPartFigure } from '../figures/two-part.js';
import { type ReportInput, sentence } from '../input.js';
import { figure } from '../markup/figure.js';
import { type Html, html } from '../markup/html.js';
import { list, percent } from '../markup/number.js';
import type { Section } from '../markup/section.js';
import { auditDoors } from './audit.js';

/** How many sentences of one kind stand beside their figure. */
const BESIDE = 3;
/** Sentences on families are long, and the picture says the same for the other protocols. */
const BESIDE_FAMILIES = 1;

/** What drives popularity: the answer to the first question, or null where no honest protocol was run. */
export function driversSection(input: ReportInput): Section | null {
  const { evaluation } = input;
  const drivers = input.explanation?.drivers ?? null;
  if (!drivers && !isHonest(evaluation)) return null;
  const protocols = protocolsOf(evaluation, drivers);
  const figures = [
    knowledgeFigure(evaluation, protocols),
    evaluation ? protocolScoresFigure(evaluation) : null,
    ablationFigure(evaluation),
    twoPartFigure(evaluation),
    ...(drivers ? driverFigures(drivers, evaluation) : []),
  ];
  return {
    id: 'drivers',
    title: 'What drives popularity',
    body: html`${answer(drivers, evaluation)}
<div class="block"><h3>Before you read the figures</h3>
<p>To see how good a model is, part of the tracks is hidden from it, and it has to say how popular they are. A <em>leak</em> is any way by which the hidden answer reaches the model all the same; the figure then tells how well it remembers. A <em>protocol</em> says which tracks are hidden together and what may be known of them. No figure means anything without its protocol, so every figure here carries one.</p>
${auditDoors(input)}
<p class="legend">R²: share of the differences in popularity that the model explains; 1 is perfect, 0 is what one gets by always answering the mean. By recording: one row for each performance, with its best release. By track: every release for itself.</p></div>
${figures.map((f) => f && figure(f))}
${drivers ? limits(drivers) : null}`,
  };
}

/** The anchor of the figure that shows what a computed sentence says. */
export function statementAnchor({ id }: DriverStatement): string {
  if (id.startsWith('sound-beyond-genre')) return 'figure-sound-beyond-genre';
  if (id.startsWith('interaction')) return 'figure-interactions';
  if (id.startsWith('curve')) return 'figure-driver-curves';
  if (id.startsWith('famil')) return 'figure-driver-families';
  return 'drivers';
}

function protocolsOf(evaluation: Evaluation | null, drivers: Drivers | null): readonly ProtocolName[] {
  const all = [
    ...judged(evaluation).map((j) => j.protocol),
    ...(drivers?.models ?? []).map((m) => m.protocol),
  ];
  return [...new Set(all)];
}

/** The weightiest sentences, one of each kind, in large type. */
function answer(drivers: Drivers | null, evaluation: Evaluation | null): Html | null {
  if (!drivers) return null;
  const seen = new Set<string>();
  const chosen = drivers.statements.filter((s) => {
    const kind = statementAnchor(s);
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
  return html`${plainAnswer(drivers, evaluation)}${chosen.map((s) => html`<p class="finding">${sentence(s.text)}</p>`)}
<p class="caution">${sentence(drivers.caution)}</p>`;
}

/** Sound against all that is not sound, where most is known and where least is. */
function plainAnswer({ models }: Drivers, evaluation: Evaluation | null): Html | null {
  const heard = models.flatMap((m) => {
    const sound = m.families.find((f) => f.family === 'sound');
    return sound && m.families.length > 1 ? [{ m, share: sound.share }] : [];
  });
  const most = heard[0];
  if (!most) return null;
  const least = heard.findLast((h) => h.m.unit === most.m.unit && h.m.protocol !== most.m.protocol);
  const named = (h: typeof most) => protocolUnit(evaluation, h.m.protocol, h.m.unit);
  const others = most.m.families.filter((f) => f.family !== 'sound').map((f) => f.title);
  return html`<p class="finding"><b>Of what moves the predictions, the sound of a track is ${percent(most.share, 0)}; ${list(others)} are the other ${percent(1 - most.share, 0)}</b> (${named(most)}).${
    least ? ` Where least is known, sound is ${percent(least.share, 0)} (${named(least)}).` : ''
  }</p>`;
}

function driverFigures(drivers: Drivers, evaluation: Evaluation | null) {
  const saying = (anchor: string, most = BESIDE) =>
    drivers.statements
      .filter((s) => statementAnchor(s) === anchor)
      .slice(0, most)
      .map((s) => sentence(s.text));
  return [
    familySharesFigure(drivers, evaluation, saying('figure-driver-families', BESIDE_FAMILIES)),
    familyFallsFigure(drivers, evaluation),
    soundBeyondGenreFigure(drivers, evaluation, saying('figure-sound-beyond-genre')),
    interactionsFigure(drivers, evaluation, saying('figure-interactions')),
    driverCurvesFigure(drivers, evaluation, saying('figure-driver-curves')),
    soundCurvesFigure(drivers, evaluation),
  ];
}

/** What is of the catalogue's making, and what may not be concluded. */
function limits(drivers: Drivers): Html {
  return html`${
    drivers.artefacts.length > 0
      ? html`<div class="block" id="figure-artefacts"><h3>What looks like music and is not</h3><ul class="plain-list">${drivers.artefacts.map((a) => html`<li>${sentence(a.text)}</li>`)}</ul></div>`
      : null
  }
<div class="block"><h3>What may not be concluded</h3><p>${sentence(drivers.caution)}</p>
<ul class="plain-list">${NOT_CONCLUDED.map((text) => html`<li>${text}</li>`)}</ul></div>`;
}

const NOT_CONCLUDED = [
  'That changing a track along a curve would change its popularity: a curve follows the model, and tracks that differ in one thing differ in others.',
  'That a family with a large share causes popularity: artist and album history are popularity itself, measured on other tracks.',
  'That sound does not matter to listeners: genre carries much of the sound, and a catalogue cannot part the two.',
  'That any of it holds outside this catalogue, in another year, or for tracks that nobody has released.',
] as const;
