import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { VERSION } from '../../version.js';
import { isSameRun } from '../files/workspace-files.js';
import { modelSchema } from '../schemas/answers.js';
import type { Services } from '../services.js';
import { define, within } from './define.js';

const JSON_ANSWER = 'application/json';

const healthSchema = z
  .object({
    status: z
      .enum(['ok', 'stale'])
      .describe('"stale" once the workspace was made anew: start the server again.'),
    tool: z.string(),
    version: z.string(),
    workspace: z.string().describe('When the workspace was made, ISO 8601.'),
    uptime: z.number().describe('Seconds.'),
    running: z.number().int().describe('Requests being answered, this one among them.'),
  })
  .openapi('Health');

const workspaceSchema = z
  .looseObject({
    format: z.string(),
    formatVersion: z.number(),
    created: z.string(),
    files: z.array(z.string()),
  })
  .describe("The workspace's own description, as in workspace.json.")
  .openapi('Workspace');

const modelsSchema = z
  .object({
    models: z.array(modelSchema),
    default: z
      .object({ protocol: z.string(), unit: z.string() })
      .nullable()
      .describe('What answers when a request names neither protocol nor unit.'),
  })
  .openapi('Models');

/** What is there: the server, the workspace and its models. */
export function addAbout(app: OpenAPIHono, services: Services): void {
  const { workspace, scorers, load, limits } = services;
  const started = performance.now();
  define(
    app,
    { method: 'get', path: '/api/health', tag: 'About', summary: 'Whether the server works' },
    { answer: { [JSON_ANSWER]: { schema: healthSchema } } },
    async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json({
        status: (await isSameRun(workspace)) ? 'ok' : 'stale',
        tool: 'trackscope',
        version: VERSION,
        workspace: workspace.manifest.created,
        uptime: (performance.now() - started) / 1000,
        running: load.running,
      });
    },
  );
  define(
    app,
    {
      method: 'get',
      path: '/api/workspace',
      tag: 'About',
      summary: 'What the workspace is and how it came to be',
    },
    { answer: { [JSON_ANSWER]: { schema: workspaceSchema } } },
    (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(workspace.manifest);
    },
  );
  define(
    app,
    {
      method: 'get',
      path: '/api/models',
      tag: 'About',
      summary: 'Models that answer, by protocol and unit',
      description:
        'The models of the honest protocols. The published ones are read by the command line alone.',
    },
    { answer: { [JSON_ANSWER]: { schema: modelsSchema } } },
    async (c) => {
      const models = await within(limits.answerMs, scorers.summaries());
      const first = scorers.sets[0];
      c.header('Cache-Control', 'no-store');
      return c.json({ models, default: first ? { protocol: first.protocol, unit: first.unit } : null });
    },
  );
}
