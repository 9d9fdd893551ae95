import type { Random } from '../random.js';
import { TONGUES, type TongueName } from './tongues.js';

/** Titles that readers of catalogues stumble over. Some tracks of every demo catalogue are called so. */
export const AWKWARD_TITLES: readonly string[] = [
  'NA',
  'null',
  'N/A',
  '404',
  'She Said "Never", Twice',
  'One, Two, Three',
  '  Spaces Around  ',
  '#1',
  '-',
  '+44',
  '@midnight',
  'Tab\tStop',
  'Ω',
  '雨 (雨)',
  'Naïve café',
];

/** A title shared by several artists is drawn from this many of a tongue. */
const COMMON = 60;

/** An invented title in a tongue. */
export function title(random: Random, tongueName: TongueName): string {
  const tongue = TONGUES[tongueName !== 'english' && random.chance(0.2) ? 'english' : tongueName];
  const { adjectives, nouns, links, gap } = tongue;
  const noun = random.pick(nouns);
  const form = random.next();
  if (form < 0.005) return noun;
  const space = gap === '' ? '' : ' ';
  const pair = () =>
    tongue.adjectiveLast
      ? `${random.pick(nouns)}${space}${random.pick(adjectives)}`
      : `${random.pick(adjectives)}${space}${random.pick(nouns)}`;
  if (form < 0.1) return pair();
  const link = random.pick(links);
  if (form < 0.36) return `${noun} ${link} ${pair()}`;
  if (form < 0.62) return `${pair()} ${link} ${noun}`;
  if (form < 0.8) return `${pair()} ${link} ${pair()}`;
  if (form < 0.9) return `${noun}, ${pair()}`;
  return `${noun} ${1 + random.below(99)}`;
}

/** A title that other artists use too, as short words and standards are. */
export function commonTitle(random: Random, tongueName: TongueName): string {
  const { nouns, adjectives, adjectiveLast } = TONGUES[tongueName];
  const at = random.below(COMMON);
  const noun = nouns[at % nouns.length]!;
  if (at < nouns.length && random.chance(0.5)) return noun;
  const adjective = adjectives[(at * 7 + random.below(6)) % adjectives.length]!;
  return adjectiveLast ? `${noun} ${adjective}` : `${adjective} ${noun}`;
}

const VERSIONS = [
  ' - Live',
  ' - Remastered',
  ' - Remastered 2011',
  ' - Acoustic',
  ' - Remix',
  ' - Radio Edit',
  ' - Extended Mix',
  ' (Live)',
  ' (Acoustic)',
  ' (Instrumental)',
  ' [Deluxe]',
  ' - Demo',
];

/** The title of another recording of a song: the same, or with a note. */
export function versionTitle(random: Random, base: string): string {
  return random.chance(0.25) ? base : base + random.pick(VERSIONS);
}

/** A note that the first release of a song carries; often none. */
export function titleNote(random: Random, featured: string | undefined, club: boolean): string {
  if (featured !== undefined && random.chance(0.12)) return ` (feat. ${featured})`;
  const roll = random.next();
  if (roll < (club ? 0.3 : 0.02))
    return random.pick([' - Original Mix', ' - Extended Mix', ' - Remix', ' - Radio Edit']);
  if (roll < 0.36 && roll > 0.26)
    return random.pick([' - Remastered', ' - Live', ' - Single Version', ' - Remastered 2009']);
  if (roll > 0.96)
    return random.pick([' (Live)', ' (Interlude)', ' (Acoustic)', ' [Bonus Track]', ' (Remix)']);
  return '';
}

/** A title without the notes after ` - `, `(` or `[`. */
export function baseTitle(text: string): string {
  const at = text.search(/ - | \(| \[/);
  return at > 0 ? text.slice(0, at) : text;
}
