import { columnSpec, plainNumber, soundValue } from '@trackscope/catalogue';
import type { SoundsLike, TrackExplanation } from '../reasons/explanation.js';
import { percent, reasonLines, signed } from './reason-lines.js';

/** An explanation as text. */
export function describeExplanation(explanation: TrackExplanation): string {
  const { track, prediction, model, protocol, unit, protocolNote, actual } = explanation;
  const album = track.album === null ? '' : `, on "${track.album}"`;
  const lines = [
    '',
    `"${track.title}" by ${track.artists}${album}`,
    `${track.genres.length > 0 ? `Listed under ${track.genres.join(', ')}` : 'Listed under no genre'}`,
    '',
    `${prediction.toFixed(1)} points of popularity, says ${model} (${protocol}, by ${unit})${intervalText(explanation)}`,
    ...chanceLines(explanation),
    actual === null
      ? 'Its popularity is not known.'
      : `Its popularity is ${plainNumber(actual)}${unit === 'recording' ? ', that of its best release' : ''}.`,
    '',
    'Where the points come from:',
    ...reasonLines(explanation),
    '',
    `Sounds like, within ${track.genres[0] ?? 'its genre'}:`,
    ...similarLines(explanation.similar.withinGenre, false),
    'Sounds like, in other genres:',
    ...similarLines(explanation.similar.acrossGenres, true),
  ];
  if (explanation.counterfactual) lines.push('', explanation.counterfactual.text);
  lines.push(...whatIfLines(explanation));
  lines.push('', `Judged under ${protocolNote}`);
  for (const note of explanation.notes) lines.push(`Note: ${note}.`);
  lines.push(`Note: nothing here is causal; contributions are ${explanation.method}.`, '');
  return lines.join('\n');
}

function whatIfLines({ whatIf }: TrackExplanation): string[] {
  if (!whatIf) return [];
  const changes = Object.entries(whatIf.changes).map(
    ([name, value]) => `${columnSpec(name).title.toLowerCase()} ${soundValue(name, value)}`,
  );
  return [
    '',
    `With ${changes.join(', ')}: ${whatIf.prediction.toFixed(1)} points (${signed(whatIf.change)}).`,
    ...whatIf.warnings.map((warning) => `  Careful: ${warning}.`),
  ];
}

function intervalText({ interval }: TrackExplanation): string {
  return interval ? `; 90 % interval ${interval.low.toFixed(0)} to ${interval.high.toFixed(0)}` : '';
}

function chanceLines({ chance, bar }: TrackExplanation): string[] {
  return chance === null ? [] : [`Chance of reaching ${plainNumber(bar)}: ${percent(chance)}.`];
}

function similarLines(found: readonly SoundsLike[], filed: boolean): string[] {
  if (found.length === 0) return ['  nothing to compare with'];
  return found.map(({ title, artists, genres, popularity }) => {
    const where = filed ? `, filed under ${genres.join(', ') || 'no genre'}` : '';
    const points = popularity === null ? 'not known' : plainNumber(popularity);
    return `  "${title}" by ${artists}${where} (popularity ${points})`;
  });
}
