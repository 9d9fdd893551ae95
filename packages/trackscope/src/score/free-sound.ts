import { counterfactualWords } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { type Counterfactual, counterfactual } from '../reasons/counterfactual.js';
import { type SoundRegion, soundRegion } from '../reasons/sound-region.js';
import { type SoundSpace, type Sounds, soundSpace } from '../reasons/sound-space.js';
import { type WhatIf, whatIf } from '../reasons/what-if.js';
import { checkBar } from './check-input.js';
import type { TrackInput } from './contract.js';
import type { OpenScorer } from './scorer.js';

/** Where the sounds of a catalogue lie, for tracks that are not of it. */
export interface SoundAtlas {
  readonly space: SoundSpace;
  /** Of a genre with enough tracks, else of the whole catalogue; null where that has too few. */
  region(genre: string | undefined): SoundRegion | null;
}

/**
 * An atlas of a catalogue's sounds. Regions are measured when they are first asked for.
 *
 * @param sounds one row a track
 * @param rowsOfGenre rows of the tracks that are listed under a genre
 */
export function soundAtlas(sounds: Sounds, rowsOfGenre: (genre: string) => Uint32Array): SoundAtlas {
  const space = soundSpace(sounds);
  const regions = new Map<string, SoundRegion | null>();
  function kept(key: string, made: () => SoundRegion | null): SoundRegion | null {
    const known = regions.get(key);
    if (known !== undefined) return known;
    const region = made();
    regions.set(key, region);
    return region;
  }
  const all = () =>
    kept('', () =>
      soundRegion(
        sounds,
        space,
        'this catalogue',
        Uint32Array.from({ length: sounds.rows }, (_, i) => i),
      ),
    );
  return {
    space,
    region(genre) {
      if (genre === undefined || genre === '') return all();
      return kept(genre, () => soundRegion(sounds, space, genre, rowsOfGenre(genre))) ?? all();
    },
  };
}

/** A search for a better sound, in words too. */
export interface FreeCounterfactual extends Counterfactual {
  /** Whose sounds were searched: a genre, or "this catalogue". */
  readonly among: string;
  readonly text: string;
}

/**
 * The smallest plausible change of a track's sound with which a model predicts a bar, within the sounds of its first genre; it
 * may answer that there is none. Null where the catalogue has too few tracks to say what is plausible.
 *
 * @throws UserError `bad-input`, `model-not-found`
 */
export function reachBySound(
  scorer: OpenScorer,
  input: TrackInput,
  model: string,
  bar: number,
  atlas: SoundAtlas,
): FreeCounterfactual | null {
  checkBar(bar);
  const { space } = atlas;
  const predict = scorer.soundPredictor(input, model, space.axes);
  const region = atlas.region(input.genres?.[0]);
  if (!region) return null;
  const current = soundIn(space, input);
  const found = counterfactual(predict, space, region, current, bar);
  const before = predict([current])[0]!;
  const among = region.name;
  return { ...found, among, text: counterfactualWords({ ...found, before, after: found.prediction, among }) };
}

/**
 * What a model says of a track with another sound, with a warning where the catalogue has nothing like it.
 * @throws UserError `bad-input` for a feature that is no length of sound (key, mode, …) or that the catalogue lacks
 */
export function whatIfSound(
  scorer: OpenScorer,
  input: TrackInput,
  model: string,
  changes: Readonly<Record<string, number>>,
  atlas: SoundAtlas,
): WhatIf {
  const { space } = atlas;
  checkChanges(space, changes);
  const predict = scorer.soundPredictor(input, model, space.axes);
  return whatIf(predict, space, atlas.region(input.genres?.[0]), soundIn(space, input), changes);
}

/** @throws UserError `bad-input` */
export function checkChanges(space: SoundSpace, changes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (space.axes.includes(name) && Number.isFinite(value)) continue;
    throw new UserError(
      'bad-input',
      `cannot set ${name} to ${value}: expected a number for a feature of the sound`,
      `There are ${space.axes.join(', ')}.`,
    );
  }
}

function soundIn({ axes }: SoundSpace, { sound }: TrackInput): Float64Array {
  return Float64Array.from(axes, (name) => sound?.[name] ?? Number.NaN);
}
