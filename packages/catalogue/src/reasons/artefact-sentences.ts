import type { ComputedSentence } from './driver-sentences.js';
import { plainNumber } from './sound-words.js';

/** Counts behind the artefacts of a catalogue. */
export interface ArtefactCounts {
  readonly genres: number;
  /** Tracks of the smallest and largest genre, and of the one in the middle. */
  readonly smallestGenre: number;
  readonly middleGenre: number;
  readonly largestGenre: number;
  /** Recordings with two or more releases whose popularity is known. */
  readonly repeatedRecordings: number;
  /** Mean of best minus worst release of these, in points. */
  readonly meanGap: number;
  /** Share of these whose worst release is at zero while the best is not. */
  readonly splitShare: number;
  readonly zeros: number;
  /** Share of tracks at zero with another release of the same recording above zero. */
  readonly zerosWithTwin: number;
  /** Share with another release of the same song above zero: same primary artist and title, notes aside. */
  readonly zerosWithSong: number;
  /** Share with either. */
  readonly zerosWithSibling: number;
}

/** What looks like music and is the making of the catalogue, in sentences; only what the catalogue shows. */
export function artefactSentences(counts: ArtefactCounts): ComputedSentence[] {
  const sentences: ComputedSentence[] = [];
  const { genres, smallestGenre, middleGenre, largestGenre, repeatedRecordings, zeros } = counts;
  if (genres > 1 && smallestGenre >= 0.5 * largestGenre) {
    sentences.push({
      id: 'equal-genres',
      text:
        `Each of the ${whole(genres)} genres has about the same number of tracks (${whole(smallestGenre)} to ` +
        `${whole(largestGenre)}, in the middle ${whole(middleGenre)}): the catalogue was filled genre by genre, so how ` +
        'many tracks a genre has says nothing of its size, and means over the catalogue weigh all genres alike.',
      numbers: { genres, smallestGenre, middleGenre, largestGenre },
    });
  }
  if (repeatedRecordings > 0) {
    const { meanGap, splitShare } = counts;
    sentences.push({
      id: 'score-per-release',
      text:
        `The score is given to a release, not to music: ${whole(repeatedRecordings)} recordings have several releases, ` +
        `whose best and worst scores lie ${plainNumber(meanGap)} points apart on average; ${percent(splitShare)} of them ` +
        'have one release at zero and another above.',
      numbers: { repeatedRecordings, meanGap, splitShare },
    });
  }
  if (zeros > 0) {
    const { zerosWithTwin, zerosWithSong, zerosWithSibling } = counts;
    sentences.push({
      id: 'zeros-with-twin',
      text:
        `A zero is often no failure: of ${whole(zeros)} tracks at zero, ${percent(zerosWithTwin)} have another release ` +
        `of the same recording above zero, ${percent(zerosWithSong)} one of the same song, ${percent(zerosWithSibling)} one or the other.`,
      numbers: { zeros, zerosWithTwin, zerosWithSong, zerosWithSibling },
    });
  }
  return sentences;
}

function whole(n: number): string {
  return plainNumber(n, 0);
}

function percent(share: number): string {
  return `${plainNumber(share * 100)} %`;
}
