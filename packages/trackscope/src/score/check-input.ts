import { AUDIO_FEATURES } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import type { TrackInput } from './contract.js';

/**
 * Refuses what no track can have.
 * @throws UserError `bad-input` naming the field
 */
export function checkInput({ sound, release }: TrackInput): void {
  if (sound) {
    for (const name in sound) {
      if (!(AUDIO_FEATURES as readonly string[]).includes(name)) {
        throw bad(`"${name}" is no audio feature`, `There are ${AUDIO_FEATURES.join(', ')}.`);
      }
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

/** @throws UserError `bad-input` */
export function checkBar(bar: number): void {
  if (!(bar >= 0 && bar <= 100)) throw bad(`the bar must be between 0 and 100, found ${String(bar)}`);
}

function bad(what: string, remedy: string | null = null): UserError {
  return new UserError('bad-input', what, remedy);
}
