import type { TrackRecord } from 'trackscope/browser';
import { workspace } from '../../../data/workspace.js';
import { errorWords } from '../../../parts/error-words.js';

/** A track of the catalogue by its id; where there is none, why not, in words. */
export async function lookUp(
  id: string,
): Promise<{ readonly record: TrackRecord | null; readonly problem: string | null }> {
  try {
    const record = await (await workspace.catalogue).track(id);
    const problem = `This catalogue has no track “${id}”. What is usual stands in for it.`;
    return { record, problem: record ? null : problem };
  } catch (error) {
    return { record: null, problem: `The track could not be looked up: ${errorWords(error)}.` };
  }
}
