import type { Server } from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { HostPort, Logger } from '@sluice/runtime';
import { formatHostPort } from '@sluice/runtime';
import type { Guard, NodeEnv } from './auth/guard.ts';
import { describeListenError } from './server-error.ts';
import { readTlsOptions, watchTlsFiles } from './tls-files.ts';
import type { TlsFiles } from './tls-files.ts';

export interface HttpListener {
  readonly url: string;
  /** Accepts no more, lets requests under way finish, then closes what is left. */
  close(): Promise<void>;
}

export interface HttpListenerOptions {
  readonly address: HostPort;
  /** Where connections are encrypted. */
  readonly tls?: TlsFiles | undefined;
  readonly logger: Logger;
}

const MAX_CONNECTIONS = 10_000;
/** Longer than the idle time of common client pools, so that they and not we end a connection. */
const KEEP_ALIVE_MS = 75_000;
const DRAIN_MS = 5000;

/** Serves `guard` on an address. Throws ServerError naming the flag and the address when it cannot be had. */
export async function listenHttp(guard: Guard, options: HttpListenerOptions): Promise<HttpListener> {
  const { address, tls, logger } = options;
  const server = await createServer(guard, tls);
  server.maxConnections = MAX_CONNECTIONS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const connections = watchConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(describeListenError('--http', formatHostPort(address), error)));
    server.listen(address.port, address.host, resolve);
  });
  const watch = tls !== undefined && isHttps(server) ? watchTlsFiles(server, tls, logger) : undefined;
  const scheme = tls === undefined ? 'http' : 'https';
  const url = `${scheme}://${formatHostPort({ host: address.host, port: portOf(server) })}`;
  return {
    url,
    close() {
      watch?.close();
      return drain(server, connections);
    },
  };
}

async function createServer(guard: Guard, tls: TlsFiles | undefined): Promise<Server> {
  // Both servers are of HTTP/1.1, whose requests and answers these are.
  const fetch = (request: Request, env: unknown) => guard(request, env as NodeEnv);
  const plain = { fetch, overrideGlobalObjects: false };
  if (tls === undefined) return createAdaptorServer(plain) as Server;
  const serverOptions = { ...(await readTlsOptions(tls)), handshakeTimeout: DRAIN_MS };
  return createAdaptorServer({ ...plain, createServer: createHttpsServer, serverOptions }) as Server;
}

function isHttps(server: Server): server is HttpsServer {
  return server instanceof HttpsServer;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Knows which connections carry a request, so that closing ends the others at once and these after their answer. */
function watchConnections(server: Server): { endIdle(): void } {
  const idle = new Set<Socket>();
  let ending = false;
  // Requests name the socket that decrypts, not the one below it.
  server.on(isHttps(server) ? 'secureConnection' : 'connection', (socket: Socket) => {
    // One that was still agreeing on keys when the server closed.
    if (ending) socket.destroy();
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
