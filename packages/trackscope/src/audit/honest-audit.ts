import {
  type Audit,
  type AuditSubject,
  audit,
  auditOfPart,
  encoderGroups,
  foldFeatures,
  historyColumns,
  historySources,
  type Protocol,
  type SharedIdentity,
  type UnitName,
} from '@trackscope/catalogue';
import type { FitRun } from '@trackscope/learn';
import type { HonestData } from '../honest/data.js';
import type { JudgedFold } from '../honest/judge.js';

/** Encoders are proven on this many rows: whether they are blind does not depend on how many there are. */
const PROVEN_TRAIN = 4000;
const PROVEN_TEST = 1000;

/**
 * Audits one fold of an honest protocol.
 *
 * @param whole the audit of a protocol that knows these features and more, on the same rows, so that little is asked anew
 */
export function auditHonest(
  data: HonestData,
  protocol: Protocol,
  unit: UnitName,
  fold: JudgedFold,
  run: FitRun = {},
  whole: Audit | null = null,
): Promise<Audit> {
  const { tracks, fixed } = data;
  const { target } = data.units[unit];
  const sources = historySources(tracks, protocol.families);
  const groups = encoderGroups(tracks, protocol);
  const train = spread(fold.train, PROVEN_TRAIN);
  const test = spread(fold.test, PROVEN_TEST);
  const subject: AuditSubject = {
    protocol: protocol.name,
    unit,
    train: fold.train,
    test: fold.test,
    features: fold.features,
    target,
    identities: identities(data, protocol),
    categories: [
      { name: 'artist', codes: tracks.primary.codes },
      { name: 'billing', codes: tracks.billing.codes },
      { name: 'album', codes: tracks.album.codes },
      { name: 'first genre', codes: tracks.firstGenre.codes },
      { name: 'set of genres', codes: tracks.genreSet.codes },
    ],
    encoders: {
      build: (labels) => foldFeatures(tracks, fixed, protocol.families, labels, groups, train, test),
      train,
      test,
      names: new Set(sources.flatMap(historyColumns)),
    },
  };
  return whole ? auditOfPart(whole, subject, run) : audit(subject, run);
}

function identities({ tracks }: HonestData, { heldOutTogether }: Protocol): SharedIdentity[] {
  return [
    { name: 'track', words: 'their track', codes: tracks.track, severity: 'severe' },
    { name: 'recording', words: 'their recording', codes: tracks.recordings.codes, severity: 'severe' },
    { name: 'song', words: 'their song', codes: tracks.songs.codes, severity: 'severe' },
    {
      name: 'artist',
      words: 'their artist',
      codes: tracks.primary.codes,
      severity: heldOutTogether === 'artists' ? 'severe' : 'note',
    },
  ];
}

/** At most `most` of the rows, evenly spread. */
function spread(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  return Uint32Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]!);
}
