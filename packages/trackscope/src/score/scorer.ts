import { type Protocol, reasonWords, type UnitName } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { type Contributions, gathered } from '../reasons/contributions.js';
import type { SoundPredictor } from '../reasons/what-if.js';
import { answerRows, type ScoredRows } from './answer-rows.js';
import { checkBar, checkColumns, checkInput } from './check-input.js';
import { knownGenre } from './coded-tracks.js';
import type { Answer, Scorer, TrackInput } from './contract.js';
import { curveOf, repeated } from './curve.js';
import type { ModelSet } from './model-files.js';
import {
  differInSoundOnly,
  type FeatureMaker,
  moveSound,
  type PreparedTrack,
  prepareTrack,
} from './prepared-track.js';
import { scoredColumns, scoredTracks } from './scored-tracks.js';
import { columnsBetween, type TrackColumns } from './track-columns.js';
import type { UsualSound } from './usual-sound.js';
import { type Voice, voiceOf } from './voice.js';
import { warningsOf } from './warnings.js';

/** A scorer that says how it worked. */
export interface OpenScorer extends Scorer {
  /** How often features of a track were made anew, and how often its sound alone was moved. */
  readonly runs: { readonly prepared: number; readonly moved: number };
  /**
   * What a model says of other sounds of a track, all else as it is: values by axis in, points out. Axes that the models
   * do not read change nothing.
   */
  soundPredictor(input: TrackInput, model: string, axes: readonly string[]): SoundPredictor;
  /** As {@link Scorer.answerMany}, for tracks in columns: no object is made for a row. */
  answerColumns(columns: TrackColumns, models?: readonly string[], bar?: number): readonly ScoredRows[];
  /**
   * Interval and chance of predictions that a model made before.
   * @param genres first genres, as they stand in the input
   */
  around(
    model: string,
    predicted: Float64Array,
    genres: readonly string[],
    bar?: number,
  ): Omit<ScoredRows, 'model' | 'predicted'>;
}

/** A scorer of models that were read. */
export function makeScorer(
  protocol: Protocol,
  unit: UnitName,
  { vocabulary, tables, models }: ModelSet,
  usual: UsualSound,
): OpenScorer {
  const maker: FeatureMaker = { vocabulary, families: protocol.families, tables };
  const voices = models.map((model) => voiceOf(model, protocol, unit));
  const synthetic = models.some(({ file }) => file.training.synthetic);
  const runs = { prepared: 0, moved: 0 };
  const places = new Map<string, number>();
  models[0]!.file.columns.forEach(({ name, family }, place) => {
    if (family === 'sound') places.set(name, place);
  });
  let last: PreparedTrack | null = null;

  function prepared(input: TrackInput): PreparedTrack {
    checkInput(input);
    if (last && differInSoundOnly(last.input, input)) {
      runs.moved++;
      last = moveSound(last, input, places);
    } else {
      runs.prepared++;
      last = prepareTrack(maker, input);
    }
    return last;
  }

  function chosen(names: readonly string[] | undefined): readonly Voice[] {
    return names?.map((name) => voiceNamed(name)) ?? voices;
  }

  function voiceNamed(name: string): Voice {
    const found = voices.find(({ summary }) => summary.model === name);
    if (found) return found;
    const there = voices.map(({ summary }) => summary.model).join(', ');
    throw new UserError('model-not-found', `no model "${name}" is open here; there are ${there}`);
  }

  return {
    protocol: protocol.name,
    unit,
    models: voices.map(({ summary }) => summary),
    bar: voices[0]!.bar,
    synthetic,
    runs,
    answer(input, { bar, reasons = true, models: names } = {}) {
      if (bar !== undefined) checkBar(bar);
      const speakers = chosen(names);
      const track = prepared(input);
      return {
        answers: speakers.map((voice) => answerOf(voice, track, bar ?? voice.bar, reasons, usual)),
        warnings: warningsOf(track, protocol, vocabulary.audio, usual, synthetic),
      };
    },
    curve(input, column, model) {
      return curveOf(prepared(input), column, voiceNamed(model), places.get(column), usual);
    },
    answerMany(inputs, names, bar) {
      if (bar !== undefined) checkBar(bar);
      for (const input of inputs) checkInput(input);
      const block = (from: number, to: number) => scoredTracks(inputs.slice(from, to), vocabulary);
      return answerRows(maker, chosen(names), inputs.length, block, bar);
    },
    answerColumns(columns, names, bar) {
      if (bar !== undefined) checkBar(bar);
      checkColumns(columns);
      const block = (from: number, to: number) =>
        scoredColumns(columnsBetween(columns, from, to), vocabulary);
      return answerRows(maker, chosen(names), columns.rows, block, bar);
    },
    soundPredictor(input, model, axes) {
      const voice = voiceNamed(model);
      checkInput(input);
      return soundsOf(voice, prepareTrack(maker, input), places, axes);
    },
    around(model, predicted, genres, bar) {
      const voice = voiceNamed(model);
      const known = genres.map((name) => knownGenre(name, vocabulary));
      return {
        ...voice.intervals(predicted, known),
        chance: voice.chances.ofAll(predicted, bar ?? voice.bar),
      };
    },
  };
}

function soundsOf(
  voice: Voice,
  track: PreparedTrack,
  places: ReadonlyMap<string, number>,
  axes: readonly string[],
): SoundPredictor {
  return (sounds) => {
    const moved = new Map<number, Float32Array>();
    axes.forEach((name, axis) => {
      const place = places.get(name);
      if (place !== undefined)
        moved.set(
          place,
          Float32Array.from(sounds, (sound) => sound[axis]!),
        );
    });
    return voice.many(repeated(track, sounds.length, moved));
  };
}

function answerOf(
  voice: Voice,
  track: PreparedTrack,
  bar: number,
  withReasons: boolean,
  usual: UsualSound,
): Answer {
  const { summary } = voice;
  const apart = withReasons ? reasonsOf(voice, track, usual) : null;
  const prediction = apart?.prediction ?? voice.one(track);
  const { low, high } = voice.intervals(Float64Array.of(prediction), [track.genre]);
  return {
    model: summary.model,
    protocol: summary.protocol,
    unit: summary.unit,
    prediction,
    low: low[0]!,
    high: high[0]!,
    bar,
    chance: voice.chances.of(prediction, bar),
    reasons: apart && {
      base: apart.base,
      held: apart.held,
      method: apart.method,
      families: apart.groups,
    },
  };
}

/** Null for a model whose predictions do not come apart. */
function reasonsOf(voice: Voice, track: PreparedTrack, usual: UsualSound): Contributions | null {
  const { explainable } = voice;
  if (!explainable) return null;
  const { genre, row, words } = track;
  const own = (column: string) => (genre === '' ? null : usual.ofGenre(genre, column));
  const facts = {
    value(column: string) {
      const place = explainable.columns.indexOf(column);
      return place < 0 ? Number.NaN : row[place]!;
    },
    usual: (column: string) => (own(column) ?? usual.overall(column))?.usual ?? null,
    among: own('energy') ? genre : 'this catalogue',
  };
  return gathered(explainable, voice.apart(track), (topic) => {
    let text = words.get(topic);
    if (text === undefined) {
      text = reasonWords(topic, facts);
      words.set(topic, text);
    }
    return text;
  });
}
