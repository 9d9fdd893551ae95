import {
  type Audit,
  encoderGroups,
  foldFeatures,
  type Protocol,
  protocolPlan,
  type UnitName,
} from '@trackscope/catalogue';
import type { FitRun } from '@trackscope/learn';
import type { Engine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';
import { loadHonest, whyNot } from '../honest/data.js';
import { rowsOf } from '../honest/judge.js';
import { loadPublished } from '../modelling/published-data.js';
import { auditHonest } from './honest-audit.js';
import { auditPublished } from './published-audit.js';

const FOLDS = 5;

/**
 * Audits a protocol on the catalogue in `listings`, on its first fold.
 * @throws UserError `cannot-judge` where the catalogue does not allow the protocol
 */
export async function auditProtocol(
  engine: Engine,
  protocol: Protocol | 'published',
  units: readonly UnitName[],
  run: FitRun = {},
): Promise<Audit[]> {
  if (protocol === 'published') {
    const data = await loadPublished(engine);
    if (data.train.length < 2 || data.test.length === 0 || data.popularity.some(Number.isNaN)) {
      throw cannotJudge('published', 'listing', 'the catalogue has too few complete rows with a popularity');
    }
    return [await auditPublished(engine, data, run)];
  }
  const data = await loadHonest(engine);
  const audits: Audit[] = [];
  for (const unit of units) {
    const why = whyNot(data, protocol, unit, FOLDS);
    if (why) throw cannotJudge(protocol.name, unit, why);
    const rows = data.units[unit];
    const [first] = protocolPlan(data.tracks, rows, protocol, FOLDS, 0).folds;
    const { train, test } = rowsOf(rows, first!);
    const groups = encoderGroups(data.tracks, protocol);
    const features = foldFeatures(
      data.tracks,
      data.fixed,
      protocol.families,
      rows.target,
      groups,
      train,
      test,
    );
    audits.push(await auditHonest(data, protocol, unit, { train, test, features }, run));
  }
  return audits;
}

/** The refusal when a catalogue does not allow a protocol. */
export function cannotJudge(protocol: string, unit: string, why: string): UserError {
  return new UserError(
    'cannot-judge',
    `protocol ${protocol} cannot be judged by ${unit}: ${why}`,
    'Bring a catalogue that has it, or choose another --protocol or --unit.',
  );
}
