import { compileCodec, parseSchema } from '@sluice/avro';
import { createRegistryClient } from '@sluice/serde';
import {
  avroFormat,
  createAddress,
  createConnection,
  createRequester,
  createResponder,
  createTopicProducer,
  ensureTopic,
  jsonFormat,
  openServer,
  toKafkaJsOptions,
  toPlatformaticOptions,
} from '@sluice/serde/clients';
import type { ChannelFormat, IncomingMessage, OutgoingMessage } from '@sluice/serde/clients';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownAvroFormat } from '../src/clients/formats/known-avro-format.ts';
import { createMemoryTransport } from './clients-memory.ts';
import { createFakeFetch } from './fake-registry.ts';

describe('an address with parameters', () => {
  const address = createAddress('machines.{machine}.{kind}', { kind: { enum: ['heat', 'speed'], default: 'heat' } });

  it('is a topic, and is read back', () => {
    expect(address.toTopic({ machine: 'oven' })).toBe('machines.oven.heat');
    expect(address.fromTopic('machines.oven.speed')).toEqual({ machine: 'oven', kind: 'speed' });
    expect(address.fromTopic('machines.oven.light')).toBeUndefined();
    expect(address.fromTopic('other')).toBeUndefined();
  });

  it.each([
    [{}, 'parameter machine is missing'],
    [{ machine: 'oven', kind: 'light' }, 'not one of heat, speed'],
    [{ machine: 'my oven' }, 'is no name of a topic'],
    [{ machine: 'x'.repeat(250) }, 'is no name of a topic'],
  ])('refuses %j', (values, message) => {
    expect(() => address.toTopic(values)).toThrow(message);
  });

  it('gives no topic that would be read back as other values', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '.', '-'), minLength: 1, maxLength: 5 });
    const two = createAddress('{a}.{b}');
    fc.assert(
      fc.property(text, text, (a, b) => {
        let topic: string;
        try {
          topic = two.toTopic({ a, b });
        } catch {
          return;
        }
        expect(two.fromTopic(topic)).toEqual({ a, b });
      }),
    );
  });
});

describe('security', () => {
  const server = { brokers: ['k:9093'], clientId: 'c', tls: true };
  it('becomes the options of each client', () => {
    const security = { type: 'scramSha256', username: 'u', password: 'p' } as const;
    expect(toPlatformaticOptions({ ...server, security })).toEqual({
      clientId: 'c',
      bootstrapBrokers: ['k:9093'],
      tls: {},
      sasl: { mechanism: 'SCRAM-SHA-256', username: 'u', password: 'p' },
    });
    expect(toKafkaJsOptions({ ...server, security })).toEqual({
      clientId: 'c',
      brokers: ['k:9093'],
      logLevel: 2,
      ssl: {},
      sasl: { mechanism: 'scram-sha-256', username: 'u', password: 'p' },
    });
  });

  it('may be a certificate or a token', async () => {
    const certificate = { type: 'X509', cert: 'CERT', key: 'KEY' } as const;
    expect(toPlatformaticOptions({ ...server, security: certificate }).tls).toEqual({ cert: 'CERT', key: 'KEY' });
    const { sasl } = toKafkaJsOptions({ ...server, security: { type: 'oauth2', token: () => 'T' } });
    expect(sasl?.mechanism === 'oauthbearer' && (await sasl.oauthBearerProvider())).toEqual({ value: 'T' });
  });

  it('must be what the server asks for', () => {
    const servers = { k: { brokers: ['k:1'], security: ['plain'] } };
    expect(() => openServer(servers, {})).toThrow('k asks for security of type plain, found none');
    expect(openServer(servers, { security: { type: 'plain', username: 'u', password: 'p' } }).brokers).toEqual(['k:1']);
  });
});

describe('requests', () => {
  const channel: ChannelFormat = { address: 'asks', messages: [{ name: 'Ask', value: jsonFormat() }] };
  const replies: ChannelFormat = { address: null, messages: [{ name: 'Told', value: jsonFormat() }] };
  const reply = { channel: replies, address: '$message.header#/REPLY_TOPIC' };

  it('are answered where they say, each its own', async () => {
    const connection = createConnection({ transport: createMemoryTransport() });
    await using responder = createResponder<IncomingMessage<'Ask', number>, OutgoingMessage>({
      connection,
      channel,
      reply,
      group: 'tellers',
    });
    await using requester = createRequester<OutgoingMessage, IncomingMessage<'Told', number>>({
      connection,
      channel,
      reply,
      replyTopic: 'told-me',
    });
    expect([await ensureTopic(connection, channel), await ensureTopic(connection, channel)]).toEqual([true, false]);
    const running = responder.run(({ value }) => ({ value: value * 2 }), { fromBeginning: true });
    const answers = await Promise.all([1, 2, 3].map((value) => requester.request({ value })));
    expect(answers.map(({ value }) => value)).toEqual([2, 4, 6]);
    await responder.close();
    await running;
  });

  it('give up after their time, when told to, and when closed', async () => {
    const connection = createConnection({ transport: createMemoryTransport() });
    const requester = createRequester({ connection, channel, reply, replyTopic: 'told-me' });
    await expect(requester.request({ value: 1 }, { timeoutMs: 5 })).rejects.toMatchObject({ kind: 'no-answer' });
    const stop = new AbortController();
    const waiting = requester.request({ value: 2 }, { signal: stop.signal });
    stop.abort(new Error('never mind'));
    await expect(waiting).rejects.toThrow('never mind');
    const last = requester.request({ value: 3 }).catch((error: unknown) => error);
    await requester.close();
    expect(await last).toMatchObject({ kind: 'closed' });
  });
});

describe('the subjects of a message', () => {
  it('are by its records; a key without a name is under the topic', async () => {
    const schema = '{"type":"record","name":"a.Paid","fields":[]}';
    const { fetch, requests } = createFakeFetch({
      'POST /subjects/a.Paid/versions': { body: { id: 1 } },
      'POST /subjects/paid-key/versions': { body: { id: 2 } },
    });
    const connection = createConnection({
      transport: createMemoryTransport({ paid: 1 }),
      registry: createRegistryClient({ url: 'http://r', fetch }),
    });
    const key = avroFormat<string>({ schema: '"string"' });
    const message = {
      name: 'Paid',
      value: avroFormat<object>({ schema }),
      key,
      strategy: 'RecordNameStrategy',
    } as const;
    await using producer = createTopicProducer({ connection, channel: { address: 'paid', messages: [message] } });
    await producer.send({ value: {}, key: 'k' });
    expect(requests.map(({ url }) => url)).toEqual([
      'http://r/subjects/a.Paid/versions',
      'http://r/subjects/paid-key/versions',
    ]);
  });

  it('are named where a version is not known', async () => {
    const name = (schema: string) => ({ schema, codec: compileCodec(parseSchema(schema)) });
    const written = { id: 7, guid: '', schemaType: 'AVRO', schema: '"int"', references: [] } as const;
    const { fetch } = createFakeFetch({ 'GET /schemas/ids/7': { body: written } });
    const registry = createRegistryClient({ url: 'http://r', fetch });
    const connection = createConnection({ transport: createMemoryTransport(), registry });
    const place = { connection, topic: 'paid', strategy: 'RecordNameStrategy' } as const;
    const part = { bytes: new Uint8Array(1), offset: 5, mark: { id: 7 }, schema: written };
    const value = knownAvroFormat(name('{"type":"record","name":"a.Paid","fields":[]}'));
    await expect(value.openReader({ ...place, part: 'value' }).read(part)).rejects.toThrow(
      '7 (subject a.Paid) is none',
    );
    const key = knownAvroFormat(name('"string"'));
    await expect(key.openReader({ ...place, part: 'key' }).read(part)).rejects.toThrow('7 (subject paid-key) is none');
  });
});
