import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A way to a server that can stop passing bytes on without closing anything, as a network does that loses all packets. */
export interface StallingProxy extends AsyncDisposable {
  readonly port: number;
  /** What is connected hears nothing any more, for ever; what connects later does, until `resume`, neither. */
  stall(): void;
  /** Connections made from now on work. */
  resume(): void;
}

export async function startStallingProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<StallingProxy> {
  const sockets = new Set<Socket>();
  let isStalled = false;
  const server = createServer((inbound) => {
    sockets.add(inbound);
    inbound.on('error', () => {});
    if (isStalled) return;
    const outbound = connect(target);
    sockets.add(outbound);
    outbound.on('error', () => inbound.destroy());
    inbound.on('close', () => outbound.destroy());
    outbound.on('close', () => inbound.destroy());
    inbound.pipe(outbound);
    outbound.pipe(inbound);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    stall() {
      isStalled = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    resume() {
      isStalled = false;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
