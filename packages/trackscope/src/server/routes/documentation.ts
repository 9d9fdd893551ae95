import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { openApiDocument } from '../docs/document.js';
import { documentationPage } from '../docs/page.js';
import { sendFile } from '../files/send-file.js';
import { Shelf } from '../files/shelf.js';
import { storeFile } from '../files/stored-file.js';
import { selfContainedPolicy } from '../guard/security-headers.js';
import { define } from './define.js';

/** The API's own description, for programs and for people. To be added after all other routes. */
export function addDocumentation(app: OpenAPIHono): void {
  const shelf = new Shelf();
  shelf.put('/api/openapi.json', () =>
    storeFile('openapi.json', Buffer.from(JSON.stringify(openApiDocument(app)))),
  );
  shelf.put('/api/docs', () => {
    const page = documentationPage(openApiDocument(app));
    return storeFile('docs.html', Buffer.from(page), selfContainedPolicy(page));
  });
  define(
    app,
    {
      method: 'get',
      path: '/api/openapi.json',
      tag: 'About',
      summary: 'This API as an OpenAPI 3.1 document',
    },
    { answer: { 'application/json': { schema: z.looseObject({ openapi: z.string() }) } } },
    async (c) => sendFile(c, (await shelf.get('/api/openapi.json'))!),
  );
  define(
    app,
    { method: 'get', path: '/api/docs', tag: 'About', summary: 'This API as a page to read' },
    { answer: { 'text/html': { schema: z.string() } } },
    async (c) => sendFile(c, (await shelf.get('/api/docs'))!),
  );
}
