import type { HonestName, Profile, UnitName } from '@trackscope/catalogue';
import type { ScorableSet, TrackRecord } from 'trackscope/browser';
import { DRAFT_PARAMS, draftAt, paramsOf, START_PARAMS, startOf } from './address.js';
import { AddressSteps } from './address-steps.svelte.js';
import { Answering } from './answering.svelte.js';
import { baseOf, recordDraft } from './bases.js';
import { DeskState } from './desk-state.svelte.js';
import type { Draft, Start } from './draft.js';
import { lookUp } from './look-up.js';
import { SimilarTracks } from './similar-tracks.svelte.js';
import { USUAL_BAR, VIEW_PARAMS, viewAt } from './view.js';

/** A hand that pauses this long on a slider leaves its mark in the address: browsers allow few changes of it a second. */
const PAUSE_MS = 400;

/** The track being shaped, by hand or by the address, and what is said of it. */
export class Desk extends DeskState {
  readonly answering = new Answering(this);
  readonly similar = new SimilarTracks(this);
  readonly address: AddressSteps;
  /** What went wrong with the start, in words. */
  startProblem: string | null = $state(null);
  starting = $state(false);

  #opening = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #gone = false;
  #held = false;

  /** @param sets at least one */
  constructor(profile: Profile, sets: readonly ScorableSet[], params: URLSearchParams) {
    super(profile, sets);
    const sound = this.features.map(({ name }) => name);
    this.address = new AddressSteps([...START_PARAMS, ...sound, ...DRAFT_PARAMS, ...VIEW_PARAMS], params);
    void this.#open(this.address.params);
  }

  /** A feature moves: answers follow in this frame, the address when the hand rests. */
  moveSound(name: string, value: number | null): void {
    this.#grasp(name);
    this.sound[name] = value;
    this.column = name;
    this.#moved(name);
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
    this.#stepSoon(name);
  }

  moveBar(bar: number): void {
    this.#grasp('bar');
    this.bar = bar;
    this.#moved('bar');
  }

  restBar(): void {
    this.restSound('bar');
  }

  chooseModels(protocol: HonestName, unit: UnitName): void {
    this.protocol = protocol;
    this.unit = unit;
    this.#step('protocol');
    void this.#answerWhenOpen();
  }

  chooseModel(model: string): void {
    this.model = model;
    this.#step('model');
    this.answering.curveSoon();
  }

  chooseColumn(column: string): void {
    this.column = column;
    this.#step('curve');
    this.answering.curveSoon();
  }

  /** Begins anew: from a track, a genre's median, or what is usual. Bar and models stay. */
  begin(start: Start): void {
    this.#go({
      track: start.kind === 'track' ? start.id : null,
      like: start.kind === 'genre' ? start.genre : null,
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
    this.#go(paramsOf(start, draft, baseOf(start, this.profile, this.features)));
  }

  undo(): void {
    const params = this.address.undo();
    if (params) void this.#open(params);
  }

  redo(): void {
    const params = this.address.redo();
    if (params) void this.#open(params);
  }

  /** The address changed: by hand, by a link, by back or forward. */
  follow(params: URLSearchParams): void {
    if (this.address.follow(params)) void this.#open(this.address.params);
  }

  /** What a hand left half-way is made a step: the address then holds every input. */
  settle(): void {
    this.restSound(this.column);
  }

  /** Tries again what could not be loaded. */
  retry(): void {
    void this.#open(this.address.params);
  }

  /** The page is left. */
  close(): void {
    this.#gone = true;
    clearTimeout(this.#pause);
    this.answering.close();
    this.similar.close();
  }

  #grasp(control: string): void {
    if (this.#held) return;
    this.#held = true;
    this.address.take(control);
  }

  #go(params: Readonly<Record<string, string | null>>): void {
    this.address.rest();
    void this.#open(this.address.record({ ...params, ...this.viewParams }, 'begin'));
  }

  async #open(params: URLSearchParams): Promise<void> {
    const turn = ++this.#opening;
    const start = startOf(params);
    let record: TrackRecord | null = null;
    let problem: string | null = null;
    if (start.kind === 'track') {
      if (this.record?.track.trackId === start.id) record = this.record;
      else {
        this.starting = true;
        ({ record, problem } = await lookUp(start.id));
      }
    }
    if (turn !== this.#opening || this.#gone) return;
    this.starting = false;
    this.start = start;
    this.record = record;
    this.startProblem = problem;
    this.base = record ? recordDraft(record, this.features) : baseOf(start, this.profile, this.features);
    this.take(draftAt(params, this.base));
    Object.assign(this, viewAt(params, this.sets, this.features, this));
    this.#changed();
    void this.#answerWhenOpen();
  }

  async #answerWhenOpen(): Promise<void> {
    if (await this.answering.open()) this.#changed();
  }

  #changed(): void {
    this.answering.changed();
    this.similar.changed();
  }

  /** A hand moves a control. */
  #moved(control: string): void {
    this.similar.changed();
    this.answering.moved();
    this.#stepSoon(control, true);
  }

  #stepSoon(control: string, holding = false): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#step(control, holding), PAUSE_MS);
  }

  #step(control: string, holding = false): void {
    clearTimeout(this.#pause);
    if (!this.starting) this.address.record(this.params, control, holding);
  }
}
