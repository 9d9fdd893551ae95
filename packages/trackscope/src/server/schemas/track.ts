import { z } from '@hono/zod-openapi';
import { AUDIO_FEATURES, columnSpec, PROTOCOLS } from '@trackscope/catalogue';
import type { TrackInput } from '../../score/contract.js';

const name = (what: string) => z.string().max(500).describe(what);

/** A finite number, within what the column can hold. */
function feature(column: string) {
  const spec = columnSpec(column);
  const unit = spec.unit ? ` In ${spec.unit}.` : '';
  let value = z.number();
  if (spec.min !== null) value = value.min(spec.min);
  if (spec.max !== null) value = value.max(spec.max);
  return value.describe(`${spec.description}${unit}`);
}

const soundSchema = z
  .strictObject(
    Object.fromEntries(
      AUDIO_FEATURES.map((column) => [
        column,
        (column === 'explicit'
          ? z.number().min(0).max(1).describe('1 explicit, 0 not.')
          : feature(column)
        ).optional(),
      ]),
    ),
  )
  .describe('Audio features by name; what is left out is not known.');

const releaseSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('as-written') }),
    z.strictObject({ kind: z.literal('single') }),
    z.strictObject({ kind: z.literal('album'), tracks: z.number().int().min(1).max(10_000) }),
    z.strictObject({ kind: z.literal('compilation'), artists: z.number().int().min(2).max(10_000) }),
  ])
  .describe('How the track comes out; "as-written" leaves it to what the catalogue says of album and title.');

/** A track as requests give it. */
export const trackSchema = z
  .strictObject({
    title: name('Title of the track.').optional(),
    album: name('Name of the album.').optional(),
    artists: z
      .array(z.string().max(200))
      .max(100)
      .describe('In the order of their billing; a name that the catalogue lacks is a new artist.')
      .optional(),
    genres: z.array(z.string().max(100)).max(50).describe('In the order of their listing.').optional(),
    sound: soundSchema.optional(),
    release: releaseSchema.optional(),
  })
  .openapi('Track') as unknown as z.ZodType<TrackInput>;

export const protocolSchema = z
  .enum(PROTOCOLS.map((protocol) => protocol.name))
  .describe('How the models were judged, and what they may know. Default: the first that the workspace has.');

export const unitSchema = z
  .enum(['recording', 'track'])
  .describe('What one training row was. Default: the first that the workspace has for the protocol.');

/** Which models answer, and for which bar. */
export const wishShape = {
  protocol: protocolSchema.optional(),
  unit: unitSchema.optional(),
  bar: z.number().min(0).max(100).describe('Popularity that counts as a hit, in points.').optional(),
  models: z
    .array(z.string().max(40))
    .min(1)
    .max(10)
    .describe('Names of models; default: all of the protocol and unit.')
    .optional(),
};

export const trackIdSchema = z.string().min(1).max(200).describe('Id of a track of the catalogue.');
