import * as Plot from '@observablehq/plot';
import type { GroupProfile, Profile } from '@trackscope/catalogue';
import { drawChart } from '../chart/draw.js';
import { fitText, textWidth } from '../chart/fit-text.js';
import { type Html, html } from '../markup/html.js';
import { fixed } from '../markup/number.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Distances between two lines that a reader can count in, in points of popularity. */
const STEPS = [2, 5, 10, 20, 25];

/** Fewer groups than this are no phrase. */
const FEWEST = 4;

interface Note {
  readonly name: string;
  /** Mean popularity. */
  readonly at: number;
  readonly place: number;
}

/** The macro-genres as notes on a staff, from low to high mean popularity; nothing without either. */
export function staff(profile: Profile): Html | null {
  const groups = profile.macroGenres.filter((g) => g.features.popularity);
  if (groups.length < FEWEST) return null;
  return html`<div class="staff"><div>${staffChart(groups)}<p class="note">The macro-genres as a phrase: one note each, its height the mean popularity.</p></div></div>`;
}

/** The five lines for values from `low` to `high`: round, and no further apart than they must be. */
export function staffLines(low: number, high: number): readonly number[] {
  for (const step of STEPS) {
    const first = Math.floor(low / step + 0.5) * step;
    if (high <= first + 4.9 * step) return [0, 1, 2, 3, 4].map((i) => first + i * step);
  }
  return [0, 25, 50, 75, 100];
}

/** Five lines and one note for each group, its height the group's mean popularity. */
export function staffChart(groups: readonly GroupProfile[]): Html {
  const notes: readonly Note[] = groups
    .map((g) => ({ name: g.name, at: g.features.popularity!.mean.value }))
    .sort((a, b) => a.at - b.at)
    .map((n, i) => ({ ...n, place: i + 0.5 }));
  const width = 1200;
  const room = (width - 86) / notes.length - 1;
  const low = notes[0]!.at;
  const high = notes[notes.length - 1]!.at;
  const lines = staffLines(low, high);
  const step = lines[1]! - lines[0]!;
  return drawChart({
    id: 'staff',
    label: `Macro-genres as notes on a staff by mean popularity: ${notes.map((n) => `${n.name} ${fixed(n.at, 0)}`).join(', ')}.`,
    width,
    height: 204,
    marginLeft: 80,
    marginRight: 6,
    marginTop: 14,
    marginBottom: 66,
    x: { domain: [0, notes.length], axis: null },
    y: { domain: [Math.min(lines[0]! - step, low), Math.max(lines[4]! + step, high)], axis: null },
    marks: [
      Plot.ruleY(lines, { stroke: 'var(--muted)', className: 'lines' }),
      Plot.text([lines[0]!, lines[4]!], {
        y: (d: number) => d,
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        text: (d: number) => `${d} points`,
        fill: 'var(--muted)',
      }),
      (_index, scales, _values, _dimensions, context) => {
        const group = context.document.createElementNS(SVG, 'g');
        group.setAttribute('aria-label', 'note');
        for (const note of notes) group.append(noteHead(context.document, scales, note, lines[2]!));
        return group;
      },
      Plot.text(notes, {
        x: 'place',
        frameAnchor: 'bottom',
        dy: 14,
        text: (n: Note) => twoLines(n.name, room),
        lineHeight: 1.15,
        lineAnchor: 'top',
      }),
      Plot.text(notes, {
        x: 'place',
        frameAnchor: 'bottom',
        dy: 54,
        text: (n: Note) => fixed(n.at, 0),
        fill: 'var(--muted)',
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

/** A name broken at spaces and hyphens where it is too wide for one line, into two at most. */
function twoLines(text: string, room: number): string {
  if (textWidth(text, 12) <= room) return text;
  const words = text.match(/[^\s-]+-?/g) ?? [text];
  const join = (parts: readonly string[]) => parts.join(' ').replace(/- /g, '-');
  let split = 1;
  while (split < words.length && textWidth(join(words.slice(0, split + 1)), 12) <= room) split++;
  return [words.slice(0, split), words.slice(split)]
    .filter((part) => part.length > 0)
    .map((part) => fitText(join(part), room))
    .join('\n');
}

/** A leaning head with its stem: up below the middle line, down from there on. */
function noteHead(document: Document, scales: Plot.ScaleFunctions, note: Note, middle: number): Element {
  const x = scales.x!(note.place) as number;
  const y = scales.y!(note.at) as number;
  const up = note.at < middle;
  const group = document.createElementNS(SVG, 'g');
  const head = document.createElementNS(SVG, 'ellipse');
  for (const [k, v] of Object.entries({
    rx: 7.4,
    ry: 5.2,
    fill: 'currentColor',
    transform: `translate(${x},${y}) rotate(-22)`,
  }))
    head.setAttribute(k, String(v));
  const stem = document.createElementNS(SVG, 'path');
  stem.setAttribute('d', up ? `M${x + 6.6},${y - 2}v-36` : `M${x - 6.6},${y + 2}v36`);
  stem.setAttribute('stroke', 'currentColor');
  stem.setAttribute('stroke-width', '1.4');
  group.append(head, stem);
  return group;
}
