import type { Protocol } from '@trackscope/catalogue';
import { openEngine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';
import { loadHonest } from '../honest/data.js';
import { openHonest } from '../honest/predict.js';
import { openListings } from '../workspace/listings.js';
import type { Workspace } from '../workspace/read.js';
import { largestReasons, type Reason, roundedSum } from './contributions.js';
import { explainTrack, type TrackReasons } from './explain-track.js';
import { type FoundTrack, findTrack, type TrackWish, tracksByNumber } from './find-track.js';
import type { SimilarTrack } from './similar.js';
import { storedModel } from './stored-model.js';

export interface ExplainOptions extends TrackWish {
  readonly model: string;
  readonly protocol: string;
  readonly unit: string;
  /** Popularity that counts as a hit, in points. */
  readonly bar: number;
  /** Another sound to be asked about, by audio feature. */
  readonly whatIf?: Readonly<Record<string, number>>;
}

/** A track that sounds like another, as a person knows it. */
export interface SoundsLike extends FoundTrack {
  readonly distance: number;
}

/** What `explain --json` prints. */
export interface TrackExplanation extends Omit<TrackReasons, 'similar'> {
  readonly workspace: string;
  readonly track: FoundTrack;
  readonly model: string;
  readonly protocol: string;
  readonly unit: string;
  /** One line: how the protocol judges. */
  readonly protocolNote: string;
  /** The same as `groups`, rounded to one decimal so that base, groups and `held` still add up. */
  readonly rounded: {
    readonly prediction: number;
    readonly base: number;
    readonly groups: readonly number[];
  };
  /** The largest of all groups. */
  readonly reasons: readonly Reason[];
  readonly similar: {
    readonly withinGenre: readonly SoundsLike[];
    readonly acrossGenres: readonly SoundsLike[];
  };
}

const LARGEST = 8;

/**
 * Explains the score of one track of a workspace.
 * @throws UserError `track-not-found`, `several-tracks`, `which-track`, `model-not-found`, `cannot-explain`,
 *   `bad-input`
 */
export async function explainInWorkspace(
  workspace: Workspace,
  options: ExplainOptions,
  signal?: AbortSignal,
): Promise<TrackExplanation> {
  const engine = await openEngine();
  const interrupt = () => engine.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await openListings(engine, workspace);
    const track = await findTrack(engine, options);
    const predictor = await openHonest(workspace.directory, options.model, options.protocol, options.unit);
    const stored = storedModel(predictor);
    const data = await loadHonest(engine);
    signal?.throwIfAborted();
    const row = data.tracks.track.indexOf(track.track);
    if (row < 0) throw new UserError('track-not-found', `track ${track.track} is not among the tracks`);
    const { similar, ...reasons } = explainTrack(data, stored, row, options.bar, options.whatIf ?? null);
    const named = async (found: readonly SimilarTrack[]): Promise<SoundsLike[]> => {
      const numbers = found.map((s) => data.tracks.track[s.row]!);
      const tracks = await tracksByNumber(engine, numbers);
      return tracks.map((known, i) => ({ ...known, distance: found[i]!.distance }));
    };
    const { protocol, unit } = stored;
    return {
      workspace: workspace.directory,
      track,
      model: options.model,
      protocol: protocol.name,
      unit,
      protocolNote: noteOf(protocol),
      ...reasons,
      rounded: roundedSum(reasons),
      reasons: largestReasons(reasons, LARGEST),
      similar: {
        withinGenre: await named(similar.withinGenre),
        acrossGenres: await named(similar.acrossGenres),
      },
    };
  } finally {
    signal?.removeEventListener('abort', interrupt);
    engine.close();
  }
}

function noteOf({ title, note }: Protocol): string {
  return `${title}: ${note}`;
}
