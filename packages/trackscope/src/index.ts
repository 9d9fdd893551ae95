export { UserError } from './errors/user-error.js';
export { runCatalogue, type RunOptions, type RunSummary } from './pipeline/run.js';
export * from './workspace/format.js';
export { openWorkspace, readWorkspaceJson, type Workspace } from './workspace/read.js';
