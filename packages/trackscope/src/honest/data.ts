import {
  type FixedFeatures,
  fixedFeatures,
  type Protocol,
  TRACK_ROWS_SQL,
  type TrackRows,
  trackRows,
  type UnitName,
  type UnitRows,
  unitRows,
} from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';

/** Everything that honest protocols train and judge on. */
export interface HonestData {
  readonly tracks: TrackRows;
  readonly fixed: FixedFeatures;
  readonly units: Readonly<Record<UnitName, UnitRows>>;
}

/** Fewest rows with a known popularity on which folds and fits make sense. */
const LEAST_ROWS = 100;

/** Reads the tracks from `listings` and builds what all protocols share. */
export async function loadHonest(engine: Engine): Promise<HonestData> {
  const { rows, columns } = await engine.columns(TRACK_ROWS_SQL);
  return honestData(trackRows(rows, columns));
}

/** What all protocols share, from tracks that are there. */
export function honestData(tracks: TrackRows): HonestData {
  return {
    tracks,
    fixed: fixedFeatures(tracks),
    units: { track: unitRows(tracks, 'track'), recording: unitRows(tracks, 'recording') },
  };
}

/**
 * Why a protocol cannot be judged on a catalogue, or null when it can.
 *
 * @param folds how many folds its groups must fill
 */
export function whyNot(data: HonestData, protocol: Protocol, unit: UnitName, folds: number): string | null {
  const { rows, target } = data.units[unit];
  if (rows.length === 0) return 'the catalogue has no popularity, so there is nothing to learn';
  if (rows.length < LEAST_ROWS) {
    return `${rows.length} ${unit}s with a popularity are too few; at least ${LEAST_ROWS} are needed`;
  }
  if (rows.every((row) => target[row] === target[rows[0]!])) {
    return `every ${unit} has popularity ${target[rows[0]!]}, so there is nothing to tell apart`;
  }
  const { artists, primary, works } = data.tracks;
  if (protocol.heldOutTogether === 'artists') {
    const found = new Set(Array.from(rows, (row) => artists[row]!));
    if (found.size === 1 && found.has(primary.size)) {
      return 'no track names its artists, so none can be held out';
    }
    // Two groups a fold are little, but with fewer a fold is a single artist.
    if (found.size < 2 * folds) {
      return `${found.size} artists are too few to hold out in ${folds} folds; at least ${2 * folds} are needed`;
    }
  }
  const songs = new Set(Array.from(rows, (row) => works.codes[row]!)).size;
  if (songs < 2 * folds) {
    return `${songs} different songs are too few to hold out in ${folds} folds; at least ${2 * folds} are needed`;
  }
  return null;
}
