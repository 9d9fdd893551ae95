import type { DurationBand, Profile } from '../profile.js';
import { type Draft, Sentence } from './sentence.js';

const ENOUGH = 30;

/** How long tracks are, and what very short and very long ones get. */
export function durationFindings(profile: Profile): Draft[] {
  const bands = profile.target?.durationBands;
  const overall = profile.columns.find((c) => c.name === 'popularity')?.mean;
  if (!bands || overall === undefined || !profile.target) return [];
  const zeroOverall = profile.target.shareZero.value;
  const first = bands[0];
  const last = bands[bands.length - 1];
  return [
    best(bands),
    first.high === 1 ? extreme('duration-short', 'under', first, overall, zeroOverall) : null,
    last.high === null ? extreme('duration-long', 'over', last, overall, zeroOverall) : null,
    longHits(bands),
  ].flatMap((draft) => draft ?? []);
}

function best(bands: readonly DurationBand[]): Draft | null {
  const enough = bands.filter((band) => band.tracks >= ENOUGH);
  if (enough.length < 2) return null;
  const top = enough.reduce((a, b) => (b.mean.value > a.mean.value ? b : a));
  const worst = enough.reduce((a, b) => (b.mean.value < a.mean.value ? b : a));
  const total = bands.reduce((sum, band) => sum + band.tracks, 0);
  const say = new Sentence();
  say.name('duration_min');
  const text =
    `popularity is highest among tracks ${span(say, top, '')} ` +
    `(mean ${say.points('mean', top.mean.value)}, ${say.percent('share', top.tracks / total)} of all tracks) and lowest ` +
    `among those ${span(say, worst, 'worst')} (${say.points('worstMean', worst.mean.value)}).`;
  return say.finish('duration-best', text, {
    figure: 'duration',
    weight: 62,
    where: within(top),
  });
}

function extreme(
  id: string,
  word: 'under' | 'over',
  band: DurationBand,
  overall: number,
  zeroOverall: number,
): Draft | null {
  if (band.tracks < ENOUGH) return null;
  const say = new Sentence();
  say.name('duration_min');
  const below = band.mean.high < overall;
  const above = band.mean.low > overall;
  const verdict = below
    ? 'less popular than the rest'
    : above
      ? 'more popular than the rest'
      : 'as popular as the rest';
  const nearZero = band.mean.value < 5 ? '' : below ? ', but far from zero' : '';
  const minutes = word === 'under' ? (band.high ?? 0) : band.low;
  const zeros =
    band.shareZero.low > zeroOverall
      ? 'more often at zero'
      : band.shareZero.high < zeroOverall
        ? 'less often at zero'
        : 'at zero as often';
  const text =
    `tracks ${word} ${say.count('minutes', minutes)} ${minutes === 1 ? 'minute' : 'minutes'} are ${verdict}${nearZero} ` +
    `(mean ${say.points('mean', band.mean.value)} against ${say.points('overall', overall)}) and ${zeros} ` +
    `(${say.percent('shareZero', band.shareZero.value)} against ${say.percent('shareZeroOverall', zeroOverall)}).`;
  return say.finish(id, text, { figure: 'duration', weight: 54, where: within(band) });
}

function longHits(bands: readonly DurationBand[]): Draft | null {
  const long = bands.filter((band) => band.low >= 7);
  const tracks = long.reduce((sum, band) => sum + band.tracks, 0);
  if (tracks < ENOUGH) return null;
  const popular = Math.round(long.reduce((sum, band) => sum + band.share60.value * band.tracks, 0));
  const say = new Sentence();
  say.name('duration_min');
  const among = `the ${say.count('tracks', tracks)} tracks of ${say.count('minutes', 7)} minutes and over`;
  const score = say.count('threshold', 60);
  const text =
    popular === 0
      ? `none of ${among} has a popularity of ${score}.`
      : `${say.count('popular', popular)} of ${among} have a popularity of ${score} or more ` +
        `(${say.percent('share', popular / tracks)}): length alone rules nothing out.`;
  return say.finish('duration-long-hits', text, {
    figure: 'duration',
    weight: 46,
    where: 'first_of_track AND duration_min >= 7 AND popularity >= 60',
  });
}

/** "under 1 minute", "of 3 to 4 minutes", "over 10 minutes". */
function span(say: Sentence, { low, high }: DurationBand, prefix: string): string {
  const number = (name: string, value: number) =>
    say.count(prefix ? prefix + name.charAt(0).toUpperCase() + name.slice(1) : name, value);
  if (low === 0 && high !== null) return `under ${number('high', high)} ${high === 1 ? 'minute' : 'minutes'}`;
  if (high === null) return `over ${number('low', low)} minutes`;
  return `of ${number('low', low)} to ${number('high', high)} minutes`;
}

function within(band: DurationBand): string {
  const end = band.high === null ? '' : ` AND duration_min < ${band.high}`;
  return `first_of_track AND popularity IS NOT NULL AND duration_min >= ${band.low}${end}`;
}
