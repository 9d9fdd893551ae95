import {
  type FixedFeatures,
  featuresFrom,
  heldOutGroups,
  historySources,
  historyTable,
  type Protocol,
  type TrackRows,
  type UnitRows,
} from '@trackscope/catalogue';
import type { Table } from '@trackscope/learn';

/**
 * Features of one track as if it had been held out: no history has seen the scores of its own work, nor under a protocol
 * that holds out artists, of any track of its artists.
 */
export function featuresWithoutOwn(
  tracks: TrackRows,
  fixed: FixedFeatures,
  unit: UnitRows,
  protocol: Protocol,
  row: number,
): Table {
  const known = knownRows(tracks, unit, protocol, row);
  const tables = historySources(tracks, protocol.families).map((source) =>
    historyTable(source, unit.target, known),
  );
  return featuresFrom(tracks, fixed, protocol.families, tables, Uint32Array.of(row));
}

/** The rows of a unit from which history may be told of a track that is held out. */
export function knownRows(tracks: TrackRows, unit: UnitRows, protocol: Protocol, row: number): Uint32Array {
  const held = heldOutGroups(tracks, protocol);
  const { works } = tracks;
  const guest = protocol.heldOutTogether === 'artists' ? performerCode(tracks, row) : -1;
  return unit.rows.filter(
    (other) =>
      held[other] !== held[row] && works.codes[other] !== works.codes[row] && !performs(tracks, other, guest),
  );
}

/** Code among the performers of a track's primary artist; −1 when it has none. */
function performerCode({ primary, performers }: TrackRows, row: number): number {
  const code = primary.codes[row]!;
  return code < 0 ? -1 : performers.levels.indexOf(primary.levels[code]!);
}

function performs({ performers }: TrackRows, row: number, code: number): boolean {
  if (code < 0) return false;
  for (let at = performers.starts[row]!; at < performers.starts[row + 1]!; at++) {
    if (performers.codes[at] === code) return true;
  }
  return false;
}
