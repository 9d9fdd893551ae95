import type { OpenAPIHono } from '@hono/zod-openapi';

/** Tells which methods an address takes; null for an address that there is none of. */
export type MethodsFor = (path: string, isFile: (path: string) => boolean) => readonly string[] | null;

/** Reads the methods off the routes of an application. */
export function methodsFor(app: OpenAPIHono): MethodsFor {
  const routes = app.routes
    .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
    .map(({ path, method }) => ({
      method,
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
    }));
  return (path, isFile) => {
    if (path === '/' || isFile(path)) return ['GET', 'HEAD'];
    const found = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (found.length === 0) return null;
    return [...new Set(found.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
  };
}
