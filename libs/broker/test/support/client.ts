import { connect } from 'node:net';
import { decodeResponse, encodeRequest } from '@sluice/kafka';
import type { ApiDefinition, Complete, Loose } from '@sluice/kafka';

/** A connection as a client has it: requests of any version, raw bytes, and what became of it. */
export interface Client {
  call<Request, Response>(
    api: ApiDefinition<Request, Response>,
    version: number,
    request: Loose<Request>,
  ): Promise<Complete<Response>>;
  /** Sends a request that is not answered. */
  send<Request>(api: ApiDefinition<Request>, version: number, request: Loose<Request>): void;
  /** Sends bytes as they are; settles when they have left. */
  write(bytes: Uint8Array): Promise<void>;
  /** The next whole response, without its size. */
  next(): Promise<Uint8Array>;
  readonly closed: Promise<void>;
  readonly isClosed: boolean;
  /** Sends no more; settles when the broker, which has then read everything, has closed too. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export async function openClient({ host, port }: { host: string; port: number }, clientId = 'test'): Promise<Client> {
  const socket = connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const waiting: PromiseWithResolvers<Uint8Array>[] = [];
  let received: Buffer = Buffer.alloc(0);
  let correlationId = 0;
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      waiting.shift()?.resolve(received.subarray(4, end));
      received = received.subarray(end);
    }
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const { reject } of waiting) reject(new Error('the connection ended'));
      resolve();
    });
  });
  const next = (): Promise<Uint8Array> => {
    const answer = Promise.withResolvers<Uint8Array>();
    waiting.push(answer);
    return answer.promise;
  };
  const send = <Request>(api: ApiDefinition<Request>, version: number, request: Loose<Request>): void => {
    socket.write(Buffer.concat(encodeRequest(api, version, { correlationId: correlationId++, clientId }, request)));
  };
  return {
    async call(api, version, request) {
      const expectedId = correlationId;
      const answer = next();
      send(api, version, request);
      const frame = await answer;
      const id = new DataView(frame.buffer, frame.byteOffset).getInt32(0);
      if (id !== expectedId) throw new Error(`answer ${id} came for request ${expectedId}`);
      return decodeResponse(api, version, frame);
    },
    send,
    write: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    next,
    closed,
    get isClosed() {
      return socket.destroyed;
    },
    end() {
      socket.end();
      return closed;
    },
    close() {
      socket.destroy();
      return closed;
    },
  };
}
