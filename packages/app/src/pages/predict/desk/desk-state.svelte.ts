import type { HonestName, Profile, UnitName } from '@trackscope/catalogue';
import type { Release, ScorableSet, TrackInput, TrackRecord } from 'trackscope/browser';
import { paramsOf } from './address.js';
import { baseOf } from './bases.js';
import { AS_WRITTEN, type Draft, type Start, trackInput } from './draft.js';
import { type Feature, featuresOf } from './features.js';
import { USUAL_BAR, type View, viewParams } from './view.js';

/** What lies on the desk: the track being shaped, where it began, and which answers are shown. */
export class DeskState implements Draft, View {
  readonly profile: Profile;
  /** Sets of models that answer; the first is the usual one. */
  readonly sets: readonly ScorableSet[];
  readonly features: readonly Feature[];

  start: Start = $state.raw({ kind: 'usual' });
  /** What the draft began from. */
  base: Draft;
  /** The catalogue's track that one began from. */
  record: TrackRecord | null = $state.raw(null);

  sound: Record<string, number | null> = $state({});
  title = $state('');
  album = $state('');
  artists: readonly string[] = $state.raw([]);
  genres: readonly string[] = $state.raw([]);
  release: Release = $state.raw(AS_WRITTEN);

  protocol: HonestName = $state('known-artist');
  unit: UnitName = $state('recording');
  bar = $state(USUAL_BAR);
  model = $state('');
  column: string = $state('energy');

  constructor(profile: Profile, sets: readonly ScorableSet[]) {
    this.profile = profile;
    this.sets = sets;
    this.features = featuresOf(profile);
    this.base = baseOf({ kind: 'usual' }, profile, this.features);
    this.take(this.base);
    if (!this.features.some(({ name }) => name === this.column)) this.column = this.features[0]?.name ?? '';
  }

  get draft(): Draft {
    const { title, album, artists, genres, release } = this;
    return { sound: { ...this.sound }, title, album, artists, genres, release };
  }

  get input(): TrackInput {
    return trackInput(this.draft);
  }

  /** Popularity that the track one began from has; null where one began elsewhere. */
  get actual(): number | null {
    return this.record?.track.values.popularity ?? null;
  }

  /** Parameters of the address by which all of this is found again; null for what goes without saying. */
  get params(): Record<string, string | null> {
    return { ...paramsOf(this.start, this.draft, this.base), ...this.viewParams };
  }

  /** Those of the view alone. */
  get viewParams(): Record<string, string | null> {
    return viewParams(this, this.sets, this.features);
  }

  take(draft: Draft): void {
    this.sound = { ...draft.sound };
    this.title = draft.title;
    this.album = draft.album;
    this.artists = draft.artists;
    this.genres = draft.genres;
    this.release = draft.release;
  }
}
