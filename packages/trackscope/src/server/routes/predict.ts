import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { AUDIO_FEATURES } from '@trackscope/catalogue';
import type { ListingRow, TrackRecord } from '../../queries/contract.js';
import type { TrackInput } from '../../score/contract.js';
import { Refusal } from '../problem.js';
import { answersSchema, curveSchema } from '../schemas/answers.js';
import { trackIdSchema, trackSchema, wishShape } from '../schemas/track.js';
import type { Services } from '../services.js';
import { defineJson } from './define.js';

const predictSchema = z.strictObject({ track: trackSchema, ...wishShape }).openapi('PredictRequest');

const explainSchema = z
  .strictObject({
    track: trackSchema.optional(),
    trackId: trackIdSchema.optional(),
    column: z
      .enum(AUDIO_FEATURES)
      .describe('Audio feature whose curve is wanted, for each model that answers.')
      .optional(),
    ...wishShape,
  })
  .refine((body) => (body.track === undefined) !== (body.trackId === undefined), {
    message: 'give either track or trackId',
  })
  .openapi('ExplainRequest');

const explainedSchema = answersSchema
  .extend({
    track: z.looseObject({}).describe('The track as it was scored.'),
    curves: z.array(curveSchema).optional(),
  })
  .openapi('Explained');

/** One track: what the models say of it, and why. */
export function addPredict(app: OpenAPIHono, services: Services): void {
  const { scorers, limits, queries } = services;
  defineJson(
    app,
    limits,
    {
      method: 'post',
      path: '/api/predict',
      tag: 'Predict',
      summary: 'Score one track',
      description:
        'What the models of one protocol say of a track, without reasons: point, 90 % interval and chance.',
    },
    predictSchema,
    answersSchema,
    async ({ track, bar, ...choice }) => {
      const scorer = await scorers.get(choice);
      return scorer.answer(track, wish(bar, choice.models, false)) as z.infer<typeof answersSchema>;
    },
  );
  defineJson(
    app,
    limits,
    {
      method: 'post',
      path: '/api/explain',
      tag: 'Predict',
      summary: 'Score one track and say why',
      description:
        'As predict, with the reasons in words and points; of a track that is described, or of one of the catalogue by its id. With a column, also how the prediction moves with it.',
      problems: ['not-found'],
    },
    explainSchema,
    explainedSchema,
    async ({ track: given, trackId, column, bar, ...choice }) => {
      const scorer = await scorers.get(choice);
      const track = given ?? (await trackOf(services, trackId!));
      const answers = scorer.answer(track, wish(bar, choice.models, true));
      const curves = column
        ? { curves: answers.answers.map(({ model }) => scorer.curve(track, column, model)) }
        : {};
      return { ...answers, ...curves, track } as unknown as z.infer<typeof explainedSchema>;
    },
  );

  async function trackOf(_: Services, trackId: string): Promise<TrackInput> {
    const record = await (await queries()).track(trackId);
    if (!record) throw new Refusal('not-found', 'the catalogue has no track of that id');
    return inputOf(record);
  }
}

function wish(bar: number | undefined, models: readonly string[] | undefined, reasons: boolean) {
  return { reasons, ...(bar === undefined ? {} : { bar }), ...(models ? { models } : {}) };
}

/** A track of the catalogue as one to be scored. */
export function inputOf({ track, genres }: TrackRecord): TrackInput {
  return {
    title: track.title,
    album: track.album,
    artists: track.artists.split(';'),
    genres,
    sound: soundOf(track),
  };
}

function soundOf({ values, explicit }: ListingRow): Record<string, number> {
  const sound: Record<string, number> = {};
  for (const name of AUDIO_FEATURES) {
    const value = values[name];
    if (value !== null && value !== undefined) sound[name] = value;
  }
  if (explicit !== null) sound.explicit = explicit ? 1 : 0;
  return sound;
}
