import type { Random } from '../random.js';
import { commonTitle, title } from './titles.js';
import type { TongueName } from './tongues.js';

const EDITIONS = [
  ' (Deluxe)',
  ' (Deluxe Edition)',
  ' [Expanded]',
  ' EP',
  ' (Live)',
  ', Vol. 2',
  ' - EP',
  ' (Remastered)',
];
const COLLECTIONS = [
  'Greatest Hits',
  'The Best Of',
  'Live',
  'Anthology',
  'The Essential Collection',
  'Singles',
];

/** The title of an album by one artist. */
export function albumTitle(random: Random, tongue: TongueName): string {
  const roll = random.next();
  if (roll < 0.004) return random.pick(COLLECTIONS);
  const name = roll < 0.03 ? commonTitle(random, tongue) : title(random, tongue);
  return random.chance(0.09) ? name + random.pick(EDITIONS) : name;
}

/** The title of an album on which several artists appear by right: soundtracks, splits, mixes. */
export function variousTitle(random: Random, tongue: TongueName): string {
  const name = title(random, tongue);
  const roll = random.next();
  if (roll < 0.35) return `${name} (Original Motion Picture Soundtrack)`;
  if (roll < 0.5) return `${name}, Vol. ${1 + random.below(12)}`;
  if (roll < 0.6) return `${name} (Mixed)`;
  return name;
}

/** The title of a compilation that gathers well-known recordings for a theme. */
export function fillerTitle(random: Random, genre: string): string {
  const roll = random.next();
  const year = 2017 + random.below(6);
  const style = genre.replace(/-/g, ' ').replace(/\b[a-z]/g, (c) => c.toUpperCase());
  const number = 20 + 10 * random.below(9);
  if (roll < 0.1) return `Christmas ${style} ${year}`;
  if (roll < 0.19)
    return `${random.pick(['Merry', 'White', 'Cosy', 'Happy'])} Christmas: ${number} ${style} Songs`;
  if (roll < 0.25) return `Halloween Party ${year}`;
  if (roll < 0.29) return `${style} Party ${year}`;
  if (roll < 0.38) return `${number} ${style} Hits`;
  if (roll < 0.41) return `Best of ${style} ${year}`;
  const mood = random.pick([
    'Feel Good',
    'Rainy Day',
    'Road Trip',
    'Workout',
    'Dinner',
    'Late Night',
    'Morning Coffee',
    'Throwback',
    'Summer',
    'Study',
    'Driving',
    'Sunday',
  ]);
  const form = random.pick([
    '{m} {s}',
    '{m} {s} {y}',
    '{s} for a {m}',
    '{m} Mix: {s}',
    '{s} - {m}',
    '{m} {s}, Vol. {n}',
  ]);
  return form
    .replace('{m}', mood)
    .replace('{s}', style)
    .replace('{y}', String(year))
    .replace('{n}', String(1 + random.below(9)));
}
