import { OpenAPIHono } from '@hono/zod-openapi';
import type { Shelf } from './files/shelf.js';
import { type GuardOptions, guard } from './guard/guard.js';
import { methodsFor } from './methods.js';
import { answerProblem, Refusal } from './problem.js';
import { refusalOf } from './refusal-of.js';
import { addAbout } from './routes/about.js';
import { addDocumentation } from './routes/documentation.js';
import { addFiles } from './routes/files.js';
import { addFlags } from './routes/flags.js';
import { addPredict } from './routes/predict.js';
import { addQuery } from './routes/query.js';
import { addScore } from './routes/score.js';
import type { Services } from './services.js';

/** Everything that one server is made of. */
export interface AppParts extends Omit<GuardOptions, 'load'> {
  readonly services: Services;
  readonly shelf: Shelf;
  /** Where faults of our own are told. */
  readonly log: (text: string) => void;
}

/** The application: what each address answers. It listens to nothing by itself. */
export function createApp({ services, shelf, token, loopback, log }: AppParts): OpenAPIHono {
  const app = new OpenAPIHono({ strict: true });
  app.onError((error, c) => answerProblem(c, refusalOf(error, log)));
  app.use(guard({ load: services.load, token, loopback }));
  addAbout(app, services);
  addPredict(app, services);
  addScore(app, services);
  addFlags(app, services);
  addQuery(app, services);
  addDocumentation(app);
  addFiles(app, shelf);
  const methods = methodsFor(app);
  app.notFound((c) => {
    const allowed = methods(c.req.path, (path) => shelf.has(path));
    if (allowed && !allowed.includes(c.req.method)) {
      const allow = allowed.join(', ');
      const refusal = new Refusal('method-not-allowed', `this address takes ${allow}`, {
        headers: { Allow: allow },
      });
      return answerProblem(c, refusal);
    }
    return answerProblem(c, new Refusal('not-found', 'nothing is served at this address'));
  });
  return app;
}
