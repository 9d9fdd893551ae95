import { PUBLISHED_DATASET } from '../fetch/published-dataset.js';
import type { Evaluation, EvaluationEntry, ProtocolName } from '../workspace/format.js';
import { frontMatter, toYaml } from './card/front-matter.js';
import { markdownTable, plainText } from './card/markdown.js';
import { type Judged, judged, modelWords, noteFor, plusMinus, protocolUnit } from './figures/judged.js';
import type { ReportInput } from './input.js';
import { bytes, count, date, fixed, list, percent, plural } from './markup/number.js';

/**
 * The model card of a workspace, in the form that the Hugging Face hub reads: YAML with the results of every protocol,
 * unit and model, then what a person should know before using it. The same input gives the same text. The caller writes
 * the file.
 */
export function renderModelCard(input: ReportInput): string {
  const { evaluation, audit, explanation } = input;
  const parts = [
    opening(input),
    USE,
    data(input),
    evaluation ? judging(evaluation) : '## How it was judged\n\nNo model was judged in this run.',
    ...(evaluation ? figures(evaluation) : []),
    evaluation ? intervals(evaluation) : null,
    audit && audit.length > 0 ? leaks(input) : null,
    explanation?.drivers ? drivers(input) : null,
    limits(input),
    reproduce(input),
  ];
  return `---\n${toYaml(frontMatter(input))}---\n\n${parts.filter((p) => p !== null).join('\n\n')}\n`;
}

function opening({ manifest, evaluation }: ReportInput): string {
  const { source, rows, tool, created } = manifest;
  const best = judged(evaluation).filter((j) => !noteFor(evaluation, j.protocol).optimistic);
  const models = [...new Set(judged(evaluation).flatMap((j) => j.models.map((e) => e.model)))];
  return [
    `# Popularity of music tracks: models of ${plainText(source.name)}`,
    source.synthetic
      ? '> **Synthetic.** The catalogue is a demo: artists, titles and figures are made up. Nothing here says anything about music.'
      : null,
    `Models that estimate the popularity (0 to 100) of a release from its sound, genre, title and, where known, its artist and its release context. Made by ${tool.name} ${tool.version} on ${date(created)} from ${plural(rows.tracks, 'track')} (${plural(rows.recordings, 'recording')}).${models.length > 0 ? ` Fitted: ${list(models)}.` : ''}`,
    best.length > 0
      ? `How good they are depends on what is known of a track. Best R², mean over folds: ${list(best.map((j) => `${protocolUnit(evaluation, j.protocol, j.unit)} ${plusMinus(j.best.r2, j.best.r2Sd)} (${j.best.model})`))}.`
      : null,
  ]
    .filter((p) => p !== null)
    .join('\n\n');
}

const USE = `## Intended use

- To rank a long list of tracks for people who then listen: which ones are worth hearing first.
- To study which properties of a catalogue go with popularity, and how far they explain it.
- To teach what a leak does to a figure.

## Out of scope

- Deciding about people: whom to sign, pay, promote or drop, without somebody listening.
- Foretelling how a change of the music would change its popularity: nothing here is causal.
- Other catalogues, other years, other scores of popularity, and tracks unlike those seen.
- Ranking artists, genres or countries by worth.`;

function data({ manifest, quality }: ReportInput): string {
  const { source, rows } = manifest;
  const published = source.sha256 === PUBLISHED_DATASET.sha256;
  const errors = quality.issues.filter((i) => i.severity === 'error').length;
  return `## Data

${[
  `- Source: ${plainText(source.name)}, ${bytes(source.bytes)}, SHA-256 \`${source.sha256}\``,
  `- Licence of the data: ${plainText(source.licence ?? (published ? PUBLISHED_DATASET.licence : 'not stated'))}`,
  ...(published ? [`- Citation: ${PUBLISHED_DATASET.citation}`] : []),
  `- Rows: ${count(rows.read)} read, ${count(rows.rejected)} rejected, ${count(rows.listings)} listings, ${count(rows.tracks)} tracks, ${count(rows.recordings)} recordings, ${count(rows.songs)} songs`,
  `- Remarks of the check: ${plural(quality.issues.length, 'kind')}, ${plural(errors, 'error')} among them; see \`quality.json\``,
  `- Synthetic: ${source.synthetic ? 'yes' : 'no'}`,
].join('\n')}

A listing is a track under one genre; a track is one identifier; a recording is all tracks of the same sound, with the popularity of its best release.`;
}

function judging(evaluation: Evaluation): string {
  const protocols = [...new Set(judged(evaluation).map((j) => j.protocol))];
  return `## How it was judged

Every figure belongs to a protocol: which rows are hidden together, and what may be known of them. A figure without its protocol means nothing.

${protocols
  .map((p) => {
    const note = noteFor(evaluation, p);
    return `- **${p}** (${plainText(note.title)}${note.optimistic ? '; **optimistic**: do not quote' : ''}): ${plainText(note.note)}`;
  })
  .join('\n')}`;
}

/** A table for each protocol, baselines first. */
function figures(evaluation: Evaluation): readonly string[] {
  const all = judged(evaluation);
  const n = (title: string) => ({ title, numeric: true });
  return all.map((j) => {
    const bar = j.models.find((e) => e.bar !== undefined)?.bar;
    const columns = [
      { title: 'Model' },
      ...['R² ± sd', 'MAE', 'RMSE', 'Spearman'].map(n),
      ...(bar === undefined ? [] : [n(`Top 500 at ${fixed(bar, 0)}`)]),
      ...['Rows', 'Folds'].map(n),
    ];
    return `### ${protocolUnit(evaluation, j.protocol, j.unit)}

${markdownTable(
  columns,
  [...j.baselines, ...j.models].map((e) => [
    `${modelWords(e.model)}${e.baseline ? ' (baseline)' : ''}${e.quick ? ' (quick)' : ''}`,
    plusMinus(e.r2, e.r2Sd),
    fixed(e.mae, 2),
    fixed(e.rmse, 2),
    fixed(e.spearman, 3),
    ...(bar === undefined ? [] : [percent(e.precisionAt500, 1)]),
    count(e.rows),
    count(e.folds),
  ]),
)}${bar === undefined ? '' : `\n\n${hits(j)}`}`;
  });
}

function hits({ models, unit }: Judged): string {
  const e = models.find((m) => m.hitRate !== undefined);
  return e ? `Of all held-out ${unit}s ${percent(e.hitRate, 1)} have ${fixed(e.bar, 0)} points or more.` : '';
}

function intervals(evaluation: Evaluation): string | null {
  const rows = judged(evaluation).flatMap((j) =>
    j.models
      .filter((e) => e.coverage90 !== undefined)
      .map((e) => [
        protocolUnit(evaluation, j.protocol, j.unit),
        modelWords(e.model),
        percent(e.coverage90, 1),
        fixed(e.width90, 1),
        worst(e),
        fixed(e.brier, 4),
      ]),
  );
  if (rows.length === 0) return null;
  return `## Intervals

Conformal 90 % intervals, calibrated on folds that the model had not seen. Worst genre: of those with 200 held-out rows or more. Brier: of the chance to reach the bar; 0 is perfect.

${markdownTable(
  [
    { title: 'Protocol and unit' },
    { title: 'Model' },
    { title: 'Inside', numeric: true },
    { title: 'Width (points)', numeric: true },
    { title: 'Worst genre' },
    { title: 'Brier', numeric: true },
  ],
  rows,
)}

By actual popularity they do not hold equally: the rarest, the very popular, are missed most. See \`evaluation.json\`.`;
}

function worst(e: EvaluationEntry): string {
  const genres = e.coverageBy?.genre ?? [];
  if (genres.length === 0) return '–';
  const least = genres.reduce((a, b) => (b.coverage < a.coverage ? b : a));
  return `${least.name === '' ? 'no genre' : plainText(least.name)} ${percent(least.coverage, 0)}`;
}

function leaks({ audit, evaluation }: ReportInput): string {
  const lines = (audit ?? []).map((a) => {
    const name = `${noteFor(evaluation, a.protocol as ProtocolName).title}, by ${a.unit}`;
    const severe = a.findings.filter((f) => f.severity === 'severe');
    return `- ${plainText(name)}: ${a.passed ? 'nothing severe' : severe.map((f) => plainText(f.message)).join('; ')}`;
  });
  return `## Leakage audit\n\n${lines.join('\n')}`;
}

function drivers({ explanation }: ReportInput): string {
  const found = explanation!.drivers!;
  const said = [...found.statements, ...found.artefacts];
  return `## What drives popularity

${said.map((s) => `- ${plainText(s.text)}`).join('\n')}

**${plainText(found.caution)}**`;
}

function limits({ manifest, profile }: ReportInput): string {
  const sizes = profile.genres.map((g) => g.tracks).sort((a, b) => a - b);
  const [least, most] = [sizes[0], sizes[sizes.length - 1]];
  return `## Limits

- The score belongs to a release, not to music: one release of a recording can have 70 and its twin 0. By track this is part of the task; by recording the best release counts.
${genres(least, most, sizes.length)}
- Nothing here is causal. Artist and album history are popularity itself, measured on other tracks.
- A score of plays and their recency goes stale: the models know one moment of one platform.
- Little is known of new artists on the day of a release; the protocol \`at-release-new\` says how little.${
    manifest.source.synthetic
      ? '\n- The catalogue is synthetic: no figure says anything about real music.'
      : ''
  }`;
}

/** Equal numbers of tracks in every genre are somebody's choice. */
function genres(least: number | undefined, most: number | undefined, n: number): string {
  if (least === undefined || most === undefined) return '- The catalogue names no genres.';
  const sizes = `${count(n)} genres of ${count(least)} to ${count(most)} tracks`;
  return least >= 0.5 * most && n > 1
    ? `- The catalogue was filled genre by genre (${sizes}; the published file takes 1,000 listings of each): it is no sample of what is heard, and under how many genres a track stands is of the catalogue’s making.`
    : `- Under how many genres a track stands, and how many tracks a genre has (${sizes}), is of the catalogue’s making.`;
}

function reproduce({ manifest }: ReportInput): string {
  const { tool, source, seed, files } = manifest;
  const models = files.filter((f) => f.startsWith('models/'));
  return `## How to reproduce

\`\`\`sh
npx trackscope run CATALOGUE --out workspace
npx trackscope audit CATALOGUE --protocol published
npx trackscope predict workspace --energy 0.8
\`\`\`

\`CATALOGUE\` is the file with SHA-256 \`${source.sha256}\`; ${tool.name} ${tool.version}, random seed ${seed}. The same file, version and seed give the same figures, times apart. Models are data, never code${models.length > 0 ? `: ${list(models.map((f) => `\`${f}\``))}` : ''}. Everything behind this card stands in \`evaluation.json\`, \`explain.json\` and \`report.html\`.`;
}
