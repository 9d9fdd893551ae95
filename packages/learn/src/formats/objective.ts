import { LearnError } from '../errors.js';

/** How a prediction follows from the margin (the sum of the trees). */
export type Link = 'identity' | 'logit' | 'log';

const LINKS: Readonly<Record<string, Link>> = {
  'reg:squarederror': 'identity',
  'reg:linear': 'identity',
  'reg:absoluteerror': 'identity',
  'reg:quantileerror': 'identity',
  'reg:pseudohubererror': 'identity',
  'reg:squaredlogerror': 'identity',
  'rank:pairwise': 'identity',
  'rank:ndcg': 'identity',
  'rank:map': 'identity',
  'binary:hinge': 'identity',
  'binary:logistic': 'logit',
  'binary:logitraw': 'logit',
  'reg:logistic': 'logit',
  'count:poisson': 'log',
  'reg:gamma': 'log',
  'reg:tweedie': 'log',
  'survival:cox': 'log',
  'survival:aft': 'log',
};

/**
 * The link by which XGBoost turns base_score into the margin that its sum starts from.
 * @throws LearnError `unsupported-model`
 */
export function linkOf(objective: string): Link {
  const link = LINKS[objective];
  if (link === undefined) {
    throw new LearnError(
      'unsupported-model',
      `objective "${objective}" is not known; known are ${Object.keys(LINKS).join(', ')}`,
    );
  }
  return link;
}

/** base_score (in units of the prediction) as a margin, in float32 steps as XGBoost takes them. */
export function marginOfScore(link: Link, score: number): number {
  const s = Math.fround(score);
  if (link === 'logit') return Math.fround(-Math.log(Math.fround(Math.fround(1 / s) - 1)));
  return link === 'log' ? Math.fround(Math.log(s)) : s;
}

/** The base_score whose margin is the given one, as near as float32 allows. */
export function scoreOfMargin(link: Link, margin: number): number {
  const m = Math.fround(margin);
  if (link === 'identity') return m;
  const score = Math.fround(link === 'log' ? Math.exp(m) : 1 / (1 + Math.exp(-m)));
  const bits = new Int32Array(new Float32Array([score]).buffer)[0]!;
  let best = score;
  for (let step = -4; step <= 4; step++) {
    const near = new Float32Array(new Int32Array([bits + step]).buffer)[0]!;
    if (Math.abs(marginOfScore(link, near) - m) < Math.abs(marginOfScore(link, best) - m)) best = near;
  }
  return best;
}
