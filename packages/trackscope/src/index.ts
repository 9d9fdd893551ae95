export { UserError } from './errors/user-error.js';
export { type RunOptions, type RunSummary, runCatalogue } from './pipeline/run.js';
export type { ReportInput } from './report/input.js';
export { renderReport } from './report/render-report.js';
export * from './workspace/format.js';
export { openWorkspace, readWorkspaceJson, type Workspace } from './workspace/read.js';
