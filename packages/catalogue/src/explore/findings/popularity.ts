import { DISCRETE_COLUMNS } from '../listing-table.js';
import { MOOD_CUT } from '../mood.js';
import type { Profile, TargetCurve } from '../profile.js';
import { HIT } from '../target-curve.js';
import { type Draft, list, Sentence } from './sentence.js';
import { strengthOf, wordsOf } from './words.js';

const ENOUGH = 30;
const SCORED = 'first_of_track AND popularity IS NOT NULL';

/** What goes with popularity, and what does not. */
export function popularityFindings(profile: Profile): Draft[] {
  if (!profile.target || profile.target.shareZero.n < ENOUGH) return [];
  return [
    strongest(profile.target.curves),
    mood(profile.target.curves),
    curved(profile),
    quadrants(profile),
    explicit(profile),
    structure(profile),
  ].flatMap((draft) => draft ?? []);
}

type Related = TargetCurve & { readonly pearson: NonNullable<TargetCurve['pearson']> };

/** Curves of amounts (and of explicit, yes or no) by the size of their correlation. */
function ranked(curves: readonly TargetCurve[]): Related[] {
  return curves
    .filter((c): c is Related => c.pearson !== null)
    .filter((c) => c.column === 'explicit' || !DISCRETE_COLUMNS.has(c.column))
    .sort((a, b) => Math.abs(b.pearson.value) - Math.abs(a.pearson.value));
}

function strongest(curves: readonly TargetCurve[]): Draft | null {
  const [first, ...rest] = ranked(curves);
  if (!first) return null;
  const say = new Sentence();
  const r = first.pearson.value;
  const words = wordsOf(first.column);
  say.name(first.column);
  const size = strengthOf(r);
  const opening = {
    none: 'No feature of the sound says anything much about popularity by itself',
    weak: 'No feature of the sound says much about popularity by itself',
    moderate: 'One feature of the sound goes with popularity',
    strong: 'One feature of the sound goes clearly with popularity',
  }[size];
  const next = rest
    .slice(0, 2)
    .map(
      (c) =>
        `${say.column(c.column, wordsOf(c.column).noun)} (${say.hundredths(`r_${c.column}`, c.pearson.value)})`,
    );
  const direction =
    Math.abs(r) < 0.005 ? '' : `: ${words.more} tracks are ${r > 0 ? 'more' : 'less'} popular`;
  const text =
    `${opening}: the strongest is ${say.column(first.column, words.noun)} ` +
    `(r = ${say.hundredths('r', r)}${direction})${next.length > 0 ? `, before ${list(next)}` : ''}.`;
  return say.finish('popularity-strongest-correlation', text, {
    figure: 'target',
    weight: 92,
    where: `${SCORED} AND "${first.column}" IS NOT NULL`,
  });
}

/** The three features that a hit is supposed to have. */
function mood(curves: readonly TargetCurve[]): Draft | null {
  const found = ['energy', 'valence', 'danceability'].flatMap((name) =>
    curves.filter((c): c is Related => c.column === name && c.pearson !== null),
  );
  if (found.length === 0) return null;
  const say = new Sentence();
  const parts = found.map(({ column, pearson: { value } }) => {
    const { more } = wordsOf(column);
    const r = `r = ${say.hundredths(`r_${say.name(column)}`, value)}`;
    const strength = strengthOf(value);
    if (strength === 'none') return `${more} tracks are no more and no less popular to speak of (${r})`;
    const size = { weak: 'slightly ', moderate: '', strong: 'clearly ' }[strength];
    return `${more} tracks are ${size}${value > 0 ? 'more' : 'less'} popular (${r})`;
  });
  const none = found.every(({ pearson }) => strengthOf(pearson.value) === 'none');
  const text = none
    ? `${list(found.map(({ column }) => wordsOf(column).noun))} hardly move popularity at all: ` +
      `r = ${list(found.map(({ column, pearson }) => say.hundredths(`r_${column}`, pearson.value)))}.`
    : `${parts.join('; ')}.`;
  return say.finish('popularity-mood-features', text, {
    figure: 'target',
    weight: 84,
    where: `${SCORED} AND ${found.map(({ column }) => `"${column}" IS NOT NULL`).join(' AND ')}`,
  });
}

/** The feature whose bins differ most in popularity, straight line or not. */
function curved(profile: Profile): Draft | null {
  const candidates = (profile.target?.curves ?? [])
    .filter((c) => !DISCRETE_COLUMNS.has(c.column))
    .map((curve) => ({ curve, explained: explainedBy(profile, curve) }))
    .sort((a, b) => b.explained - a.explained);
  const best = candidates[0];
  if (!best || !(best.explained > 0)) return null;
  const bins = best.curve.bins.filter((bin) => bin.mean.n >= ENOUGH);
  if (bins.length < 2) return null;
  const high = bins.reduce((a, b) => (b.mean.value > a.mean.value ? b : a));
  const low = bins.reduce((a, b) => (b.mean.value < a.mean.value ? b : a));
  const say = new Sentence();
  const { noun } = wordsOf(best.curve.column);
  say.name(best.curve.column);
  const range = (name: string, bin: typeof high) =>
    `${say.plain(`${name}From`, bin.low)} to ${say.plain(`${name}To`, bin.high)}`;
  const text =
    `taken bin by bin, ${noun} explains ${best.explained < 0.1 ? 'no more than ' : ''}` +
    `${say.percent('explained', best.explained)} of popularity, and no other feature of the sound explains more: the ` +
    `mean is ${say.points('highMean', high.mean.value)} at ${noun} ${range('high', high)}, and ` +
    `${say.points('lowMean', low.mean.value)} at ${range('low', low)}.`;
  return say.finish('popularity-explained-by-sound', text, {
    figure: 'target',
    weight: 58,
    where: `${SCORED} AND "${best.curve.column}" IS NOT NULL`,
  });
}

function quadrants({ mood }: Profile): Draft | null {
  const scored = mood.quadrants.flatMap((q) =>
    q.mean && q.share70 && q.mean.n >= ENOUGH ? [{ ...q, mean: q.mean, share70: q.share70 }] : [],
  );
  if (scored.length < 2) return null;
  const byMean = [...scored].sort((a, b) => b.mean.value - a.mean.value);
  const [top] = byMean;
  const bottom = byMean[byMean.length - 1];
  const hit = [...scored].sort((a, b) => b.share70.value - a.share70.value)[0];
  const say = new Sentence();
  for (const q of scored) {
    const id = `${q.energyHigh ? 'High' : 'Low'}Energy${q.valenceHigh ? 'High' : 'Low'}Valence`;
    say.points(`mean${id}`, q.mean.value);
    say.percent(`share70${id}`, q.share70.value);
  }
  say.name(top.name);
  say.name(bottom.name);
  const threshold = say.count('threshold', HIT);
  const others =
    hit === top
      ? `, and has the most tracks at ${threshold} and over too (${say.percent('bestShare70', hit.share70.value)})`
      : `; but tracks at ${threshold} and over are most frequent with ${say.name(hit.name)} ` +
        `(${say.percent('bestShare70', hit.share70.value)})`;
  const gap = top.mean.value - bottom.mean.value;
  const text =
    `by mood, popularity averages highest with ${say.name(top.name)} (${say.points('topMean', top.mean.value)}) and ` +
    `lowest with ${say.name(bottom.name)} (${say.points('bottomMean', bottom.mean.value)})${others}.`;
  return say.finish('popularity-mood-quadrants', text, {
    figure: 'mood',
    weight: 66 + Math.min(20, gap),
    where:
      `${SCORED} AND energy ${top.energyHigh ? '>=' : '<'} ${MOOD_CUT} ` +
      `AND valence ${top.valenceHigh ? '>=' : '<'} ${MOOD_CUT}`,
  });
}

function explicit(profile: Profile): Draft | null {
  const bins = profile.target?.curves.find((c) => c.column === 'explicit')?.bins ?? [];
  const clean = bins.find((bin) => bin.low === 0);
  const marked = bins.find((bin) => bin.low === 1);
  if (!clean || !marked || Math.min(clean.mean.n, marked.mean.n) < ENOUGH) return null;
  const say = new Sentence();
  const gap = marked.mean.value - clean.mean.value;
  const certain = marked.mean.low > clean.mean.high || marked.mean.high < clean.mean.low;
  const means = `${say.points('explicitMean', marked.mean.value)} against ${say.points('cleanMean', clean.mean.value)}`;
  say.name('explicit');
  const threshold = say.count('threshold', HIT);
  const shares =
    `${say.percent('explicitShare70', marked.share70.value)} of them reach ${threshold}, ` +
    `against ${say.percent('cleanShare70', clean.share70.value)} of the clean ones`;
  const text = certain
    ? `explicit tracks are ${say.points('gap', Math.abs(gap))} points ${gap > 0 ? 'more' : 'less'} popular on average ` +
      `(${means}), and ${shares}.`
    : `explicit and clean tracks are equally popular within chance (${means}); ${shares}.`;
  return say.finish('popularity-explicit', text, {
    figure: 'target',
    weight: 50 + Math.min(25, 3 * Math.abs(gap)),
    where: `${SCORED} AND explicit`,
  });
}

/** Key, mode and time signature: how much of popularity they account for. */
function structure(profile: Profile): Draft | null {
  const found = (profile.target?.curves ?? []).filter((c) =>
    ['key', 'mode', 'time_signature'].includes(c.column),
  );
  if (found.length === 0) return null;
  const say = new Sentence();
  const shares = found.map((curve) => ({ column: curve.column, share: explainedBy(profile, curve) }));
  const parts = shares.map(
    ({ column, share }) =>
      `${say.column(column, wordsOf(column).noun)} ${found.length > 1 ? '' : 'explains '}${say.percent(`explained_${column}`, share)}`,
  );
  const most = shares.reduce((a, b) => (b.share > a.share ? b : a));
  const verdict = most.share < 0.01 ? 'next to nothing' : `something, ${wordsOf(most.column).noun} most`;
  const text =
    found.length > 1
      ? `what popularity owes to the build of the music is ${verdict}: of its variance ${list(parts)} by themselves.`
      : `of the variance of popularity ${parts[0]}, ${verdict}.`;
  return say.finish('popularity-musical-structure', text, {
    figure: 'target',
    weight: 48 + 200 * Math.min(0.2, most.share),
    where: SCORED,
  });
}

/** Share of the variance of popularity that lies between the bins of a column: the correlation ratio, η². */
export function explainedBy(profile: Profile, curve: TargetCurve): number {
  const popularity = profile.columns.find((c) => c.name === 'popularity');
  if (!popularity || popularity.sd === 0) return 0;
  const n = curve.bins.reduce((sum, bin) => sum + bin.mean.n, 0);
  if (n < 2) return 0;
  const mean = curve.bins.reduce((sum, bin) => sum + bin.mean.n * bin.mean.value, 0) / n;
  const between = curve.bins.reduce((sum, bin) => sum + bin.mean.n * (bin.mean.value - mean) ** 2, 0);
  return Math.min(1, between / (popularity.sd ** 2 * (n - 1)));
}
