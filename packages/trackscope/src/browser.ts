/** What a browser may load of Trackscope: nothing in here touches Node. */
export type * from './queries/contract.js';
export { BROWSER_LISTINGS, type Listings, openListings } from './queries/listings.js';
export { ListingsError } from './queries/listings-error.js';
export { type LocalQueries, localQueries } from './queries/local.js';
export { type CatalogueSource, openCatalogue } from './queries/open-catalogue.js';
export { QueryError } from './queries/query-error.js';
export { QUESTION_LIMITS, type Question } from './queries/question.js';
export { type AnswerBody, type Ask, remoteQueries } from './queries/remote.js';
export type * from './score/contract.js';
export { openScorer, type ScorerWish } from './score/open-scorer.js';
export { type ScorableSet, scorable } from './score/scorable.js';
export type { OpenScorer } from './score/scorer.js';
export type * from './workspace/format.js';
