import { checkPlan, groupKFold, type SplitPlan } from '@trackscope/learn';
import type { Protocol } from './protocol.js';
import type { TrackRows } from './track-rows.js';
import type { UnitRows } from './unit-rows.js';

/** What must be held out together under a protocol, by row of {@link TrackRows}. */
export function heldOutGroups(tracks: TrackRows, protocol: Protocol): Int32Array {
  return protocol.heldOutTogether === 'works' ? tracks.works.codes : tracks.artists;
}

/** What an encoder may never show a training row of: its own work, or all of its artist too. */
export function encoderGroups(tracks: TrackRows, protocol: Protocol): Int32Array {
  return protocol.heldOutTogether === 'works' ? tracks.works.codes : tracks.artistGroups;
}

/**
 * The folds of a protocol, over positions in `unit.rows`: checked, with the training rows left out that would tell of a
 * held-out artist.
 * @throws LearnError `split-folds` when there are fewer groups than folds
 */
export function protocolPlan(
  tracks: TrackRows,
  unit: UnitRows,
  protocol: Protocol,
  folds: number,
  seed: number,
): SplitPlan {
  const all = heldOutGroups(tracks, protocol);
  const groups = Int32Array.from(unit.rows, (row) => all[row]!);
  const plan = groupKFold(groups, { folds, seed });
  const { kind } = plan;
  const unmet = withoutHeldOut(tracks, unit);
  const made: SplitPlan =
    protocol.heldOutTogether === 'works'
      ? plan
      : {
          ...plan,
          kind: `${kind}, without works and guest appearances of held-out artists`,
          folds: plan.folds.map(({ train, test }) => ({ train: unmet(train, test), test })),
        };
  checkPlan(made, { groups, everyRowOnce: true });
  return made;
}

/** The training rows of a fold that share no work with a held-out row and on which no held-out artist performs. */
function withoutHeldOut(
  { primary, performers, works }: TrackRows,
  { rows }: UnitRows,
): (train: Uint32Array, test: Uint32Array) => Uint32Array {
  const index = new Map(primary.levels.map((name, code) => [name, code]));
  const artistOf = Int32Array.from(performers.levels, (name) => index.get(name) ?? -1);
  return (train, test) => {
    const held = new Uint8Array(primary.size);
    const heldWorks = new Uint8Array(works.size);
    for (const at of test) {
      const artist = primary.codes[rows[at]!]!;
      if (artist >= 0) held[artist] = 1;
      heldWorks[works.codes[rows[at]!]!] = 1;
    }
    return train.filter((at) => {
      const row = rows[at]!;
      if (heldWorks[works.codes[row]!] === 1) return false;
      for (let i = performers.starts[row]!; i < performers.starts[row + 1]!; i++) {
        if (held[artistOf[performers.codes[i]!]!] === 1) return false;
      }
      return true;
    });
  };
}
