import { PUBLISHED_DATASET } from '../../fetch/published-dataset.js';
import type { EvaluationEntry } from '../../workspace/format.js';
import { judged, noteFor } from '../figures/judged.js';
import type { ReportInput } from '../input.js';
import { printable } from '../markup/html.js';

/** Data that a YAML document can hold. */
export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/** Where the published dataset stands on the hub. */
const PUBLISHED_ON_HUB = 'maharshipandya/spotify-tracks-dataset';

/** Licences by the identifiers that the hub knows. */
const HUB_LICENCES: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/^odbl\b/i, 'odbl'],
  [/^odc-by\b/i, 'odc-by'],
  [/^pddl\b/i, 'pddl'],
  [/^cc0\b/i, 'cc0-1.0'],
  [/^cc[- ]by[- ]sa[- ]4/i, 'cc-by-sa-4.0'],
  [/^cc[- ]by[- ]4/i, 'cc-by-4.0'],
  [/^mit\b/i, 'mit'],
  [/^apache(?:[- ]|.*)2/i, 'apache-2.0'],
];

/** What stands between the two lines of dashes at the head of a model card. */
export function frontMatter(input: ReportInput): YamlValue {
  const { source } = input.manifest;
  const published = source.sha256 === PUBLISHED_DATASET.sha256;
  const licence = source.licence ?? (published ? PUBLISHED_DATASET.licence : null);
  const results = modelIndex(input);
  return {
    ...(licence === null ? {} : licenceOf(licence)),
    library_name: 'trackscope',
    pipeline_tag: 'tabular-regression',
    tags: [
      'trackscope',
      'tabular-regression',
      'tabular',
      'music',
      'popularity',
      ...(source.synthetic ? ['synthetic'] : []),
    ],
    ...(published ? { datasets: [PUBLISHED_ON_HUB] } : {}),
    metrics: ['r2', 'mae', 'rmse', ...(results.some((r) => r.ranked) ? ['spearmanr', 'precision'] : [])],
    ...(results.length === 0 ? {} : { 'model-index': results.map((r) => r.entry) }),
  };
}

function licenceOf(licence: string): { readonly [key: string]: YamlValue } {
  const known = HUB_LICENCES.find(([pattern]) => pattern.test(licence.trim()));
  return known ? { license: known[1] } : { license: 'other', license_name: printable(licence) };
}

/** One entry for each protocol, unit and model; the optimistic say so in their name. */
function modelIndex({ evaluation, manifest }: ReportInput): { entry: YamlValue; ranked: boolean }[] {
  const dataset = printable(manifest.source.name);
  const published = manifest.source.sha256 === PUBLISHED_DATASET.sha256;
  return judged(evaluation).flatMap((j) =>
    j.models.map((e) => {
      const flag = noteFor(evaluation, j.protocol).optimistic ? ' (optimistic)' : '';
      const quick = e.quick ? ' (quick)' : '';
      const under = `${j.protocol}, by ${j.unit}${flag}${quick}`;
      return {
        ranked: e.spearman != null,
        entry: {
          name: `${e.model}, ${under}`,
          results: [
            {
              task: { type: 'tabular-regression', name: 'Popularity from 0 to 100' },
              dataset: {
                type: published ? PUBLISHED_ON_HUB : 'catalogue',
                name: `${dataset}${manifest.source.synthetic ? ' (synthetic)' : ''}`,
                config: j.protocol,
                split: j.unit,
              },
              metrics: metrics(e, under),
            },
          ],
        },
      };
    }),
  );
}

function metrics(e: EvaluationEntry, under: string): readonly YamlValue[] {
  const all: readonly (readonly [type: string, name: string, value: number | null | undefined])[] = [
    ['r2', 'R²', e.r2],
    ['r2_sd', 'Standard deviation of R² over folds', e.r2Sd],
    ['mae', 'Mean absolute error in points', e.mae],
    ['rmse', 'Root mean squared error in points', e.rmse],
    ['spearmanr', 'Spearman rank correlation', e.spearman],
    ['coverage', 'Coverage of 90 % intervals', e.coverage90],
    ['precision', `Share of ${e.bar} points and over in the top 500`, e.precisionAt500],
  ];
  return all.flatMap(([type, name, value]) =>
    value === null || value === undefined || !Number.isFinite(value)
      ? []
      : [{ type, name: `${name}; ${under}`, value: Math.round(value * 1e4) / 1e4 }],
  );
}

/**
 * Block style YAML 1.2 of plain data. Text is always in double quotes, as in JSON, which YAML reads as it stands: no name
 * out of a catalogue can end a value or start one.
 */
export function toYaml(value: YamlValue, indent = 0): string {
  const pad = ' '.repeat(indent);
  if (isList(value)) {
    return value.map((v) => `${pad}- ${nested(v, indent + 2).trimStart()}`).join('');
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, v]) =>
        typeof v === 'object' ? `${pad}${key}:\n${toYaml(v, indent + 2)}` : `${pad}${key}: ${scalar(v)}\n`,
      )
      .join('');
  }
  return `${pad}${scalar(value)}\n`;
}

function nested(value: YamlValue, indent: number): string {
  return typeof value === 'object' ? toYaml(value, indent) : `${scalar(value)}\n`;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function scalar(value: string | number | boolean): string {
  return JSON.stringify(value);
}
