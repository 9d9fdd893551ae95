import { AUDIO_FEATURES } from '@trackscope/catalogue';
import { csvCell } from '../csv-cell.js';
import type { Flag } from './flag.js';

const INPUTS = ['title', 'artists', 'album', 'genres', 'release', ...AUDIO_FEATURES];
const HEADER = [
  'id',
  'time',
  'note',
  'protocol',
  'unit',
  'model',
  'model_version',
  'prediction',
  'low',
  'high',
  'bar',
  'chance',
  ...INPUTS,
  'warnings',
];

/** Flags as CSV (RFC 4180): one row for each flag and model, safe to open in a spreadsheet. */
export function flagsCsv(flags: readonly Flag[]): string {
  const lines = [HEADER.join(',')];
  for (const flag of flags) {
    const { track } = flag;
    const inputs = [
      track.title,
      track.artists?.join(';'),
      track.album,
      track.genres?.join(';'),
      track.release ? releaseWords(track.release) : undefined,
      ...AUDIO_FEATURES.map((name) => track.sound?.[name]),
    ];
    for (const answer of flag.answers) {
      const version = flag.models.find(({ model }) => model === answer.model)?.version;
      const { model, prediction, low, high, bar, chance } = answer;
      const head = [flag.id, flag.time, flag.note, flag.protocol, flag.unit, model, version];
      const cells = [...head, prediction, low, high, bar, chance, ...inputs, flag.warnings.join('; ')];
      lines.push(cells.map(csvCell).join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

function releaseWords(release: NonNullable<Flag['track']['release']>): string {
  if (release.kind === 'album') return `album of ${release.tracks}`;
  if (release.kind === 'compilation') return `compilation of ${release.artists}`;
  return release.kind;
}
