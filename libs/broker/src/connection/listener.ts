import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { BrokerServices } from '../api/handler.ts';
import type { ServedApis } from '../api/serve.ts';
import { BrokerError } from '../broker-error.ts';
import { createByteBudget } from '../byte-budget.ts';
import { Connection } from './connection.ts';
import { createTraffic } from './traffic.ts';

export interface ListenerLimits {
  readonly maxConnections: number;
  readonly maxRequestBytes: number;
  /** Of requests, and again of answers. */
  readonly maxBytesInFlight: number;
  readonly maxRequestsInFlight: number;
  readonly idleTimeoutMs: number;
  readonly frameTimeoutMs: number;
  readonly answerTimeoutMs: number;
}

export const DEFAULT_LIMITS: ListenerLimits = {
  maxConnections: 5000,
  // Apache Kafka's socket.request.max.bytes.
  maxRequestBytes: 104_857_600,
  maxBytesInFlight: 256 * 1024 * 1024,
  maxRequestsInFlight: 64,
  idleTimeoutMs: 600_000,
  frameTimeoutMs: 30_000,
  answerTimeoutMs: 60_000,
};

export interface ListenAddress {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

export interface Listener {
  /** Where it listens. */
  readonly address: ListenAddress;
  /** Accepts no more, lets requests begun finish for at most `deadlineMs`, then ends every connection. */
  close(deadlineMs: number): Promise<void>;
}

const COMPLAINTS_PER_SECOND = 10;

/** Listens for clients. Rejects with BrokerError 'address-in-use' when the port is taken. */
export async function openListener(
  address: ListenAddress,
  advertised: ListenAddress | undefined,
  limits: ListenerLimits,
  apis: ServedApis,
  broker: BrokerServices,
): Promise<Listener> {
  const { logger, metrics } = broker;
  const connections = new Set<Connection>();
  const budget = createByteBudget(limits.maxBytesInFlight);
  const answerBudget = createByteBudget(limits.maxBytesInFlight);
  const traffic = createTraffic(metrics);
  const complain = boundComplaints((reason, remoteAddress) =>
    logger.warn({ reason, remoteAddress }, 'connection closed'),
  );

  metrics.gauge({
    name: 'sluice_kafka_connections',
    help: 'Open client connections.',
    collect: () => connections.size,
  });
  metrics.gauge({
    name: 'sluice_kafka_bytes_in_flight',
    help: 'Bytes of requests being received or handled.',
    collect: () => budget.usedBytes,
  });
  metrics.gauge({
    name: 'sluice_kafka_unsent_bytes',
    help: 'Bytes of answers that clients have not taken yet.',
    collect: () => answerBudget.usedBytes,
  });

  const server = createServer({ noDelay: true }, (socket) => {
    if (connections.size >= limits.maxConnections) {
      complain(`${connections.size} connections are open, which is the limit`, socket.remoteAddress ?? '');
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    socket.setTimeout(limits.idleTimeoutMs);
    const connection = new Connection(socket, {
      apis,
      broker,
      advertised: advertised ?? reachedAddress(socket),
      maxRequestBytes: limits.maxRequestBytes,
      maxRequestsInFlight: limits.maxRequestsInFlight,
      frameTimeoutMs: limits.frameTimeoutMs,
      budget,
      answerBudget,
      answerTimeoutMs: limits.answerTimeoutMs,
      traffic,
      complain,
    });
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(describeListenError(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address() as AddressInfo;

  return {
    address: { host: address.host, port: bound.port },
    async close(deadlineMs) {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => {
        for (const connection of connections) connection.destroy();
      }, deadlineMs);
      await Promise.all([...connections].map((connection) => connection.drain()));
      clearTimeout(timer);
      await stopped;
    },
  };
}

/** The address that the client connected to, as this side of its connection has it. */
function reachedAddress(socket: Socket): ListenAddress {
  const host = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:(?=\d+\.)/, '');
  return { host, port: socket.localPort ?? 0 };
}

function describeListenError(error: NodeJS.ErrnoException, { host, port }: ListenAddress): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new BrokerError(
    'address-in-use',
    `${host}:${port} is in use: stop what listens there, or give another --kafka`,
  );
}

/** Whoever connects can make these lines, so there are at most ten a second. */
function boundComplaints(write: (reason: string, remoteAddress: string) => void): typeof write {
  let second = 0;
  let lines = 0;
  return (reason, remoteAddress) => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) lines = 0;
    second = now;
    if (++lines <= COMPLAINTS_PER_SECOND) write(reason, remoteAddress);
  };
}
