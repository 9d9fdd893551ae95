// The plan of one fit, read once from the parameter block that `models/boosted/layout.ts` writes. Same order there.
import { ld32, ldF64 } from './platform';

export let matrixRows: i32 = 0;
export let trainCount: i32 = 0;
export let evalCount: i32 = 0;
export let columns: i32 = 0;
export let groups: i32 = 0;
export let wide: i32 = 0;
export let stride: i32 = 0;
/** Bins row by row, and column by column. */
export let rowBins: i32 = 0;
export let columnBins: i32 = 0;
/** Per column 32 bytes: kind, bins without the missing one, first slot, first feature, monotone, active. */
export let columnInfo: i32 = 0;
/** Histogram slots, all columns; each column starts at a multiple of 32 and has its missing bin last. */
export let slots: i32 = 0;
export let gh: i32 = 0;
export let pred: i32 = 0;
export let labels: i32 = 0;
/** 0 when all rows weigh 1. */
export let weights: i32 = 0;
export let rows: i32 = 0;
export let spareA: i32 = 0;
export let spareB: i32 = 0;
/** Row ids to train on, 0 when these are 0, 1, 2, … */
export let trainRows: i32 = 0;
export let evalRows: i32 = 0;
/** Per block of rows 32 bytes: sampled rows, their first place, sums of g and of h. */
export let blocks: i32 = 0;
export let nodes: i32 = 0;
export let nodeCap: i32 = 0;
export let nodeBytes: i32 = 0;
export let setWords: i32 = 0;
export let threads: i32 = 0;
export let sync: i32 = 0;
export let sharedSlots: i32 = 0;
export let sharedSlotCount: i32 = 0;
export let scratch: i32 = 0;
export let scratchBytes: i32 = 0;
export let masks: i32 = 0;
export let maskLevels: i32 = 0;
export let features: i32 = 0;
export let columnBest: i32 = 0;
export let objective: i32 = 0;
export let maxDepth: i32 = 0;
export let maxLeaves: i32 = 0;
export let lossguide: i32 = 0;
export let maxCatThreshold: i32 = 0;
export let monotone: i32 = 0;
export let smallRows: i32 = 0;
export let sharedRows: i32 = 0;
export let queue: i32 = 0;
export let threadSlots: i32 = 0;
export let seed: i32 = 0;
export let maxLevels: i32 = 0;
export let stackCap: i32 = 0;
export let walkTable: i32 = 0;
/** Slots of the columns that may be split in this tree, which come first; no more than `slots`. */
export let used: i32 = 0;
let planAt: i32 = 0;

export let lambda: f64 = 0;
export let alpha: f64 = 0;
export let gamma: f64 = 0;
export let minChildWeight: f64 = 0;
export let learningRate: f64 = 0;
export let maxDelta: f64 = 0;
export let subsample: f64 = 0;
export let byNode: f64 = 0;
export let objectiveParam: f64 = 0;
export let plain: i32 = 0;

export const BLOCK: i32 = 4096;

/** Reads what changes from tree to tree. */
export function readTree(): void {
  used = ld32(planAt + 192);
}

/** Reads the plan at `p`. */
export function setup(p: i32): void {
  planAt = p;
  matrixRows = ld32(p);
  trainCount = ld32(p + 4);
  evalCount = ld32(p + 8);
  columns = ld32(p + 12);
  groups = ld32(p + 16);
  wide = ld32(p + 20);
  stride = ld32(p + 24);
  rowBins = ld32(p + 28);
  columnBins = ld32(p + 32);
  columnInfo = ld32(p + 36);
  slots = ld32(p + 40);
  gh = ld32(p + 44);
  pred = ld32(p + 48);
  labels = ld32(p + 52);
  weights = ld32(p + 56);
  rows = ld32(p + 60);
  spareA = ld32(p + 64);
  spareB = ld32(p + 68);
  trainRows = ld32(p + 72);
  evalRows = ld32(p + 76);
  blocks = ld32(p + 80);
  nodes = ld32(p + 84);
  nodeCap = ld32(p + 88);
  nodeBytes = ld32(p + 92);
  setWords = ld32(p + 96);
  threads = ld32(p + 100);
  sync = ld32(p + 104);
  sharedSlots = ld32(p + 108);
  sharedSlotCount = ld32(p + 112);
  scratch = ld32(p + 116);
  scratchBytes = ld32(p + 120);
  masks = ld32(p + 124);
  maskLevels = ld32(p + 128);
  features = ld32(p + 132);
  columnBest = ld32(p + 136);
  objective = ld32(p + 140);
  maxDepth = ld32(p + 144);
  maxLeaves = ld32(p + 148);
  lossguide = ld32(p + 152);
  maxCatThreshold = ld32(p + 156);
  monotone = ld32(p + 160);
  smallRows = ld32(p + 164);
  sharedRows = ld32(p + 168);
  queue = ld32(p + 172);
  threadSlots = ld32(p + 176);
  maxLevels = ld32(p + 180);
  stackCap = ld32(p + 184);
  walkTable = ld32(p + 188);
  lambda = ldF64(p + 256);
  alpha = ldF64(p + 264);
  gamma = ldF64(p + 272);
  minChildWeight = ldF64(p + 280);
  learningRate = ldF64(p + 288);
  maxDelta = ldF64(p + 296);
  subsample = ldF64(p + 304);
  byNode = ldF64(p + 312);
  objectiveParam = ldF64(p + 320);
  plain = 0;
  if (alpha == 0 && maxDelta == 0 && monotone == 0) plain = 1;
}

export function setSeed(value: i32): void {
  seed = value;
}

// A node's record.
export const LEFT: i32 = 0;
export const RIGHT: i32 = 4;
export const DEPTH: i32 = 8;
export const FROM: i32 = 12;
export const COUNT: i32 = 16;
export const SLOT: i32 = 20;
export const PATH: i32 = 24;
export const SUM_G: i32 = 32;
export const SUM_H: i32 = 40;
export const LOWER: i32 = 48;
export const UPPER: i32 = 56;
/** What it adds as a leaf (learning rate applied); weight before the learning rate while it is split. */
export const VALUE: i32 = 64;
// Its best split; this part is what is written for each column, too.
export const GAIN: i32 = 72;
export const COLUMN: i32 = 80;
/** Numeric: bins up to this go left. */
export const BIN: i32 = 84;
export const DEFAULT_LEFT: i32 = 88;
export const LEFT_G: i32 = 96;
export const LEFT_H: i32 = 104;
export const RIGHT_G: i32 = 112;
export const RIGHT_H: i32 = 120;
export const SET: i32 = 128;

@inline export function nodeAt(id: i32): i32 { return nodes + id * nodeBytes; }
@inline export function infoOf(column: i32): i32 { return columnInfo + (column << 5); }
@inline export function kindOf(info: i32): i32 { return ld32(info); }
@inline export function binsOf(info: i32): i32 { return ld32(info + 4); }
@inline export function slotOf(info: i32): i32 { return ld32(info + 8); }
@inline export function featureOf(info: i32): i32 { return ld32(info + 12); }
@inline export function monotoneOf(info: i32): i32 { return ld32(info + 16); }
@inline export function activeOf(info: i32): i32 { return ld32(info + 20); }

export const NUMERIC: i32 = 0;
export const ONE_HOT: i32 = 1;
export const PARTITION: i32 = 2;

// A thread's scratch: histogram of a small node, its bit map, then the rest.
@inline export function scratchOf(thread: i32): i32 { return scratch + thread * scratchBytes; }
@inline export function histBytes(): i32 { return (slots + 8) << 4; }
@inline export function smallHist(thread: i32): i32 { return scratchOf(thread); }
@inline export function smallMap(thread: i32): i32 { return scratchOf(thread) + histBytes(); }
@inline export function mapBytes(): i32 { return ((slots >> 5) + 2) << 2; }
@inline export function usedMapBytes(): i32 { return ((used >> 5) + 2) << 2; }
@inline export function stackOf(thread: i32): i32 { return smallMap(thread) + ((mapBytes() + 63) & ~63); }
@inline export function nodeMask(thread: i32): i32 { return stackOf(thread) + (stackCap << 2); }
@inline export function featureList(thread: i32): i32 { return nodeMask(thread) + ((features + 63) & ~63); }
@inline export function levelScratch(thread: i32): i32 { return (featureList(thread) + (features << 2) + 63) & ~63; }
@inline export function slotTable(thread: i32): i32 { return levelScratch(thread) + (maxLevels + 2) * 24; }
@inline export function scanResult(thread: i32): i32 { return (slotTable(thread) + (threadSlots << 2) + 7) & ~7; }
@inline export function threadHists(thread: i32): i32 { return (scanResult(thread) + 24 + 63) & ~63; }
