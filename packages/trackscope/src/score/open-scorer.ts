import {
  type HonestName,
  historySources,
  type Profile,
  type Protocol,
  protocolNamed,
  type UnitName,
} from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import type { LoadFile } from './contract.js';
import { damaged } from './damaged.js';
import { featuresFileName, honestFileName } from './file-names.js';
import { type ModelSet, readModelSet } from './model-files.js';
import { prepareTrack } from './prepared-track.js';
import { scorable } from './scorable.js';
import { scoredTracks } from './scored-tracks.js';
import { makeScorer, type OpenScorer } from './scorer.js';
import { UNKNOWN_SOUND, type UsualSound, usualSound } from './usual-sound.js';

const PROFILE = 'profile.json';

/** Which models are to answer. */
export interface ScorerWish {
  readonly protocol: HonestName;
  readonly unit: UnitName;
  /** Default: all that the workspace has. */
  readonly models?: readonly string[];
}

/**
 * Opens the models of one protocol and unit.
 *
 * @param load gives the workspace's files; what it gave is kept with it, so that scorers of other protocols share it
 * @param manifestFiles `files` of `workspace.json`
 * @throws UserError `model-not-found`, `model-damaged`, `workspace-damaged`
 */
export async function openScorer(
  load: LoadFile,
  manifestFiles: readonly string[],
  { protocol, unit, models }: ScorerWish,
): Promise<OpenScorer> {
  const sets = scorable(manifestFiles);
  const set = sets.find((one) => one.protocol === protocol && one.unit === unit);
  const lacking = models?.find((model) => !set?.models.includes(model));
  if (!set || lacking !== undefined) {
    const there = sets.flatMap((s) => s.models.map((model) => `${model} (${s.protocol}, by ${s.unit})`));
    throw new UserError(
      'model-not-found',
      `no model${lacking === undefined ? '' : ` "${lacking}"`} under protocol "${protocol}" by ${unit}; the workspace has ${there.join(', ') || 'none'}`,
      'Train it with: trackscope run CATALOGUE',
    );
  }
  const [parts, usual] = await Promise.all([
    readModelSet(load, protocol, unit, models ?? set.models),
    readUsual(load, manifestFiles),
  ]);
  const how = protocolNamed(protocol);
  checkTables(parts, how, unit);
  return makeScorer(how, unit, parts, usual);
}

/** Tables and columns must be those of the vocabulary, also where no hash could be computed. */
function checkTables({ vocabulary, tables, models }: ModelSet, protocol: Protocol, unit: UnitName): void {
  const { tracks } = scoredTracks([{}], vocabulary);
  const sources = historySources(tracks, protocol.families);
  const fits =
    sources.length === tables.length &&
    sources.every(({ name, of }, i) => tables[i]!.name === name && tables[i]!.counts.length === of.size);
  if (!fits)
    throw damaged(featuresFileName(protocol.name, unit), 'its tables are not those of the vocabulary');
  const features = prepareTrack({ vocabulary, families: protocol.families, tables }, {}).features();
  for (const { file } of models) {
    const same =
      file.columns.length === features.columns.length &&
      features.columns.every(({ name }, i) => file.columns[i]!.name === name);
    if (same) continue;
    throw damaged(
      honestFileName(file.model, protocol.name, unit),
      'it reads other features than this version of Trackscope makes',
    );
  }
}

async function readUsual(load: LoadFile, manifestFiles: readonly string[]): Promise<UsualSound> {
  if (!manifestFiles.includes(PROFILE)) return UNKNOWN_SOUND;
  const bytes = await load(PROFILE);
  try {
    return usualSound(JSON.parse(new TextDecoder().decode(bytes)) as Profile);
  } catch (cause) {
    throw new UserError('workspace-damaged', `${PROFILE} cannot be read`, 'Make the workspace anew.', {
      cause,
    });
  }
}
