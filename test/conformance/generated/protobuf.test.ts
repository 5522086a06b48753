import type { Connection, Handler, IncomingMessage, OutgoingMessage, RunOptions } from '@sluice/serde/clients';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import type { SluiceProcess } from '../../harness/sluice-process.ts';
import { generateFolder } from './generate.ts';
import type { GeneratedFolder } from './generate.ts';

/** Two messages of one .proto file on one topic: only the message indexes tell them apart. */
const FILE = `syntax = "proto3"; package acme;
message Placed { string id = 1; int64 cents = 2; oneof by { string card = 3; bool cash = 4; } }
message Cancelled { string id = 1; repeated string reasons = 2; }`;
const payload = `{ schemaFormat: application/vnd.google.protobuf;version=3, schema: ${JSON.stringify(FILE)} }`;
const DOCUMENT = `asyncapi: 3.0.0
info: { title: Orders, version: '1' }
channels:
  orders:
    address: orders
    messages: { Placed: { payload: ${payload} }, Cancelled: { payload: ${payload} } }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
  receiveOrders: { action: receive, channel: { $ref: '#/channels/orders' } }
`;

interface OrderClasses {
  connect(options: { brokers: string[]; registry: string }): Connection;
  readonly SendOrdersProducer: new (options: { connection: Connection }) => AsyncDisposable & {
    send(message: OutgoingMessage): Promise<void>;
    ensureTopic(): Promise<boolean>;
  };
  readonly ReceiveOrdersConsumer: new (options: { connection: Connection; group: string }) => AsyncDisposable & {
    run(handler: Handler<IncomingMessage>, options?: RunOptions): Promise<void>;
  };
}

describe('classes of Protobuf payloads over @platformatic/kafka', () => {
  let sluice: SluiceProcess;
  let folder: GeneratedFolder;
  beforeAll(async () => {
    [sluice, folder] = await Promise.all([
      startSluiceProcess(),
      generateFolder({ path: 'orders.yaml', text: DOCUMENT }, 'platformatic'),
    ]);
  }, 60_000);
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await sluice[Symbol.asyncDispose]();
  });

  it('come back as they were, each message as itself', { timeout: 30_000 }, async () => {
    const { connect, SendOrdersProducer, ReceiveOrdersConsumer } = await folder.load<OrderClasses>();
    await using connection = connect({ brokers: [sluice.kafka], registry: sluice.http });
    await using producer = new SendOrdersProducer({ connection });
    await producer.ensureTopic();
    const placed = { id: 'a', cents: 9007199254740993n, by: { case: 'card', value: '1' } };
    await producer.send({ name: 'Placed', value: placed });
    await producer.send({ name: 'Cancelled', value: { id: 'b', reasons: ['late'] } });
    const got: unknown[] = [];
    const done = new AbortController();
    await using consumer = new ReceiveOrdersConsumer({ connection, group: 'g' });
    await consumer.run(
      async ({ name, value }) => {
        got.push([name, value]);
        if (got.length === 2) done.abort();
      },
      { fromBeginning: true, signal: done.signal },
    );
    expect(got).toEqual([
      ['Placed', placed],
      ['Cancelled', { id: 'b', reasons: ['late'] }],
    ]);
  });
});
