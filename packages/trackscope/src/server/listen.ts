import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { UserError } from '../errors/user-error.js';
import type { Limits } from './limits.js';
import { answerUnreadable } from './unreadable.js';

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
}

/**
 * Puts an application on a port.
 * @throws UserError `port-in-use`, `no-permission`, `bad-host`
 */
export async function listen(
  app: OpenAPIHono,
  host: string,
  port: number,
  limits: Limits,
): Promise<Listening> {
  const server = createServer(
    {
      // Bodies of any size may come; each route limits its own (and headers have their own limit here).
      requestTimeout: 0,
      headersTimeout: limits.bodyMs,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 30_000,
    },
    getRequestListener(app.fetch, {
      hostname: host,
      overrideGlobalObjects: false,
      errorHandler: answerUnreadable,
    }),
  );
  server.maxConnections = limits.connections;
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(listenError(error, host, port));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new UserError(
      'port-in-use',
      `port ${port} is taken`,
      'Choose another with --port, or --port 0 for any free one.',
      { cause: error },
    );
  if (error.code === 'EACCES')
    return new UserError(
      'no-permission',
      `port ${port} may not be used: permission denied`,
      'Choose one above 1023 with --port.',
      {
        cause: error,
      },
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return new UserError(
      'bad-host',
      `${host} is no address of this machine`,
      'Give one of its own with --host.',
      {
        cause: error,
      },
    );
  return error;
}
