import { DEMO_COLUMNS, type DemoBatch } from '@trackscope/catalogue';

/** The published file's first line: the index has no name. */
export const DEMO_HEADER = `,${DEMO_COLUMNS.join(',')}\n`;

/** The rows of a batch as the published file writes them: floats as Python does, `True` and `False`, minimal quotes. */
export function csvText(batch: DemoBatch): string {
  const { text, numbers } = batch;
  const lines: string[] = [];
  for (let i = 0; i < batch.rows; i++) {
    lines.push(
      `${batch.start + i},${text.track_id[i]},${field(text.artists[i])},${field(text.album_name[i])},` +
        `${field(text.track_name[i])},${numbers.popularity[i]},${numbers.duration_ms[i]},` +
        `${numbers.explicit[i] === 1 ? 'True' : 'False'},${float(numbers.danceability[i]!)},` +
        `${float(numbers.energy[i]!)},${numbers.key[i]},${float(numbers.loudness[i]!)},${numbers.mode[i]},` +
        `${float(numbers.speechiness[i]!)},${float(numbers.acousticness[i]!)},` +
        `${float(numbers.instrumentalness[i]!)},${float(numbers.liveness[i]!)},${float(numbers.valence[i]!)},` +
        `${float(numbers.tempo[i]!)},${numbers.time_signature[i]},${text.track_genre[i]}\n`,
    );
  }
  return lines.join('');
}

/** A field, in quotes where a delimiter, a quote or a line end needs them; nothing where it is missing. */
function field(value: string | null | undefined): string {
  if (value === null || value === undefined) return '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A float in Python's shortest form: 0.0, 121.5, 1.01e-06. */
function float(value: number): string {
  if (Number.isInteger(value)) return `${value}.0`;
  if (Math.abs(value) >= 1e-4) return String(value);
  const [digits, exponent] = value.toExponential().split('e-') as [string, string];
  return `${digits}e-${exponent.padStart(2, '0')}`;
}
