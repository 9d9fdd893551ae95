import * as Plot from '@observablehq/plot';
import { FAMILY_TITLES, type Family, PROTOCOLS } from '@trackscope/catalogue';
import type { Evaluation, ProtocolName } from '../../workspace/format.js';
import { drawChart } from '../chart/draw.js';
import { fitText } from '../chart/fit-text.js';
import { type Figure, twoSizes } from '../markup/figure.js';
import type { Html } from '../markup/html.js';
import { noteFor } from './judged.js';
import { capital } from './protocol.js';

/** What a model may know of something when it is asked. `leak`: with answers in it that it should not have. */
type Knowing = 'known' | 'leak' | 'hidden';

/** What there is to know: the families of features, and other listings and releases of the very song. */
const SUBJECTS = ['sound', 'genre', 'title', 'artist', 'context', 'album', 'twins'] as const;
type Subject = (typeof SUBJECTS)[number];

const TITLES: Readonly<Record<Subject, string>> = { ...FAMILY_TITLES, twins: 'the same song' };
const WORDS: Readonly<Record<Knowing, string>> = {
  known: 'known',
  leak: 'leaks',
  hidden: '–',
};
/** The published trees: sound, genres in groups, the artist's mean over all rows; songs on both sides of the split. */
const PUBLISHED: Readonly<Partial<Record<Subject, Knowing>>> = {
  sound: 'known',
  genre: 'known',
  artist: 'leak',
  twins: 'leak',
};

/** What a protocol lets the model know of each subject. */
export function knowledge(protocol: ProtocolName): readonly { subject: Subject; knowing: Knowing }[] {
  const own = PROTOCOLS.find((p) => p.name === protocol);
  return SUBJECTS.map((subject) => {
    if (!own) return { subject, knowing: PUBLISHED[subject] ?? 'hidden' };
    return { subject, knowing: own.families.includes(subject as Family) ? 'known' : 'hidden' };
  });
}

/** A picture of what each protocol lets the model know, and what it holds out together. */
export function knowledgeFigure(
  evaluation: Evaluation | null,
  protocols: readonly ProtocolName[],
): Figure | null {
  if (protocols.length === 0) return null;
  return {
    id: 'knowledge',
    title: 'What each protocol lets the model know',
    layout: 'beside',
    caption: [
      'A model is judged on tracks that were hidden from it. How good it looks depends on what it may know of them.',
      protocols.includes('published')
        ? 'In the published set-up the hidden answers came in by two doors: the artist’s mean was taken over all rows, the hidden ones included; and the same song stood on both sides, once for each of its genres and releases.'
        : null,
    ],
    legend:
      'Dot: known, learned from the other tracks alone. Cross: known with the hidden answers in it. Dash: not known. History is the mean popularity of other tracks.',
    body: twoSizes((size) => knowledgeChart(evaluation, protocols, size)),
    table: {
      caption: 'What may be known under each protocol, and what is held out together',
      columns: [
        { title: 'Protocol' },
        ...SUBJECTS.map((s) => ({ title: capital(TITLES[s]) })),
        { title: 'Held out together' },
        { title: 'In words' },
      ],
      rows: protocols.map((p) => [
        noteFor(evaluation, p).title,
        ...knowledge(p).map((k) => WORDS[k.knowing]),
        together(p),
        noteFor(evaluation, p).note,
      ]),
    },
  };
}

function together(protocol: ProtocolName): string {
  const own = PROTOCOLS.find((p) => p.name === protocol);
  if (!own) return 'nothing: rows at random';
  return own.heldOutTogether === 'artists' ? 'all tracks of an artist' : 'all releases of a song';
}

/** A row for each protocol, a column for each subject. */
export function knowledgeChart(
  evaluation: Evaluation | null,
  protocols: readonly ProtocolName[],
  size: 'narrow' | 'wide',
): Html {
  const wide = size === 'wide';
  const left = wide ? 176 : 100;
  const cells = protocols.flatMap((protocol) =>
    knowledge(protocol).map((k) => ({
      row: noteFor(evaluation, protocol).title,
      column: TITLES[k.subject],
      knowing: k.knowing,
    })),
  );
  const of = (knowing: Knowing) => cells.filter((c) => c.knowing === knowing);
  const titles = protocols.map((p) => noteFor(evaluation, p).title);
  return drawChart({
    id: `knowledge-${size}`,
    label: protocols
      .map((p) => {
        const facts = knowledge(p).filter((k) => k.knowing !== 'hidden');
        return `${noteFor(evaluation, p).title}: ${facts.map((k) => `${TITLES[k.subject]} ${WORDS[k.knowing]}`).join(', ')}.`;
      })
      .join(' '),
    width: wide ? 760 : 340,
    height: (wide ? 62 : 104) + titles.length * 38,
    marginLeft: left,
    marginRight: wide ? 8 : 52,
    marginTop: wide ? 54 : 96,
    marginBottom: 8,
    x: {
      type: 'point',
      domain: SUBJECTS.map((s) => TITLES[s]),
      axis: null,
      padding: 0.5,
    },
    y: {
      type: 'band',
      domain: titles,
      label: null,
      tickSize: 0,
      tickFormat: (t: string) => broken(t, left - 10),
    },
    marks: [
      Plot.axisX({
        anchor: 'top',
        label: null,
        tickSize: 0,
        ...(wide
          ? { tickFormat: (t: string) => t.replace(/ (?=\S+$)/, '\n'), lineAnchor: 'bottom' }
          : { tickRotate: -55, textAnchor: 'start', dx: 4 }),
      }),
      Plot.gridY(titles, { stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.dot(of('hidden'), {
        x: 'column',
        y: 'row',
        r: 10,
        fill: 'var(--paper)',
      }),
      Plot.text(of('hidden'), {
        x: 'column',
        y: 'row',
        text: () => '–',
        fill: 'var(--muted)',
        className: 'hidden',
      }),
      Plot.dot(of('known'), {
        x: 'column',
        y: 'row',
        r: 7,
        fill: 'var(--main)',
        className: 'known',
      }),
      Plot.dot(of('leak'), { x: 'column', y: 'row', r: 12, fill: 'var(--paper)' }),
      Plot.dot(of('leak'), {
        x: 'column',
        y: 'row',
        symbol: 'times',
        r: 7,
        stroke: 'var(--accent)',
        strokeWidth: 3,
        className: 'leak',
      }),
    ],
  });
}

/** A title on two lines where one is too short for it: broken after its comma. */
function broken(title: string, room: number): string {
  const at = title.indexOf(', ');
  return at < 0
    ? fitText(title, room)
    : `${fitText(title.slice(0, at + 1), room)}\n${fitText(title.slice(at + 2), room)}`;
}
