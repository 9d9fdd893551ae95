/** How many trees were grown, and batches predicted, by which path; for whoever wants to know which one ran. */
export const forestRuns = { grownWasm: 0, grownPlain: 0, walkedWasm: 0, walkedPlain: 0 };
