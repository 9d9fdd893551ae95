/** What a browser may load of Trackscope: nothing in here touches Node. */
export type * from './queries/contract.js';
export type * from './score/contract.js';
export type * from './workspace/format.js';
