import type { Evaluation, EvaluationEntry, ProtocolName } from 'trackscope/browser';
import { judged, noteFor } from 'trackscope/figures';

/** One figure of the ladder from the published one to the honest ones. */
export interface Rung {
  readonly protocol: ProtocolName;
  readonly title: string;
  /** What may be known there, beside the rung above, in plain words. */
  readonly why: string;
  readonly optimistic: boolean;
  readonly entry: EvaluationEntry;
}

const WHY: Readonly<Record<ProtocolName, string>> = {
  published:
    'The answer is among the questions: the artist’s mean holds the hidden track’s own score, and the same song stands on both sides.',
  'at-release-known':
    'The same kinds of knowledge without the leak: sound, genre, title, and what other tracks of the artist have.',
  'at-release-new': 'Nothing is known of the artist either: sound, genre and title are all there is.',
  'known-artist':
    'Once it is out: its other releases and what stands beside it on the album may be known too. Still no answer among the questions.',
  'new-artist': 'Once it is out, by an artist who was never seen before.',
};
const ORDER: readonly ProtocolName[] = [
  'published',
  'at-release-known',
  'at-release-new',
  'known-artist',
  'new-artist',
];

/** The best model of each protocol, by recording where that was judged, the published one first. */
export function ladder(evaluation: Evaluation | null): readonly Rung[] {
  const all = judged(evaluation);
  return ORDER.flatMap((protocol): Rung[] => {
    const own = all.filter((j) => j.protocol === protocol);
    const chosen = own.find((j) => j.unit === 'recording') ?? own[0];
    if (!chosen) return [];
    const { title, optimistic } = noteFor(evaluation, protocol);
    return [{ protocol, title, why: WHY[protocol], optimistic, entry: chosen.best }];
  });
}
