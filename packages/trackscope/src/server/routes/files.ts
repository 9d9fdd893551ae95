import type { OpenAPIHono } from '@hono/zod-openapi';
import { sendFile } from '../files/send-file.js';
import type { Shelf } from '../files/shelf.js';

/** The app, the report and the workspace's data. Before the app is built, `/` leads to the report. */
export function addFiles(app: OpenAPIHono, shelf: Shelf): void {
  app.get('/', async (c, next) => {
    const page = await shelf.get('/');
    if (page) return sendFile(c, page);
    return shelf.has('/report.html') ? c.redirect('/report.html', 302) : next();
  });
  app.get('*', async (c, next) => {
    const file = await shelf.get(c.req.path);
    return file ? sendFile(c, file) : next();
  });
}
