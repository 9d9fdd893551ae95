import type { HonestName, UnitName } from '@trackscope/catalogue';
import type { LoadFile, ModelSummary } from '../score/contract.js';
import { openScorer } from '../score/open-scorer.js';
import { type ScorableSet, scorable } from '../score/scorable.js';
import type { OpenScorer } from '../score/scorer.js';
import { Refusal } from './problem.js';

/** Which scorer is meant; what is left out falls to the first that there is. */
export interface ScorerChoice {
  readonly protocol?: HonestName | undefined;
  readonly unit?: UnitName | undefined;
  readonly models?: readonly string[] | undefined;
}

/** The scorers of a workspace, each opened when it is first asked for, and kept. */
export interface Scorers {
  readonly sets: readonly ScorableSet[];
  /** @throws Refusal `not-possible` when the workspace has no such models */
  get(choice: ScorerChoice): Promise<OpenScorer>;
  summaries(): Promise<ModelSummary[]>;
}

/** Scorers over the files that `load` gives. */
export function openScorers(load: LoadFile, files: readonly string[]): Scorers {
  const sets = scorable(files);
  const open = new Map<string, Promise<OpenScorer>>();

  function scorerOf({ protocol, unit }: ScorableSet): Promise<OpenScorer> {
    const key = `${protocol} ${unit}`;
    let scorer = open.get(key);
    if (!scorer) {
      scorer = openScorer(load, files, { protocol, unit });
      open.set(key, scorer);
      scorer.catch(() => open.delete(key));
    }
    return scorer;
  }

  return {
    sets,
    async get({ protocol, unit, models }) {
      const set = sets.find(
        (s) => (protocol === undefined || s.protocol === protocol) && (unit === undefined || s.unit === unit),
      );
      if (!set) {
        const wanted = [protocol, unit && `by ${unit}`].filter(Boolean).join(' ');
        const there = sets.map((s) => `${s.protocol} by ${s.unit}`).join(', ');
        throw new Refusal(
          'not-possible',
          `the workspace has no models${wanted ? ` for ${wanted}` : ''}; it has ${there || 'none'}`,
        );
      }
      const lacking = models?.find((model) => !set.models.includes(model));
      if (lacking !== undefined)
        throw new Refusal(
          'not-possible',
          `there is no model "${lacking}" for ${set.protocol} by ${set.unit}; there are ${set.models.join(', ')}`,
        );
      return scorerOf(set);
    },
    async summaries() {
      const all: ModelSummary[] = [];
      for (const set of sets) all.push(...(await scorerOf(set)).models);
      return all;
    },
  };
}
