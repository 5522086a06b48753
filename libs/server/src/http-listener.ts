import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { HostPort } from '@sluice/runtime';
import { formatHostPort } from '@sluice/runtime';
import { describeListenError } from './server-error.ts';

export interface HttpListener {
  readonly url: string;
  /** Accepts no more, lets requests under way finish, then closes what is left. */
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 10_000;
/** Longer than the idle time of common client pools, so that they and not we end a connection. */
const KEEP_ALIVE_MS = 75_000;
const DRAIN_MS = 5000;

/** Serves `app` on `address`. Throws ServerError naming the flag and the address when it cannot be had. */
export async function listenHttp(app: Hono, address: HostPort): Promise<HttpListener> {
  // Without http2 options the adaptor makes a plain HTTP/1.1 server.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const connections = watchConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(describeListenError('--http', formatHostPort(address), error)));
    server.listen(address.port, address.host, resolve);
  });
  const url = `http://${formatHostPort({ host: address.host, port: portOf(server) })}`;
  return { url, close: () => drain(server, connections) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Knows which connections carry a request, so that closing ends the others at once and these after their answer. */
function watchConnections(server: Server): { endIdle(): void } {
  const idle = new Set<Socket>();
  let ending = false;
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    idle.delete(socket);
    response.once('close', () => {
      if (ending) socket.destroySoon();
      else if (!socket.destroyed) idle.add(socket);
    });
  });
  return {
    endIdle() {
      ending = true;
      for (const socket of idle) socket.destroy();
    },
  };
}

async function drain(server: Server, connections: { endIdle(): void }): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.endIdle();
  const closeAll = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(closeAll);
}
