import { connect } from 'node:net';
import { decodeResponse, encodeRequest } from '@sluice/kafka';
import type { ApiDefinition, Complete, Loose } from '@sluice/kafka';

/** One connection that speaks requests as they are, to see what no client shows. */
export interface KafkaConnection extends AsyncDisposable {
  request<Request, Response>(
    api: ApiDefinition<Request, Response>,
    version: number,
    value: Loose<Request>,
  ): Promise<Complete<Response>>;
}

/** Connects to `address` (`host:port`). Requests are answered in the order they are made. */
export async function openKafkaConnection(address: string): Promise<KafkaConnection> {
  const [host = '', port] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const waiting = new Map<number, { resolve: (frame: Buffer) => void; reject: (error: Error) => void }>();
  let received = Buffer.alloc(0);
  let lastId = 0;

  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const frame = received.subarray(4, 4 + received.readInt32BE(0));
      received = received.subarray(4 + frame.length);
      waiting.get(frame.readInt32BE(0))?.resolve(frame);
      waiting.delete(frame.readInt32BE(0));
    }
  });
  socket.on('error', () => undefined); // its end tells all who wait
  socket.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error(`${address} closed the connection`));
  });

  return {
    async request(api, version, value) {
      if (socket.closed) throw new Error(`${address} closed the connection`);
      const correlationId = ++lastId;
      const answer = new Promise<Buffer>((resolve, reject) => waiting.set(correlationId, { resolve, reject }));
      socket.write(Buffer.concat(encodeRequest(api, version, { correlationId, clientId: 'observer' }, value)));
      const frame = await answer;
      return decodeResponse(api, version, frame);
    },
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}
