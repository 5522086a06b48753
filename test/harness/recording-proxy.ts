import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Stands between a Kafka client and a broker and keeps the requests that pass. */
export interface RecordingProxy extends AsyncDisposable {
  /** Where clients connect, `host:port`; what the broker must advertise. */
  readonly address: string;
  /** Sends on to `address` from now on; connections that came before are closed. */
  forwardTo(address: string): void;
}

/** Starts a proxy on a free loopback port. `record` sees each request without its 4-byte size, in each connection's order. */
export async function startRecordingProxy(record: (frame: Buffer) => void): Promise<RecordingProxy> {
  const sockets = new Set<Socket>();
  let upstream: string | undefined;

  const server = createServer((client) => {
    if (upstream === undefined) {
      client.destroy();
      return;
    }
    const [host = '', port] = upstream.split(':');
    const broker = connect({ host, port: Number(port) });
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.end();
      });
    }
    let pending = Buffer.alloc(0);
    client.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
        const end = 4 + pending.readInt32BE(0);
        record(Buffer.from(pending.subarray(4, end)));
        pending = pending.subarray(end);
      }
    });
    client.pipe(broker);
    broker.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    address: `127.0.0.1:${port}`,
    forwardTo(address) {
      upstream = address;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
