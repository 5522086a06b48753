import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GenerateOptions } from '@sluice/codegen';
import { standaloneRuntime } from '@sluice/codegen/standalone';
import { SCHEMA_ID_HEADERS } from '@sluice/serde/clients';
import type { Connection, Handler, IncomingMessage, OutgoingMessage, RunOptions } from '@sluice/serde/clients';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import type { SluiceProcess } from '../../harness/sluice-process.ts';
import { describeRequiring, locate } from '../../requirements.ts';
import { generateFolder } from './generate.ts';
import type { GeneratedFolder } from './generate.ts';

const DOCUMENT = new URL('dialogue.yaml', import.meta.url);

interface Options {
  readonly connection: Connection;
  readonly group?: string;
  readonly replyTopic?: string;
}

type Consumer<Message> = new (options: Options) => AsyncDisposable & {
  run(handler: Handler<Message>, options?: RunOptions): Promise<void>;
  close(): Promise<void>;
};

/** What is generated from dialogue.yaml, as far as it is used here. */
interface DialogueClasses {
  connect(options: { brokers: string[]; registry: string }): Connection;
  readonly AskRequester: new (options: Options) => AsyncDisposable & {
    request(
      value: { n: number },
      options?: { timeoutMs?: number },
    ): Promise<IncomingMessage<'Told', { twice: number }>>;
  };
  readonly AskResponder: Consumer<IncomingMessage<'Ask', { n: number }>>;
  readonly ReadingProducer: new (options: Options) => AsyncDisposable & {
    send(value: { value: number }, options: OutgoingMessage): Promise<void>;
    ensureTopic(parameters: object): Promise<boolean>;
  };
  readonly ReadingConsumer: Consumer<IncomingMessage<'Reading', { value: number }, Uint8Array | null, object>>;
}

describe('dialogue over @platformatic/kafka', () => describeDialogue('platformatic', () => ({})));

describe('dialogue with its run-time beside it', () =>
  describeDialogue('platformatic', () => ({}), { standalone: standaloneRuntime }));

describeRequiring(['js-clients'], 'dialogue over kafkajs', () =>
  describeDialogue('kafkajs', () => ({ kafkajs: join(locate('js-clients') ?? '', 'kafkajs') })),
);

describeRequiring(['confluent-js'], 'dialogue over @confluentinc/kafka-javascript', () =>
  describeDialogue('confluent', () => ({ '@confluentinc': join(locate('confluent-js') ?? '', '@confluentinc') })),
);

function describeDialogue(
  client: NonNullable<GenerateOptions['client']>,
  modules: () => Readonly<Record<string, string>>,
  options: Partial<GenerateOptions> = {},
): void {
  let folder: GeneratedFolder;
  let classes: DialogueClasses;
  let sluice: SluiceProcess;
  let connection: Connection;
  beforeAll(async () => {
    sluice = await startSluiceProcess();
    const document = { path: 'dialogue.yaml', text: await readFile(DOCUMENT, 'utf8') };
    folder = await generateFolder(document, client, modules(), options);
    classes = await folder.load<DialogueClasses>();
    connection = classes.connect({ brokers: [sluice.kafka], registry: sluice.http });
  });
  afterAll(async () => {
    await connection.close();
    await sluice[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  it('ask and answer where the request says, several at once', async () => {
    await connection.transport.createTopic('requests', { partitions: 3 });
    await using responder = new classes.AskResponder({ connection });
    const answering = responder.run(({ value }) => ({ value: { twice: 2 * value.n } }), { fromBeginning: true });
    await using left = new classes.AskRequester({ connection, replyTopic: 'left-replies' });
    await using right = new classes.AskRequester({ connection, replyTopic: 'right-replies' });
    const answers = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 === 0 ? left : right).request({ n })));
    expect(answers.map(({ value, topic }) => [value.twice, topic])).toEqual([
      [2, 'right-replies'],
      [4, 'left-replies'],
      [6, 'right-replies'],
      [8, 'left-replies'],
    ]);
    await responder.close();
    await answering;
    await expect(left.request({ n: 5 }, { timeoutMs: 50 })).rejects.toMatchObject({ kind: 'no-answer' });
  });

  it('write parameters into topics and headers into records, and read them back', async () => {
    await using producer = new classes.ReadingProducer({ connection });
    for (const machine of ['oven', 'mixer']) {
      const parameters = { machine, kind: 'heat' };
      expect(await producer.ensureTopic(parameters)).toBe(true);
      await producer.send(
        { value: machine.length },
        { parameters, headers: { depot: 'north', weight: 2.5 }, value: 0 },
      );
    }
    await using consumer = new classes.ReadingConsumer({ connection, group: 'all' });
    const seen: unknown[] = [];
    await consumer.run(
      ({ value, parameters, headers }) => {
        seen.push([value.value, parameters, headers]);
        if (seen.length === 2) void consumer.close();
      },
      { fromBeginning: true },
    );
    const headers = { depot: 'north', weight: 2.5 };
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual([4, { machine: 'oven', kind: 'heat' }, headers]);
    expect(seen).toContainEqual([5, { machine: 'mixer', kind: 'heat' }, headers]);
  });

  it('put the guid of the schema into a header where the document says so', async () => {
    const marks: (Uint8Array | undefined)[] = [];
    await using consumer = new classes.ReadingConsumer({ connection, group: 'marks' });
    await consumer.run(
      (_, { headers, value }) => {
        marks.push(headers.find(([name]) => name === SCHEMA_ID_HEADERS.value)?.[1]);
        expect(value).toHaveLength(8);
        void consumer.close();
      },
      { fromBeginning: true, parameters: { machine: 'oven' } },
    );
    expect(marks[0]).toHaveLength(17);
    expect(marks[0]?.[0]).toBe(1);
  });
}
