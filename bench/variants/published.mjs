// The published table of a catalogue in memory, and the plan of one of its models.
import { openEngine } from '../../packages/trackscope/dist/engine/engine.js';
import { readCatalogue } from '../../packages/trackscope/dist/ingest/read-catalogue.js';
import { fitAndJudge } from '../../packages/trackscope/dist/modelling/fit.js';
import { planModels } from '../../packages/trackscope/dist/modelling/plan.js';
import { loadPublished } from '../../packages/trackscope/dist/modelling/published-data.js';

export async function publishedData(catalogue, model) {
  const engine = await openEngine();
  const { quality } = await readCatalogue(engine, catalogue);
  const data = await loadPublished(engine);
  engine.close();
  return { data, plan: planModels(quality, [model]).fits[0], fitAndJudge };
}
