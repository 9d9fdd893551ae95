import { afterAll, beforeAll } from 'vitest';
import type { WorkspaceServer } from '../../src/server/serve.js';
import { fileSuite } from './files.suite.js';
import { flagRouteSuite } from './flag-routes.suite.js';
import { fuzzSuite } from './fuzz.suite.js';
import { guardSuite } from './guard.suite.js';
import { routeSuite } from './routes.suite.js';
import { scoreSuite } from './score.suite.js';
import { type Ground, makeGround, serveGround } from './site.js';
import { stopSuite } from './stop.suite.js';
import { threadSuite } from './threads.suite.js';

// One workspace and one server for all suites: making them takes longer than asking them.
let ground: Ground;
let server: WorkspaceServer;
const faults: string[] = [];

beforeAll(async () => {
  ground = await makeGround();
  server = await serveGround(ground, { log: (text) => faults.push(text) });
});
afterAll(async () => {
  server.cut();
  await server.close();
  ground.remove();
});

const site = {
  get url() {
    return server.url;
  },
  get ground() {
    return ground;
  },
  faults,
};

fileSuite(site);
routeSuite(site);
flagRouteSuite(site);
scoreSuite(site);
threadSuite(site);
guardSuite(site);
stopSuite(site);
fuzzSuite(site);
