import {
  artefactSentences,
  CAUTION,
  type ComputedSentence,
  curveSentence,
  familiesSentence,
  interactionSentence,
  PROTOCOLS,
  soundBeyondGenreSentence,
  type TrackRows,
} from '@trackscope/catalogue';
import type { HonestData } from '../honest/data.js';
import type {
  DriverCurve,
  Drivers,
  InteractionTest,
  ModelDrivers,
  SoundBeyondGenre,
} from '../workspace/format.js';
import { artefactCounts } from './artefacts.js';
import { type BeyondOptions, type BeyondRun, soundBeyondGenre } from './sound-beyond-genre.js';

/** Curves told in a sentence, beside the figures. */
const TOLD_CURVES = 3;
/** Below this share of rows at a point the curve there is a guess. */
const LEAST_DENSITY = 0.005;

/**
 * What drives popularity: what the models lean on (measured while they were judged), what sound adds to genre, which
 * published interactions hold and what is of the catalogue's making, with sentences.
 *
 * @param models results of a DriverMeter for each protocol and unit
 */
export async function computeDrivers(
  data: HonestData,
  models: readonly ModelDrivers[],
  options: BeyondOptions = {},
  run: BeyondRun = {},
): Promise<Drivers> {
  const { tracks, fixed, units } = data;
  const found = await soundBeyondGenre(tracks, fixed, units.recording, options, run);
  return driversFrom(tracks, models, found.beyond, found.interactions);
}

/** Puts together what was measured, and says it. */
export function driversFrom(
  tracks: TrackRows,
  models: readonly ModelDrivers[],
  beyond: SoundBeyondGenre | null,
  interactions: readonly InteractionTest[],
): Drivers {
  const statements = [
    ...models.map(familyStatement),
    beyond &&
      soundBeyondGenreSentence({
        protocol: titleOf(beyond.protocol),
        genre: beyond.genre.mean,
        sound: beyond.sound.mean,
        both: beyond.both.mean,
        gain: beyond.gain.mean,
        gainSd: beyond.gain.sd,
      }),
    ...interactions.map((test) =>
      interactionSentence({
        id: `interaction:${test.columns.join('-')}`,
        titles: test.titles,
        model: test.model,
        protocol: titleOf(test.protocol),
        gain: test.gain.mean,
        gainSd: test.gain.sd,
      }),
    ),
    ...models
      .filter(({ unit }) => unit === 'recording')
      .slice(0, 2)
      .flatMap(curveStatements),
  ].filter((sentence): sentence is ComputedSentence => sentence !== null);
  return {
    models,
    soundBeyondGenre: beyond,
    interactions,
    artefacts: artefactSentences(artefactCounts(tracks)),
    statements,
    caution: CAUTION,
  };
}

function familyStatement(model: ModelDrivers): ComputedSentence | null {
  return familiesSentence(
    { id: `families:${model.protocol}:${model.unit}`, protocol: titleOf(model.protocol), unit: model.unit },
    model.r2,
    model.families.map(({ title, share, fall }) => ({ title, share, fall: fall.mean, fallSd: fall.sd })),
  );
}

/** The curves that go furthest among the columns that are not history, where there is data. */
function curveStatements(model: ModelDrivers): ComputedSentence[] {
  const spanned = model.curves
    .filter(({ family }) => family === 'context' || family === 'sound')
    .map((curve) => ({ curve, ends: endsOf(curve) }))
    .filter((c): c is { curve: DriverCurve; ends: [Point, Point] } => c.ends !== null);
  spanned.sort((a, b) => reach(b.ends) - reach(a.ends));
  return spanned.slice(0, TOLD_CURVES).map(({ curve, ends: [from, to] }) =>
    curveSentence({
      id: `curve:${model.protocol}:${model.unit}:${curve.name}`,
      title: curve.title,
      unit: curve.unit,
      protocol: titleOf(model.protocol),
      from,
      to,
    }),
  );
}

type Point = DriverCurve['points'][number];

function endsOf({ points }: DriverCurve): [Point, Point] | null {
  const dense = points.filter(({ density }) => density >= LEAST_DENSITY);
  return dense.length < 2 ? null : [dense[0]!, dense[dense.length - 1]!];
}

function reach([from, to]: [Point, Point]): number {
  return Math.abs(to.mean - from.mean);
}

function titleOf(name: string): string {
  return PROTOCOLS.find((protocol) => protocol.name === name)?.title ?? name;
}
