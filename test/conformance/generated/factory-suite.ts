import { readFile } from 'node:fs/promises';
import { compileCodec, parseSchema } from '@sluice/avro';
import type { GenerateOptions } from '@sluice/codegen';
import { SendRefusal, SerdeError, writeEnvelope } from '@sluice/serde';
import { DEAD_LETTER_HEADERS } from '@sluice/serde/clients';
import type {
  Connection,
  Handler,
  IncomingMessage,
  IncomingRecord,
  Membership,
  RunOptions,
} from '@sluice/serde/clients';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerSchema } from '../../harness/factory.ts';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import { generateFolder } from './generate.ts';
import type { GeneratedFolder } from './generate.ts';

interface MachineSensor {
  readonly machine: string;
  readonly sensor: string;
  readonly value: number;
  readonly units: string;
}

interface MachineState {
  readonly machine: string;
  readonly state: 'RUNNING' | 'IDLE' | 'FAULT';
}

type Received = IncomingMessage<'MachineSensor', MachineSensor, string>;

/** What is generated from asyncapi/thingam.yaml, as far as it is used here. */
export interface FactoryClasses {
  connect(options: { brokers: string[]; registry: string; clientId?: string }): Connection;
  readonly MachineSensorProducer: new (options: { connection: Connection }) => AsyncDisposable & {
    send(value: MachineSensor, options: { key: string; partition?: number; timestamp?: number }): Promise<void>;
    sendBatch(messages: readonly { value: MachineSensor; key: string }[]): Promise<void>;
    ensureTopic(): Promise<boolean>;
  };
  readonly MachineSensorConsumer: new (options: { connection: Connection; group?: string }) => AsyncDisposable & {
    run(handler: Handler<Received>, options?: RunOptions): Promise<void>;
  };
  readonly MachineStateProducer: new (options: { connection: Connection }) => AsyncDisposable & {
    send(value: MachineState, options: { key: string }): Promise<void>;
    ensureTopic(): Promise<boolean>;
  };
  readonly MachineStateConsumer: new (options: { connection: Connection; group?: string }) => AsyncDisposable & {
    run(handler: Handler<IncomingMessage<'MachineState', MachineState, string>>, options?: RunOptions): Promise<void>;
  };
}

/** What a client library lets its transport tell of records that the broker refused. */
export interface RefusalForm {
  /** Of one bad record of several with one key: its place. */
  readonly names: boolean;
  readonly reason: RegExp;
}

const MACHINES = ['SuperOven3000', 'MixMaster', 'Wrapper9', 'Slicer'];

function readings(count: number): readonly { readonly value: MachineSensor; readonly key: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const machine = MACHINES[index % MACHINES.length] ?? '';
    return { value: { machine, sensor: 'Temp', value: index, units: 'C' }, key: machine };
  });
}

/** Runs the classes generated for `client` against a broker of their own. */
export function describeFactory(
  client: NonNullable<GenerateOptions['client']>,
  refusals: RefusalForm,
  modules: () => Readonly<Record<string, string>> = () => ({}),
  options: Partial<GenerateOptions> = {},
): void {
  let folder: GeneratedFolder;
  let classes: FactoryClasses;
  let errors: { readonly SerdeError: unknown; readonly SendRefusal: unknown } = { SerdeError, SendRefusal };
  beforeAll(async () => {
    folder = await generateFolder({ path: 'asyncapi/thingam.yaml' }, client, modules(), options);
    classes = await folder.load<FactoryClasses>();
    if (options.standalone !== undefined) errors = await folder.load<typeof errors>('sluice-runtime.ts');
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  /** A broker with the topic, and a connection to it. */
  async function openFactory() {
    const sluice = await startSluiceProcess();
    const connection = classes.connect({ brokers: [sluice.kafka], registry: sluice.http, clientId: 'test' });
    const producer = new classes.MachineSensorProducer({ connection });
    return {
      sluice,
      connection,
      producer,
      consumer: (group = 'dashboard') => new classes.MachineSensorConsumer({ connection, group }),
      async [Symbol.asyncDispose]() {
        await producer[Symbol.asyncDispose]();
        await connection.close();
        await sluice[Symbol.asyncDispose]();
      },
    };
  }

  type Factory = Awaited<ReturnType<typeof openFactory>>;

  /** What a run of a group hands over, up to `count`. */
  async function collect(factory: Factory, count: number, options: RunOptions = {}, group = 'dashboard') {
    await using consumer = factory.consumer(group);
    const stop = new AbortController();
    const received: Received[] = [];
    const handler = (message: Received): void => {
      received.push(message);
      if (received.length === count) stop.abort();
    };
    await consumer.run(handler, { fromBeginning: true, signal: stop.signal, ...options });
    return received;
  }

  it('creates the topic as the document says, once', async () => {
    await using factory = await openFactory();
    expect(await factory.producer.ensureTopic()).toBe(true);
    expect(await factory.producer.ensureTopic()).toBe(false);
  });

  it('tells what the broker refused, as far as the client library does', async () => {
    await using factory = await openFactory();
    await factory.producer.ensureTopic();
    const { transport } = factory.connection;
    const garbage = { key: new Uint8Array([97]), value: new Uint8Array([1, 2, 3]), headers: [] };
    await expect(transport.send('factory7', [garbage])).rejects.toMatchObject({
      kind: 'refused',
      records: [{ index: 0, reason: expect.stringMatching(refusals.reason) }],
    });
    await factory.producer.send({ machine: 'a', sensor: 's', value: 1, units: 'C' }, { key: 'a' });
    const [good] = await readRecords(factory.connection, 'factory7', 1);
    if (good === undefined) return;
    const { key, value, headers } = good;
    const refused: unknown = await transport
      .send('factory7', [{ key, value, headers }, garbage, { key, value, headers }])
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(errors.SendRefusal);
    expect(refused).toMatchObject({
      message: expect.stringMatching(refusals.reason),
      records: refusals.names ? [{ index: 1, reason: expect.stringMatching(refusals.reason) }] : [],
    });
    await factory.producer.send({ machine: 'a', sensor: 's', value: 2, units: 'C' }, { key: 'a' });
    // Nothing of the refused batch was taken, and the producer goes on behind it.
    const received = await collect(factory, 2);
    expect(received.map((message) => message.value.value)).toEqual([1, 2]);
  });

  it('sends and receives, in order for each machine', async () => {
    await using factory = await openFactory();
    const { producer } = factory;
    await producer.ensureTopic();
    const [first, ...rest] = readings(40);
    if (first === undefined) return;
    await producer.send(first.value, { key: first.key, timestamp: 1_763_700_000_000 });
    await producer.sendBatch(rest);
    const received = await collect(factory, 40);
    for (const machine of MACHINES) {
      const values = received.filter(({ key }) => key === machine).map(({ value }) => value.value);
      expect(values).toEqual(Array.from({ length: 10 }, (_, index) => index * 4 + MACHINES.indexOf(machine)));
    }
    const sent = received.find(({ value }) => value.value === 0);
    expect(sent).toMatchObject({ name: 'MachineSensor', value: first.value, timestamp: 1_763_700_000_000 });
  });

  it('reads several channels as one group, each class its own', async () => {
    await using factory = await openFactory();
    const { connection, producer } = factory;
    await using states = new classes.MachineStateProducer({ connection });
    await producer.ensureTopic();
    await states.ensureTopic();
    await producer.sendBatch(readings(8));
    for (const machine of MACHINES) await states.send({ machine, state: 'IDLE' }, { key: machine });
    await using sensorConsumer = factory.consumer();
    await using stateConsumer = new classes.MachineStateConsumer({ connection });
    const stop = new AbortController();
    const seen: string[] = [];
    const note = ({ name }: { readonly name: string }): void => {
      seen.push(name);
      if (seen.length === 12) stop.abort();
    };
    const options = { fromBeginning: true, signal: stop.signal };
    await Promise.all([sensorConsumer.run(note, options), stateConsumer.run(note, options)]);
    expect(seen.filter((name) => name === 'MachineState')).toHaveLength(4);
  });

  it('refuses what does not fit, and says in which field', async () => {
    await using factory = await openFactory();
    await factory.producer.ensureTopic();
    const bad = { ...readings(1)[0]?.value, value: 'hot' } as unknown as MachineSensor;
    const error: unknown = await factory.producer.send(bad, { key: 'a' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(errors.SerdeError);
    expect(error).toMatchObject({
      kind: 'invalid-value',
      findings: [{ path: 'value', expected: expect.stringContaining('float') }],
    });
  });

  it('reads what a later version of the schema wrote', async () => {
    await using factory = await openFactory();
    await factory.producer.ensureTopic();
    await factory.producer.send({ machine: 'a', sensor: 's', value: 1, units: 'C' }, { key: 'a' });
    const text = await readFile(new URL('../../../schemas/history/machine-sensor.v2.avsc', import.meta.url), 'utf8');
    const id = await registerSchema(factory.sluice.http, 'factory7-value', text);
    const payload = compileCodec(parseSchema(text)).encode({
      machine: 'b',
      sensor: 's',
      value: 2,
      units: 'C',
      unit: 'Cel',
    });
    const value = new Uint8Array(5 + payload.length);
    value.set(payload, writeEnvelope(value, 0, id));
    await factory.connection.transport.send('factory7', [{ key: new Uint8Array([98]), value, headers: [] }]);
    const received = await collect(factory, 2);
    expect(received.map((message) => message.value).toSorted((a, b) => a.value - b.value)).toEqual([
      { machine: 'a', sensor: 's', value: 1, units: 'C' },
      { machine: 'b', sensor: 's', value: 2, units: 'C' },
    ]);
  });

  it('begins at the end where the group is new, and keeps that place', async () => {
    await using factory = await openFactory();
    const { transport } = factory.connection;
    await factory.producer.ensureTopic();
    const [before, missed, live] = readings(3);
    if (before === undefined || missed === undefined || live === undefined) return;
    await factory.producer.sendBatch([before]);
    const seen: string[] = [];
    const arrivals = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const join = (): Promise<Membership> =>
      transport.join({
        group: 'latecomers',
        topics: ['factory7'],
        fromBeginning: false,
        maxPartitions: 6,
        async onBatch(batch) {
          for (const { key, offset } of batch.records) {
            seen.push(new TextDecoder().decode(key ?? new Uint8Array()));
            await batch.commit(offset + 1n);
            arrivals[seen.length - 1]?.resolve();
          }
        },
      });
    // A member that was there and read nothing: what comes after it left is not passed over.
    await (await join()).close();
    await factory.producer.sendBatch([missed]);
    const membership = await join();
    await arrivals[0]?.promise;
    await factory.producer.sendBatch([live]);
    await arrivals[1]?.promise;
    await membership.close();
    expect(seen).toEqual([missed.key, live.key]);
  });

  it('goes on where the group committed, after a run that was stopped and one that failed', async () => {
    await using factory = await openFactory();
    await factory.producer.ensureTopic();
    await factory.producer.sendBatch(readings(30).map(({ value }) => ({ value, key: 'one' })));
    const first = await collect(factory, 10);
    await using failing = factory.consumer();
    const seen: number[] = [];
    const failure = failing.run(
      ({ value }) => {
        seen.push(value.value);
        if (value.value === 20) throw new Error('no');
      },
      { retry: { attempts: 2, backoffMs: 1 } },
    );
    await expect(failure).rejects.toThrow('no');
    const rest = await collect(factory, 10);
    expect(first.map(({ value }) => value.value)).toEqual(Array.from({ length: 10 }, (_, index) => index));
    expect(seen).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20]);
    expect(rest.map(({ value }) => value.value)).toEqual(Array.from({ length: 10 }, (_, index) => 20 + index));
  });

  it('sends what cannot be read or handled to the dead-letter topic, and goes on', async () => {
    await using factory = await openFactory();
    const { transport } = factory.connection;
    await transport.createTopic('factory7', { partitions: 1 });
    await transport.createTopic('factory7-dead', { partitions: 1 });
    await factory.producer.sendBatch(readings(4));
    await transport.send('factory7', [{ key: new Uint8Array([97]), value: new Uint8Array([7]), headers: [] }]);
    await factory.producer.send({ machine: 'last', sensor: 's', value: 99, units: 'C' }, { key: 'last' });
    const stop = new AbortController();
    await using consumer = factory.consumer();
    const handled: number[] = [];
    await consumer.run(
      ({ value, key }) => {
        if (key === 'MixMaster') throw new Error('it is broken');
        handled.push(value.value);
        if (key === 'last') stop.abort();
      },
      {
        fromBeginning: true,
        signal: stop.signal,
        deadLetter: { topic: 'factory7-dead' },
        retry: { attempts: 2, backoffMs: 1 },
      },
    );
    expect(handled).toEqual([0, 2, 3, 99]);
    const letters = await readRecords(factory.connection, 'factory7-dead', 2);
    expect(letters.map(({ headers }) => readTexts(headers))).toMatchObject([
      {
        [DEAD_LETTER_HEADERS.topic]: 'factory7',
        [DEAD_LETTER_HEADERS.offset]: '1',
        [DEAD_LETTER_HEADERS.error]: 'it is broken',
        [DEAD_LETTER_HEADERS.attempts]: '2',
      },
      { [DEAD_LETTER_HEADERS.offset]: '4', [DEAD_LETTER_HEADERS.kind]: 'not-framed' },
    ]);
    expect(letters[1]?.value).toEqual(new Uint8Array([7]));
  });

  it('shares the partitions of a group, and one member takes over from another', async () => {
    await using factory = await openFactory();
    await factory.producer.ensureTopic();
    const all = readings(200).map(({ value }, index) => ({ value, key: `key-${index}` }));
    const seen = new Map<number, Set<string>>();
    const stops = [new AbortController(), new AbortController()];
    const joined = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done = Promise.withResolvers<void>();
    const runs = ['left', 'right'].map(async (name, index) => {
      await using consumer = factory.consumer('both');
      const handler = ({ value }: Received): void => {
        joined[index]?.resolve();
        seen.set(value.value, (seen.get(value.value) ?? new Set()).add(name));
        if (all.every((item) => seen.has(item.value.value))) done.resolve();
      };
      await consumer.run(handler, { fromBeginning: true, ...(stops[index] && { signal: stops[index].signal }) });
    });
    // Records go on coming until both have had some: the second joins while the first reads.
    let next = 0;
    const both = new AbortController();
    const bothHave = Promise.all(joined.map(({ promise }) => promise)).then(() => both.abort());
    while (!both.signal.aborted && next < 100_000) {
      const value = { machine: 'm', sensor: 's', value: -1 - next, units: 'C' };
      await factory.producer.send(value, { key: `${next++}` });
    }
    await bothHave;
    stops[0]?.abort();
    await runs[0];
    await factory.producer.sendBatch(all);
    await done.promise;
    stops[1]?.abort();
    await Promise.all(runs);
    for (const { value } of all) expect(seen.get(value.value)).toEqual(new Set(['right']));
    expect(Array.from({ length: next }, (_, index) => seen.has(-1 - index)).every(Boolean)).toBe(true);
  });
}

/** Reads a topic as it is. */
async function readRecords(connection: Connection, topic: string, count: number): Promise<readonly IncomingRecord[]> {
  const records: IncomingRecord[] = [];
  const enough = Promise.withResolvers<void>();
  const membership = await connection.transport.join({
    group: `reader-of-${topic}`,
    topics: [topic],
    fromBeginning: true,
    maxPartitions: 1,
    async onBatch(batch) {
      records.push(...batch.records);
      if (records.length >= count) enough.resolve();
      const last = batch.records.at(-1);
      if (last !== undefined) await batch.commit(last.offset + 1n);
    },
  });
  await enough.promise;
  await membership.close();
  return records;
}

function readTexts(headers: IncomingRecord['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(([name, value]) => [name, new TextDecoder().decode(value)]));
}
