import { AUDIO_FEATURES, columnSpec, type Protocol, soundValue } from '@trackscope/catalogue';
import type { PreparedTrack } from './prepared-track.js';
import type { UsualSound } from './usual-sound.js';

/** What to be careful about with what models say of a track. */
export function warningsOf(
  { input, genre, strangers }: PreparedTrack,
  protocol: Protocol,
  audio: readonly string[],
  usual: UsualSound,
  synthetic: boolean,
): string[] {
  const found: string[] = [];
  const reads = (family: Protocol['families'][number]) => protocol.families.includes(family);
  if (synthetic) found.push('trained on the synthetic demo catalogue: this says nothing about real music');
  if (reads('artist') && (input.artists ?? []).length === 0) {
    found.push('no artist is given: it is scored as one of whom nothing is known');
  }
  if (reads('artist') && strangers.artists.length > 0) {
    found.push(`the catalogue does not know ${named(strangers.artists)}: scored as new artists are`);
  }
  if ((input.genres ?? []).length === 0)
    found.push('no genre is given: it is scored as of no genre in particular');
  if (strangers.genres.length > 0) {
    found.push(`the catalogue has no genre ${named(strangers.genres)}: it says nothing to the models`);
  }
  if (reads('album') && strangers.album && (input.release?.kind ?? 'as-written') === 'as-written') {
    found.push(
      `the catalogue does not know the album "${input.album}": counted as one with this track alone`,
    );
  }
  if (!reads('context') && input.release && input.release.kind !== 'as-written') {
    found.push('how it is released is not read here: this protocol judges the day a track comes out');
  }
  for (const name of audio) outside(found, name, input.sound?.[name], genre, usual);
  const missing = audio.filter((name) => input.sound?.[name] === undefined);
  if (missing.length > 0) {
    found.push(
      `not known of its sound: ${missing.map((name) => columnSpec(name).title.toLowerCase()).join(', ')}`,
    );
  }
  const unread = AUDIO_FEATURES.filter((name) => input.sound?.[name] !== undefined && !audio.includes(name));
  if (unread.length > 0) {
    found.push(
      `not read, as the catalogue lacks it: ${unread.map((name) => columnSpec(name).title.toLowerCase()).join(', ')}`,
    );
  }
  return found;
}

function outside(
  found: string[],
  name: string,
  value: number | undefined,
  genre: string,
  usual: UsualSound,
): void {
  if (value === undefined) return;
  const whole = usual.overall(name);
  const own = genre === '' ? null : usual.ofGenre(genre, name);
  for (const [spread, among] of [
    [whole, 'of the whole catalogue'],
    [own, `of ${genre}`],
  ] as const) {
    if (!spread || (value >= spread.min && value <= spread.max)) continue;
    const range = `${soundValue(name, spread.min)} to ${soundValue(name, spread.max)}`;
    const title = columnSpec(name).title.toLowerCase();
    found.push(
      `${title} ${soundValue(name, value)} is outside ${among} (${range}): the models have not seen the like`,
    );
    return;
  }
}

function named(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
