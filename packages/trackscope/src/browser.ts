/** What a browser may load of Trackscope: nothing in here touches Node. */
export type * from './queries/contract.js';
export { BROWSER_LISTINGS, type Listings, openListings } from './queries/listings.js';
export { ListingsError } from './queries/listings-error.js';
export { type LocalQueries, localQueries } from './queries/local.js';
export { type CatalogueSource, openCatalogue } from './queries/open-catalogue.js';
export { QueryError } from './queries/query-error.js';
export { QUESTION_LIMITS, type Question } from './queries/question.js';
export { type AnswerBody, type Ask, remoteQueries } from './queries/remote.js';
export type { Counterfactual, SoundChange } from './reasons/counterfactual.js';
export type { Sounds } from './reasons/sound-space.js';
export type { WhatIf } from './reasons/what-if.js';
export type * from './score/contract.js';
export {
  type FreeCounterfactual,
  reachBySound,
  type SoundAtlas,
  soundAtlas,
  whatIfSound,
} from './score/free-sound.js';
export { openScorer, type ScorerWish } from './score/open-scorer.js';
export { type ScorableSet, scorable } from './score/scorable.js';
export type { OpenScorer } from './score/scorer.js';
export { csvCell, isFormula } from './server/csv-cell.js';
export type { Flag } from './server/flags/flag.js';
export { flagsCsv } from './server/flags/flags-csv.js';
export { LastLine } from './server/score-stream/last-line.js';
export { csvWriter } from './server/score-stream/output.js';
export type { InputRow } from './server/score-stream/row.js';
export { matchInput, minutesDivisor, trackReader } from './server/score-stream/track-reader.js';
export type * from './workspace/format.js';
