import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRules } from '@sluice/rules';
import {
  createAvroDeserializer,
  createAvroSerializer,
  createHttpSource,
  createRegistryClient,
  SerdeError,
} from '@sluice/serde';
import type { RegistryClient } from '@sluice/serde';
import { createJsonDeserializer, createJsonSerializer } from '@sluice/serde/json';
import { createProtobufDeserializer, createProtobufSerializer } from '@sluice/serde/protobuf';
import { startSluice } from '@sluice/server';
import type { Sluice } from '@sluice/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRequiring, locate } from '../../requirements.ts';
import type { Requirement } from '../../requirements.ts';
import { RULE_CASES } from './rule-cases.ts';
import type { RuleCase } from './rule-cases.ts';

/** What a client made of a write or a read. */
type Outcome = { readonly made: unknown } | { readonly refused: string };

interface RuleClient {
  readonly name: 'python' | 'node';
  readonly title: string;
  readonly needs: readonly Requirement[];
  /** The kinds of schema that it can be asked about without generated code. */
  readonly types: readonly string[];
  command(): readonly [program: string, args: readonly string[], env: NodeJS.ProcessEnv];
}

const CLIENTS: readonly RuleClient[] = [
  {
    name: 'node',
    title: '@confluentinc/schemaregistry (Node)',
    needs: ['js-clients'],
    types: ['AVRO', 'JSON'],
    command: () => [
      process.execPath,
      [script('confluent-schemaregistry-rules.cjs')],
      { NODE_PATH: join(dirname(locate('js-clients') ?? ''), 'node_modules') },
    ],
  },
  {
    name: 'python',
    title: 'confluent-kafka (Python)',
    needs: ['python-rules'],
    types: ['AVRO', 'JSON', 'PROTOBUF'],
    command: () => [locate('python-rules') ?? '', [script('confluent_kafka_rules.py')], {}],
  },
];

let dir: string;
let sluice: Sluice;
let registry: RegistryClient;
const ours: { readonly write: Outcome; readonly read: Outcome | undefined }[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-rules-'));
  sluice = await startSluice({ only: 'registry', dataDir: dir, store: 'memory', http: { host: '127.0.0.1', port: 0 } });
  registry = createRegistryClient({ url: sluice.http.url });
  for (const [index, each] of RULE_CASES.entries()) {
    const subject = `${topicOf(index)}-value`;
    await registry.updateCompatibility('NONE', subject);
    for (const version of each.versions) await registry.registerSchema(subject, version);
    const write = await attempt(() => writeOurs(each, index));
    ours.push({ write, read: 'made' in write ? await attempt(() => readOurs(each, index, write.made)) : undefined });
  }
}, 60_000);

afterAll(async () => {
  await sluice.close();
  await rm(dir, { recursive: true, force: true });
});

describe('our serdes under contracts with rules', () => {
  it.each(RULE_CASES.map((each, index) => [each.title, each, index] as const))('%s', (_, each, index) => {
    expectOutcome(ours[index]?.write, isWritten(each) ? { made: expect.any(String) as string } : 'refused');
    if (isWritten(each)) expectOutcome(ours[index]?.read, each.isRefusedOnRead ? 'refused' : { made: each.read });
  });
});

for (const { name, title, needs, types, command } of CLIENTS) {
  const asked = RULE_CASES.map((each, index) => [each.title, each, index] as const).filter(([, each]) =>
    types.includes(typeOf(each)),
  );

  describeRequiring(needs, `${title} under the same contracts`, () => {
    let theirs: readonly { readonly write: Outcome; readonly read: Outcome | null }[];
    beforeAll(async () => {
      const cases = RULE_CASES.map((each, index) => {
        const { value, writeWith, readWith } = each;
        const { write } = ours[index] ?? {};
        const bytes = write !== undefined && 'made' in write ? write.made : undefined;
        return { topic: topicOf(index), type: typeOf(each), value, writeWith, readWith, bytes };
      });
      const [program, args, env] = command();
      const options = { env: { ...process.env, ...env }, timeout: 100_000, maxBuffer: 64 * 1024 * 1024 };
      const { stdout } = await promisify(execFile)(
        program,
        [...args, JSON.stringify({ url: sluice.http.url, cases })],
        options,
      );
      theirs = JSON.parse(stdout) as typeof theirs;
    }, 120_000);

    it.each(asked)('%s', async (_, each, index) => {
      const { write, read } = theirs[index] ?? {};
      const differs = each.differs?.[name];
      if (differs?.write !== undefined) {
        expect(write, differs.why).toEqual({ refused: expect.stringMatching(differs.write) as string });
        return;
      }
      if (differs !== undefined) {
        expect(read, differs.why).toEqual({ made: differs.read });
        return;
      }
      if (!isWritten(each)) {
        expectOutcome(write, 'refused');
        return;
      }
      expectOutcome(read ?? undefined, each.isRefusedOnRead ? 'refused' : { made: each.read });
      expectOutcome(write, { made: expect.any(String) as string });
      const bytes = write !== undefined && 'made' in write ? write.made : '';
      const back = await attempt(() => readOurs(each, index, bytes));
      expectOutcome(back, each.isRefusedOnRead ? 'refused' : { made: each.read });
    });
  });
}

function isWritten({ read, isRefusedOnRead }: RuleCase): boolean {
  return read !== undefined || isRefusedOnRead === true;
}

function expectOutcome(outcome: Outcome | undefined, wanted: 'refused' | { readonly made: unknown }): void {
  if (wanted === 'refused') expect(outcome).toEqual({ refused: expect.any(String) as string });
  else expect(outcome).toEqual(wanted);
}

async function writeOurs(each: RuleCase, index: number): Promise<string> {
  const options = { registry, topic: topicOf(index), rules: createRules(), ...pick(each.writeWith) };
  const serializer = (SERIALIZERS[typeOf(each)] ?? createAvroSerializer)(options);
  return Buffer.from(await serializer.serializeAsync(each.value)).toString('base64');
}

async function readOurs(each: RuleCase, index: number, bytes: unknown): Promise<unknown> {
  const source = createHttpSource(registry);
  const options = { source, topic: topicOf(index), rules: createRules(), ...pick(each.readWith) };
  const deserializer = (DESERIALIZERS[typeOf(each)] ?? createAvroDeserializer)(options);
  return deserializer.deserialize(Buffer.from(String(bytes), 'base64'));
}

function pick(properties: Readonly<Record<string, string>> | undefined) {
  return properties === undefined ? { useLatest: true } : { useLatestWithMetadata: properties };
}

async function attempt(act: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { made: await act() };
  } catch (error) {
    if (!(error instanceof SerdeError)) throw error;
    expect(error.kind).toBe('rule');
    return { refused: error.message };
  }
}

function typeOf({ versions }: RuleCase): string {
  return versions[0]?.schemaType ?? 'AVRO';
}

const SERIALIZERS: Readonly<
  Record<string, typeof createAvroSerializer | typeof createJsonSerializer | typeof createProtobufSerializer>
> = {
  AVRO: createAvroSerializer,
  JSON: createJsonSerializer,
  PROTOBUF: createProtobufSerializer,
};

const DESERIALIZERS: Readonly<
  Record<string, typeof createAvroDeserializer | typeof createJsonDeserializer | typeof createProtobufDeserializer>
> = { AVRO: createAvroDeserializer, JSON: createJsonDeserializer, PROTOBUF: createProtobufDeserializer };

function topicOf(index: number): string {
  return `rules-${index}`;
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
