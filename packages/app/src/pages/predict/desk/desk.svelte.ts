import type { HonestName, Profile, UnitName } from '@trackscope/catalogue';
import { flushSync, untrack } from 'svelte';
import type {
  Answer,
  Answers,
  FeatureCurve,
  ListingRow,
  Release,
  ScorableSet,
  Scorer,
  TrackInput,
  TrackRecord,
} from 'trackscope/browser';
import { workspace } from '../../../data/workspace.js';
import { route } from '../../../shell/route.svelte.js';
import { draftAt, paramsOf, startOf } from './address.js';
import { baseOf, recordDraft } from './bases.js';
import { AS_WRITTEN, type Draft, type Start, trackInput } from './draft.js';
import { type Feature, featuresOf } from './features.js';
import { Steps } from './steps.js';

export const USUAL_BAR = 60;
/** A hand that pauses this long on a slider leaves its mark in the address: browsers allow few changes of it a second. */
const PAUSE_MS = 400;
const SIMILAR_MS = 220;
const SIMILAR = 8;

export type Similar = ListingRow & { readonly distance: number };

/** The track being shaped, what the models say of it, and how one came here. */
export class Desk {
  readonly profile: Profile;
  readonly sets: readonly ScorableSet[];
  readonly features: readonly Feature[];

  start: Start = $state.raw({ kind: 'usual' });
  /** What the draft began from. */
  base: Draft;
  sound: Record<string, number | null> = $state({});
  title = $state('');
  album = $state('');
  artists: readonly string[] = $state.raw([]);
  genres: readonly string[] = $state.raw([]);
  release: Release = $state.raw(AS_WRITTEN);

  protocol: HonestName = $state('known-artist');
  unit: UnitName = $state('recording');
  bar = $state(USUAL_BAR);
  /** The model whose reasons and curve are shown; '' is the first. */
  model = $state('');
  /** The feature whose curve is shown. */
  column: string = $state('energy');

  /** The catalogue's track that one began from. */
  record: TrackRecord | null = $state.raw(null);
  /** What went wrong with the start, in words. */
  startProblem: string | null = $state(null);
  starting = $state(false);
  scorer: Scorer | null = $state.raw(null);
  scorerError: unknown = $state.raw(null);
  answers: Answers | null = $state.raw(null);
  answerError: unknown = $state.raw(null);
  curve: FeatureCurve | null = $state.raw(null);
  similar: readonly Similar[] | null = $state.raw(null);
  similarError: unknown = $state.raw(null);
  canUndo = $state(false);
  canRedo = $state(false);

  readonly #steps: Steps<string>;
  #written = '';
  #opening = 0;
  #frame = 0;
  #waiting = false;
  #asked = 0;
  #curveFrame = 0;
  #curveKey = '';
  #pause: ReturnType<typeof setTimeout> | undefined;
  #similarTimer: ReturnType<typeof setTimeout> | undefined;
  #similarKey = '';
  #gone = false;
  #held = false;

  constructor(profile: Profile, sets: readonly ScorableSet[], params: URLSearchParams) {
    this.profile = profile;
    this.sets = sets;
    this.features = featuresOf(profile);
    this.base = baseOf({ kind: 'usual' }, profile, this.features);
    this.#take(this.base);
    if (!this.features.some(({ name }) => name === this.column)) this.column = this.features[0]?.name ?? '';
    this.#written = ownParams(params, this.features).toString();
    this.#steps = new Steps(this.#written);
    void this.#open(new URLSearchParams(this.#written));
  }

  /** The chosen model's answer. */
  get answer(): Answer | null {
    const answers = this.answers?.answers;
    return answers?.find(({ model }) => model === this.model) ?? answers?.[0] ?? null;
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

  /** A feature moves: answers follow in this frame, the address when the hand rests. */
  moveSound(name: string, value: number | null): void {
    this.#grasp(name);
    this.sound[name] = value;
    this.column = name;
    this.#moved();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#step(name, true), PAUSE_MS);
  }

  /** The hand left a feature. */
  restSound(name: string): void {
    this.#step(name, true);
    this.#held = false;
  }

  /** Any other input changed. */
  set(patch: Partial<Omit<Draft, 'sound'>>): void {
    Object.assign(this, patch);
    this.#changed();
    this.#step(Object.keys(patch).join());
  }

  /** Words change letter by letter: one step for a pause in typing. */
  type(name: 'title' | 'album', text: string): void {
    this[name] = text;
    this.#changed();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#step(name), PAUSE_MS);
  }

  moveBar(bar: number): void {
    this.#grasp('bar');
    this.bar = bar;
    this.#moved();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#step('bar', true), PAUSE_MS);
  }

  restBar(): void {
    this.restSound('bar');
  }

  chooseModels(protocol: HonestName, unit: UnitName): void {
    this.protocol = protocol;
    this.unit = unit;
    this.#step('protocol');
    void this.#openScorer();
  }

  chooseModel(model: string): void {
    this.model = model;
    this.#step('model');
    this.#curveSoon();
  }

  chooseColumn(column: string): void {
    this.column = column;
    this.#step('curve');
    this.#curveSoon();
  }

  /** Begins anew: from a track, a genre's median, or what is usual. Bar and models stay. */
  begin(start: Start): void {
    this.#go({
      ...(start.kind === 'track' ? { track: start.id } : {}),
      ...(start.kind === 'genre' ? { like: start.genre } : {}),
    });
  }

  /** Puts inputs that were kept before back on the desk. */
  restore(draft: Draft, protocol: HonestName, unit: UnitName, bar: number | null): void {
    this.bar = bar ?? USUAL_BAR;
    if (this.sets.some((set) => set.protocol === protocol && set.unit === unit)) {
      this.protocol = protocol;
      this.unit = unit;
    }
    const start: Start = { kind: 'usual' };
    const base = baseOf(start, this.profile, this.features);
    this.#go(compact(paramsOf(start, draft, base)));
  }

  undo(): void {
    const state = this.#steps.undo();
    if (state !== null) this.#return(state);
  }

  redo(): void {
    const state = this.#steps.redo();
    if (state !== null) this.#return(state);
  }

  /** The address changed: by hand, by a link, by back or forward. */
  follow(params: URLSearchParams): void {
    const text = ownParams(params, this.features).toString();
    if (text === this.#written) return;
    this.#written = text;
    this.#steps.rest();
    this.#steps.add(text, 'address');
    this.#steps.rest();
    void this.#open(new URLSearchParams(text));
  }

  /** What a hand left half-way is made a step: the address then holds every input. */
  settle(): void {
    this.#step(this.column, true);
    this.#held = false;
  }

  /** Tries again what could not be loaded. */
  retry(): void {
    void this.#open(new URLSearchParams(this.#written));
  }

  /** The page is left. */
  close(): void {
    this.#gone = true;
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#curveFrame);
    clearTimeout(this.#pause);
    clearTimeout(this.#similarTimer);
  }

  #grasp(control: string): void {
    if (this.#held) return;
    this.#held = true;
    this.#steps.take(control);
  }

  #go(params: Readonly<Record<string, string>>): void {
    const next = new URLSearchParams({ ...params, ...compact(this.#viewParams()) });
    this.#steps.rest();
    this.#record(ownParams(next, this.features), 'begin');
    void this.#open(next);
  }

  #return(state: string): void {
    const params = new URLSearchParams(state);
    this.#write(params, 'push');
    this.#marks();
    void this.#open(params);
  }

  async #open(params: URLSearchParams): Promise<void> {
    const turn = ++this.#opening;
    const start = startOf(params);
    let record: TrackRecord | null = null;
    let problem: string | null = null;
    let base: Draft | null = null;
    if (start.kind === 'track') {
      if (this.record?.track.trackId === start.id) record = this.record;
      else {
        this.starting = true;
        try {
          record = await (await workspace.catalogue).track(start.id);
          if (!record) problem = `This catalogue has no track “${start.id}”. What is usual stands in for it.`;
        } catch (error) {
          problem = `The track could not be looked up: ${error instanceof Error ? error.message : String(error)}.`;
        }
      }
      if (record) base = recordDraft(record, this.features);
    }
    if (turn !== this.#opening || this.#gone) return;
    this.starting = false;
    this.start = start;
    this.record = record;
    this.startProblem = problem;
    this.base = base ?? baseOf(start, this.profile, this.features);
    this.#take(draftAt(params, this.base));
    this.#view(params);
    this.#changed();
    void this.#openScorer();
  }

  #take(draft: Draft): void {
    this.sound = { ...draft.sound };
    this.title = draft.title;
    this.album = draft.album;
    this.artists = draft.artists;
    this.genres = draft.genres;
    this.release = draft.release;
  }

  #view(params: URLSearchParams): void {
    const set =
      this.sets.find(
        ({ protocol, unit }) => protocol === params.get('protocol') && unit === params.get('unit'),
      ) ??
      this.sets.find(({ protocol }) => protocol === params.get('protocol')) ??
      this.sets[0];
    if (set) {
      this.protocol = set.protocol;
      this.unit = set.unit;
    }
    const bar = Number(params.get('bar') ?? USUAL_BAR);
    this.bar = bar >= 0 && bar <= 100 ? bar : USUAL_BAR;
    this.model = params.get('model') ?? '';
    const column = params.get('curve');
    if (column && this.features.some(({ name }) => name === column)) this.column = column;
  }

  async #openScorer(): Promise<void> {
    const { protocol, unit } = this;
    if (this.sets.length === 0) return;
    if (this.scorer?.protocol === protocol && this.scorer.unit === unit) return this.#changed();
    this.scorerError = null;
    try {
      const scorer = await workspace.scorer(protocol, unit);
      if (this.protocol !== protocol || this.unit !== unit || this.#gone) return;
      this.scorer = scorer;
      this.#changed();
    } catch (error) {
      if (this.protocol !== protocol || this.unit !== unit) return;
      this.scorer = null;
      this.answers = null;
      this.curve = null;
      this.scorerError = error;
    }
  }

  /** An input changed: answered in the next frame. */
  #changed(): void {
    this.#asked ||= performance.now();
    this.#waiting = true;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#tick());
    this.#similarSoon();
  }

  /** A hand moves: the first move of a frame is answered at once, what else comes before the next frame then. */
  #moved(): void {
    const first = this.#frame === 0;
    this.#changed();
    if (first) this.#answer();
  }

  #tick(): void {
    this.#frame = 0;
    if (this.#waiting) this.#answer();
  }

  #answer(): void {
    this.#waiting = false;
    const { scorer } = this;
    const start = this.#asked;
    this.#asked = 0;
    if (!scorer) return;
    try {
      this.answers = scorer.answer(this.input, { bar: this.bar, reasons: true });
      this.answerError = null;
    } catch (error) {
      this.answers = null;
      this.answerError = error;
    }

    flushSync();
    // For whoever watches: from the input to all answers on the page.
    performance.clearMeasures('predict:answer');
    performance.measure('predict:answer', { start, end: performance.now() });
    this.#curveSoon();
  }

  /** The curve follows a frame later, and only where something other than its own feature changed. */
  #curveSoon(): void {
    if (this.#curveFrame !== 0) return;
    this.#curveFrame = requestAnimationFrame(() => {
      this.#curveFrame = 0;
      const { scorer, column, answer, input } = this;
      if (!scorer || !answer || column === '') return;
      const { [column]: own, ...others } = input.sound ?? {};
      const key = JSON.stringify([
        scorer.protocol,
        scorer.unit,
        answer.model,
        column,
        own === undefined,
        others,
        { ...input, sound: null },
      ]);
      if (key === this.#curveKey) return;
      try {
        this.curve = scorer.curve(input, column, answer.model);
        this.#curveKey = key;
      } catch {
        // Its answer failed with the same words.
        this.curve = null;
        this.#curveKey = '';
      }
    });
  }

  #similarSoon(): void {
    clearTimeout(this.#similarTimer);
    this.#similarTimer = setTimeout(() => void this.#findSimilar(), SIMILAR_MS);
  }

  async #findSimilar(): Promise<void> {
    const sound = this.input.sound ?? {};
    const except = this.start.kind === 'track' && this.record ? this.record.track.trackId : undefined;
    const key = JSON.stringify([sound, except]);
    if (key === this.#similarKey && this.similar) return;
    this.#similarKey = key;
    try {
      const found = await (await workspace.catalogue).similar(sound, SIMILAR, except);
      if (key !== this.#similarKey || this.#gone) return;
      this.similar = found;
      this.similarError = null;
    } catch (error) {
      if (key === this.#similarKey) this.similarError = error;
    }
  }

  #viewParams(): Record<string, string | null> {
    const first = this.sets[0];
    const usual = first?.protocol === this.protocol && first.unit === this.unit;
    return {
      protocol: usual ? null : this.protocol,
      unit: usual ? null : this.unit,
      bar: this.bar === USUAL_BAR ? null : String(this.bar),
      model: this.model === '' ? null : this.model,
      curve: this.column === (this.features[0]?.name ?? '') ? null : this.column,
    };
  }

  #step(control: string, holding = false): void {
    clearTimeout(this.#pause);
    if (this.starting) return;
    const params = compact({ ...paramsOf(this.start, this.draft, this.base), ...this.#viewParams() });
    this.#record(ownParams(new URLSearchParams(params), this.features), control, holding);
  }

  #record(params: URLSearchParams, control: string, holding = false): void {
    const isNew = this.#steps.add(params.toString(), control, holding);
    this.#write(params, isNew ? 'push' : 'replace');
    this.#marks();
  }

  #marks(): void {
    this.canUndo = this.#steps.canUndo;
    this.canRedo = this.#steps.canRedo;
  }

  #write(params: URLSearchParams, how: 'push' | 'replace'): void {
    this.#written = params.toString();
    const patch: Record<string, string | null> = {};
    for (const name of ownNames(this.features)) patch[name] = params.get(name);
    untrack(() => route.set(patch, how));
  }
}

function ownNames(features: readonly Feature[]): string[] {
  return [
    'track',
    'like',
    ...features.map(({ name }) => name),
    'title',
    'album',
    'artists',
    'genres',
    'release',
    'protocol',
    'unit',
    'bar',
    'model',
    'curve',
  ];
}

/** The desk's parameters in their own order, whatever stands beside them. */
function ownParams(params: URLSearchParams, features: readonly Feature[]): URLSearchParams {
  const own = new URLSearchParams();
  for (const name of ownNames(features)) {
    const value = params.get(name);
    if (value !== null && value !== '') own.set(name, value);
  }
  return own;
}

function compact(params: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
