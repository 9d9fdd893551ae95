import { AUDIO_FEATURES } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import type { TrackInput } from './contract.js';
import type { TrackColumns } from './track-columns.js';

const AUDIO_NAMES: ReadonlySet<string> = new Set(AUDIO_FEATURES);

/**
 * Refuses what no track can have.
 * @throws UserError `bad-input` naming the field
 */
export function checkInput({ sound, release }: TrackInput): void {
  if (sound) {
    for (const name in sound) {
      if (!AUDIO_NAMES.has(name)) throw notAudio(name);
      if (!Number.isFinite(sound[name])) {
        throw bad(`${name} must be a number, found ${String(sound[name])}`, 'Leave out what is not known.');
      }
    }
  }
  if (release?.kind === 'album' && !(Number.isInteger(release.tracks) && release.tracks >= 1)) {
    throw bad(`an album must have 1 track or more, found ${String(release.tracks)}`);
  }
  if (release?.kind === 'compilation' && !(Number.isInteger(release.artists) && release.artists >= 2)) {
    throw bad(`a compilation must have 2 artists or more, found ${String(release.artists)}`);
  }
}

/**
 * The same for tracks in columns, where NaN is what is not known.
 * @throws UserError `bad-input` naming the column and the row
 */
export function checkColumns({ rows, sound }: TrackColumns): void {
  for (const [name, values] of Object.entries(sound)) {
    if (!AUDIO_NAMES.has(name)) throw notAudio(name);
    if (values.length !== rows) throw bad(`${name} must have ${rows} values, found ${values.length}`);
    for (let row = 0; row < rows; row++) {
      const value = values[row]!;
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
        throw bad(`${name} must be a number, found ${String(value)} in row ${row + 1}`);
      }
    }
  }
}

/** @throws UserError `bad-input` */
export function checkBar(bar: number): void {
  if (!(bar >= 0 && bar <= 100)) throw bad(`the bar must be between 0 and 100, found ${String(bar)}`);
}

function notAudio(name: string): UserError {
  return bad(`"${name}" is no audio feature`, `There are ${AUDIO_FEATURES.join(', ')}.`);
}

function bad(what: string, remedy: string | null = null): UserError {
  return new UserError('bad-input', what, remedy);
}
