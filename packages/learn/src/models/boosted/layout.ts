import { Arena } from '../../kernels/arena.js';
import type { BinnedTable } from '../../table/bins.js';
import { objectiveParam, objectives } from './objective.js';
import type { BoostedOptions } from './options.js';

/** Rows of a block of the derivative pass, as in assembly/lib/boosted/state.ts. */
const BLOCK = 4096;
/** Nodes of up to this many rows are found by what they touch instead of whole histograms. */
const SMALL_ROWS = 128;
const SPLIT_OFFSET = 128;
const HIST_BUDGET = 64 * 2 ** 20;

/** Where a fit's data stand in its memory. */
export interface Layout {
  readonly arena: Arena;
  readonly packs: boolean;
  readonly i32: readonly number[];
  readonly f64: readonly number[];
  readonly at: {
    readonly plan: number;
    readonly sync: number;
    readonly rowBins: number;
    readonly columnBins: number;
    readonly columnInfo: number;
    readonly pred: number;
    readonly labels: number;
    readonly weights: number;
    readonly trainRows: number;
    readonly evalRows: number;
    readonly masks: number;
    readonly nodes: number;
  };
  readonly columnInfo: Int32Array;
  readonly nodeBytes: number;
  readonly setWords: number;
  readonly features: number;
  readonly maskLevels: number;
  readonly rowStride: number;
}

/** Size of a fit. */
export interface FitSize {
  readonly train: number;
  readonly watched: number;
  readonly weighted: boolean;
  /** Whether training rows are not simply the first ones. */
  readonly subset: boolean;
  readonly threads: number;
}

const KINDS = { numeric: 0, oneHot: 1, partition: 2 };

interface ColumnPlan {
  readonly info: Int32Array;
  readonly slots: number;
  readonly features: number;
  readonly maxLevels: number;
}

/** The first slot behind a column's bins and its missing one; columns start at multiples of 32. */
export function slotsAfter(slot: number, bins: number): number {
  return Math.ceil((slot + bins + 1) / 32) * 32;
}

function planColumns(binned: BinnedTable, options: BoostedOptions): ColumnPlan {
  const info = new Int32Array(binned.columns.length * 8);
  let slot = 0;
  let feature = 0;
  let maxLevels = 0;
  binned.columns.forEach((column, c) => {
    const oneHot = options.categories === 'one-hot' || column.bins < options.maxCatToOnehot;
    const kind = column.kind === 'numeric' ? KINDS.numeric : oneHot ? KINDS.oneHot : KINDS.partition;
    const direction = options.monotone[binned.schema[c]!.name] ?? 0;
    info.set([kind, column.bins, slot, feature, direction, 1], c * 8);
    slot = slotsAfter(slot, column.bins);
    feature += kind === KINDS.oneHot ? column.bins : 1;
    if (column.kind === 'coded') maxLevels = Math.max(maxLevels, column.bins);
  });
  return { info, slots: slot, features: feature, maxLevels };
}

function nodeLimit(options: BoostedOptions, rows: number): number {
  let nodes = 2 * rows + 2;
  if (options.maxDepth > 0 && options.maxDepth < 30) nodes = Math.min(nodes, 2 ** (options.maxDepth + 1));
  if (options.maxLeaves > 0) nodes = Math.min(nodes, 2 * options.maxLeaves);
  return nodes + 2;
}

/**
 * The memory of a fit, planned.
 * @throws LearnError `too-large`
 */
export function planLayout(binned: BinnedTable, options: BoostedOptions, size: FitSize): Layout {
  const arena = new Arena();
  const { train, watched, threads } = size;
  const columns = binned.columns.length;
  const groups = Math.ceil(columns / 4);
  const wide = binned.data instanceof Uint16Array;
  const width = wide ? 2 : 1;
  const rowStride = groups * 4 * width;
  const { info, slots, features, maxLevels } = planColumns(binned, options);
  const setWords = Math.ceil(maxLevels / 32);
  const nodeBytes = SPLIT_OFFSET + Math.ceil(setWords / 2) * 8;
  const nodeCap = nodeLimit(options, train);
  const histBytes = (slots + 8) * 16;
  const leaves = options.maxLeaves;
  const sharedSlots =
    leaves > 0 ? leaves + 2 : Math.min(64, Math.max(3, Math.floor(HIST_BUDGET / histBytes)));
  const threadSlots = Math.max(2, Math.ceil(Math.log2(train / SMALL_ROWS + 1)) + 2);
  const maskLevels = options.colsampleBylevel < 1 ? Math.min(options.maxDepth || 64, 64) : 1;
  const stackCap = Math.ceil(Math.log2(train + 2)) * 2 + 64;
  const round64 = (bytes: number) => Math.ceil(bytes / 64) * 64;
  const mapBytes = round64((Math.floor(slots / 32) + 2) * 4);
  const scratchBytes =
    histBytes +
    mapBytes +
    stackCap * 4 +
    round64(features) +
    round64(features * 4) +
    (maxLevels + 2) * 24 +
    round64(threadSlots * 4) +
    threadSlots * histBytes +
    512;

  const plan = arena.reserve(512);
  const sync = arena.reserve(64 + threads * 4);
  const rowBins = arena.reserve(binned.rows * rowStride);
  const columnBins = arena.reserve(binned.rows * columns * width);
  const columnInfo = arena.reserve(columns * 32);
  const gh = arena.reserve(binned.rows * 8);
  const pred = arena.reserve(binned.rows * 4);
  const labels = arena.reserve(binned.rows * 4);
  const weights = size.weighted ? arena.reserve(binned.rows * 4) : 0;
  const rows = arena.reserve(train * 4);
  const spareA = arena.reserve(train * 4);
  const spareB = arena.reserve(train * 4);
  const trainRows = size.subset ? arena.reserve(train * 4) : 0;
  const evalRows = arena.reserve(watched * 4);
  const blocks = arena.reserve(Math.ceil(train / BLOCK) * 32);
  const nodes = arena.reserve(nodeCap * nodeBytes);
  const walkTable = arena.reserve(nodeCap * 16);
  const sharedHists = arena.reserve(sharedSlots * histBytes);
  const scratch = arena.reserve(round64(scratchBytes) * threads);
  const masks = arena.reserve(maskLevels * features);
  const columnBest = arena.reserve(2 * columns * nodeBytes);
  const queue = arena.reserve((sharedSlots * 2 + 64) * 4 + nodeLimitOfQueue(leaves) * 4);

  // With one thread everything below the root is one subtree.
  const sharedRows = threads === 1 ? 2 ** 31 - 1 : Math.max(8192, Math.floor(train / (4 * threads)));
  const i32 = [
    binned.rows,
    train,
    watched,
    columns,
    groups,
    wide ? 1 : 0,
    rowStride,
    rowBins,
    columnBins,
    columnInfo,
    slots,
    gh,
    pred,
    labels,
    weights,
    rows,
    spareA,
    spareB,
    trainRows,
    evalRows,
    blocks,
    nodes,
    nodeCap,
    nodeBytes,
    setWords,
    threads,
    sync,
    sharedHists,
    sharedSlots,
    scratch,
    round64(scratchBytes),
    masks,
    maskLevels,
    features,
    columnBest,
    objectives[options.objective].id,
    options.maxDepth,
    leaves,
    options.growPolicy === 'lossguide' ? 1 : 0,
    options.maxCatThreshold,
    info.some((v, i) => i % 8 === 4 && v !== 0) ? 1 : 0,
    SMALL_ROWS,
    sharedRows,
    queue,
    threadSlots,
    maxLevels,
    stackCap,
    walkTable,
    slots,
  ];
  const f64 = [
    options.lambda,
    options.alpha,
    options.gamma,
    options.minChildWeight,
    options.learningRate,
    options.maxDeltaStep ?? (options.objective === 'poisson' ? 0.7 : 0),
  ].map(Math.fround);
  f64.push(options.subsample, options.colsampleBynode, objectiveParam(options));
  const at = {
    plan,
    sync,
    rowBins,
    columnBins,
    columnInfo,
    pred,
    labels,
    weights,
    trainRows,
    evalRows,
    masks,
    nodes,
  };
  // Groups of two-byte bins touch columns that are not drawn.
  const packs = !wide;
  return {
    arena,
    packs,
    i32,
    f64,
    at,
    columnInfo: info,
    nodeBytes,
    setWords,
    features,
    maskLevels,
    rowStride,
  };
}

/** The queue never holds more nodes than there are leaves. */
function nodeLimitOfQueue(leaves: number): number {
  return leaves > 0 ? leaves + 2 : 0;
}
