import { createAvroDeserializer, createAvroSerializer } from '@sluice/serde';
import type { RegistryClient, RuleRequest, RuleRunner, SchemaRule, SchemaSource } from '@sluice/serde';
import { avroFormat, createConnection } from '@sluice/serde/clients';
import type { ConnectionParts } from '@sluice/serde/clients';
import { describe, expect, it } from 'vitest';
import { receivePart } from '../src/clients/formats/register.ts';
import { createHttpSource as createStandaloneSource } from '../src/standalone/http-source.ts';

const rule = (name: string, parts: Partial<SchemaRule> = {}): SchemaRule => ({
  name,
  kind: 'TRANSFORM',
  mode: 'WRITEREAD',
  type: 'T',
  disabled: false,
  ...parts,
});

/** Notes what it is asked, and lets each rule add its name to a text, or to the bytes its length. */
function createRunner(isAsync = false): RuleRunner & { readonly asked: RuleRequest[] } {
  const asked: RuleRequest[] = [];
  return {
    asked,
    compile(request) {
      asked.push(request);
      const run = (value: unknown): unknown => {
        if (value instanceof Uint8Array) return Uint8Array.from([...value, request.rules.length]);
        const names = request.rules.map(({ name }) => name).join('');
        if (names.includes('!')) throw new Error(`rule ${names} says no`);
        return typeof value === 'string'
          ? value + names
          : { ...(value as object), ...Object.fromEntries([[names, names]]) };
      };
      return { isAsync, run: (value) => (isAsync ? Promise.resolve().then(() => run(value)) : run(value)) };
    },
  };
}

type RuleSet = NonNullable<Awaited<ReturnType<RegistryClient['findVersion']>>>['ruleSet'];

interface Version {
  readonly schema: string;
  readonly ruleSet?: RuleSet;
  readonly properties?: Readonly<Record<string, string>>;
}

/** A subject with these versions: version n has id n. */
function openSubject(...versions: readonly Version[]): { registry: RegistryClient; source: SchemaSource } {
  const all = versions.map(({ schema, ruleSet, properties }, index) => ({
    subject: 't-value',
    version: index + 1,
    id: index + 1,
    guid: '',
    deleted: false,
    schemaType: 'AVRO' as const,
    schema,
    references: [],
    ...(ruleSet && { ruleSet }),
    ...(properties && { metadata: { properties } }),
  }));
  const find = (version: number | 'latest') => (version === 'latest' ? all.at(-1) : all[version - 1]);
  const source: SchemaSource = {
    byId: async (id) => find(id),
    byGuid: async () => undefined,
    bySubject: async () => all,
    byVersion: async (_, version) => find(version),
    changes: () => () => {},
  };
  const registry = {
    findVersion: async (_: string, version: number | 'latest') => find(version),
    listVersions: async () => all.map(({ version }) => version),
    findSchemaById: async (id: number) => find(id),
    registerSchema: async () => find('latest'),
  } as unknown as RegistryClient;
  return { registry, source };
}

const STRING = { schema: '"string"' };
const record = (field: string) =>
  JSON.stringify({ type: 'record', name: 'R', fields: [{ name: field, type: 'string' }] });
const decode = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(6));

describe('serializers under a contract', () => {
  const ruleSet = {
    domainRules: [rule('a'), rule('b', { mode: 'WRITE' }), rule('c', { mode: 'READ' }), rule('d', { disabled: true })],
  };

  it('run what is for WRITE, in order, of the registered schema and of the latest', async () => {
    const { registry } = openSubject({ ...STRING, ruleSet });
    for (const which of [{ schema: '"string"' }, { useLatest: true }]) {
      const rules = createRunner();
      const serializer = createAvroSerializer({ registry, topic: 't', rules, ...which });
      await serializer.prepare();
      expect(decode(serializer.serialize('v'))).toBe('vab');
      expect(rules.asked).toMatchObject([
        { phase: 'domain', mode: 'WRITE', subject: 't-value', topic: 't', part: 'value' },
      ]);
    }
  });

  it('refuse to prepare where nothing runs the rules, and need nothing where none applies', async () => {
    const { registry } = openSubject({ ...STRING, ruleSet });
    const refused = createAvroSerializer({ registry, topic: 't', useLatest: true }).prepare();
    await expect(refused).rejects.toMatchObject({
      kind: 'rule',
      message:
        'the contract of t-value has rules to run on WRITE (a, b): give `rules`, like createRules() of @sluice/rules',
    });
    for (const none of [
      { domainRules: [rule('c', { mode: 'READ' }), rule('d', { disabled: true })] },
      { ...ruleSet, enableAt: 'SERVER' as const },
    ]) {
      const serializer = createAvroSerializer({
        registry: openSubject({ ...STRING, ruleSet: none }).registry,
        topic: 't',
        useLatest: true,
      });
      await serializer.prepare();
      expect(decode(serializer.serialize('v'))).toBe('v');
    }
  });

  it('say what refused a value', async () => {
    const { registry } = openSubject({ ...STRING, ruleSet: { domainRules: [rule('!')] } });
    const serializer = createAvroSerializer({ registry, topic: 't', useLatest: true, rules: createRunner() });
    await serializer.prepare();
    expect(() => serializer.serialize('v')).toThrow(
      expect.objectContaining({ name: 'SerdeError', kind: 'rule', message: 'rule ! says no' }),
    );
  });

  it('wait for rules by serializeAsync() alone', async () => {
    const { registry } = openSubject({ ...STRING, ruleSet });
    const serializer = createAvroSerializer({ registry, topic: 't', useLatest: true, rules: createRunner(true) });
    expect(decode(await serializer.serializeAsync('v'))).toBe('vab');
    expect(() => serializer.serialize('v')).toThrow('must be waited for: use serializeAsync()');
  });

  it('run encoding rules on the payload behind the envelope', async () => {
    const { registry, source } = openSubject({ ...STRING, ruleSet: { encodingRules: [rule('a', { mode: 'WRITE' })] } });
    const serializer = createAvroSerializer({ registry, topic: 't', useLatest: true, rules: createRunner() });
    await serializer.prepare();
    expect([...serializer.serialize('v')]).toEqual([0, 0, 0, 0, 1, 2, 118, 1]);
    // The byte too many shows that the payload was what the rule made.
    await expect(createAvroDeserializer({ source }).deserialize(serializer.serialize('v'))).rejects.toMatchObject({
      kind: 'malformed',
    });
  });

  it('take the latest version with the metadata that is asked for', async () => {
    const { registry } = openSubject(
      { ...STRING, properties: { major: '1' } },
      { ...STRING, properties: { major: '1' } },
      STRING,
    );
    const prepare = (major: string) =>
      createAvroSerializer({ registry, topic: 't', useLatestWithMetadata: { major } }).prepare();
    expect(await prepare('1')).toMatchObject({ id: 2 });
    await expect(prepare('2')).rejects.toMatchObject({ kind: 'unknown-schema' });
  });
});

describe('generated classes', () => {
  it('see contracts by the source of a run-time beside them too', async () => {
    const ruleSet = { domainRules: [rule('a', { mode: 'READ' })] };
    const { registry } = openSubject({ ...STRING, ruleSet });
    expect(await createStandaloneSource(registry).byId(1)).toMatchObject({ ruleSet });
  });

  it('write and read nothing under a contract whose rules they would skip', async () => {
    const transport = { close: async () => {} } as unknown as ConnectionParts['transport'];
    const format = avroFormat<string>({ schema: '"string"' });
    const open = (mode: SchemaRule['mode']) => {
      const { registry } = openSubject({ ...STRING, ruleSet: { domainRules: [rule('a', { mode })] } });
      return createConnection({ transport, registry });
    };
    const place = { topic: 't', part: 'value' } as const;
    await expect(format.openWriter({ ...place, connection: open('WRITE') })).rejects.toMatchObject({
      kind: 'rule',
      message: expect.stringContaining('t-value has the rule a for WRITE; generated classes run no rules') as string,
    });
    const writer = await format.openWriter({ ...place, connection: open('READ') });
    const bytes = writer.write('v');
    await expect(receivePart(open('READ'), 'value', bytes, [])).rejects.toMatchObject({ kind: 'rule' });
    expect(await receivePart(open('WRITE'), 'value', bytes, [])).toMatchObject({ mark: { id: 1 } });
  });
});

describe('deserializers under a contract', () => {
  const text = (id: number, value: string) =>
    Uint8Array.from([0, 0, 0, 0, id, value.length * 2, ...new TextEncoder().encode(value)]);

  it('run what is for READ, the last first', async () => {
    const { source } = openSubject({
      ...STRING,
      ruleSet: { domainRules: [rule('a'), rule('b'), rule('c', { mode: 'WRITE' })] },
    });
    const deserializer = createAvroDeserializer({ source, rules: createRunner() });
    expect(await deserializer.deserialize(text(1, 'v'))).toBe('vba');
    expect(deserializer.deserialize(text(1, 'v'))).toBe('vba');
    await expect(createAvroDeserializer({ source }).deserialize(text(1, 'v'))).rejects.toMatchObject({ kind: 'rule' });
    expect(await createAvroDeserializer({ source, rules: createRunner(true) }).deserialize(text(1, 'v'))).toBe('vba');
  });

  const migrations = (up: string, down: string): RuleSet => ({
    migrationRules: [
      rule(up, { mode: 'UPGRADE' }),
      rule(down, { mode: 'DOWNGRADE' }),
      rule(`${up}x`, { mode: 'UPGRADE', disabled: true }),
    ],
  });
  const VERSIONS = [
    { schema: record('a'), properties: { major: '1' } },
    { schema: record('b'), ruleSet: migrations('b', 'a') },
    { schema: record('c'), ruleSet: migrations('c', 'b') },
  ];

  it('bring values version by version to the latest one, or back to one that is asked for', async () => {
    const { source } = openSubject(...VERSIONS);
    const up = createRunner();
    const latest = createAvroDeserializer({ source, topic: 't', useLatest: true, rules: up });
    expect(await latest.deserialize(text(1, 'v'))).toEqual({ c: 'c' });
    expect(up.asked.map(({ mode, rules }) => [mode, rules.map(({ name }) => name)])).toEqual([
      ['UPGRADE', ['b']],
      ['UPGRADE', ['c']],
    ]);
    expect(await latest.deserialize(text(3, 'v'))).toEqual({ c: 'v' });

    const down = createRunner();
    const first = createAvroDeserializer({ source, topic: 't', useLatestWithMetadata: { major: '1' }, rules: down });
    expect(await first.deserialize(text(3, 'v'))).toEqual({ a: 'a' });
    expect(down.asked.map(({ mode, rules }) => [mode, rules.map(({ name }) => name)])).toEqual([
      ['DOWNGRADE', ['b']],
      ['DOWNGRADE', ['a']],
    ]);
  });

  it('refuse what does not fit the version it was brought to, and versions that are none of the subject', async () => {
    const wrong = openSubject({ schema: record('a') }, { schema: record('z'), ruleSet: migrations('b', 'a') });
    const options = { topic: 't', useLatest: true, rules: createRunner() } as const;
    await expect(
      createAvroDeserializer({ ...options, source: wrong.source }).deserialize(text(1, 'v')),
    ).rejects.toMatchObject({
      kind: 'rule',
      message: expect.stringContaining("the migrated value does not fit the reader's version: z") as string,
    });
    const { source } = openSubject(...VERSIONS);
    const elsewhere = { ...source, bySubject: async () => [] };
    await expect(
      createAvroDeserializer({ ...options, source: elsewhere }).deserialize(text(1, 'v')),
    ).rejects.toMatchObject({ kind: 'unknown-schema' });
  });

  it('resolve to the latest version where no rule leads to it', async () => {
    const added =
      '{"type":"record","name":"R","fields":[{"name":"a","type":"string"},{"name":"n","type":"int","default":4}]}';
    const { source } = openSubject({ schema: record('a') }, { schema: added });
    const deserializer = createAvroDeserializer({ source, topic: 't', useLatest: true });
    expect(await deserializer.deserialize(text(1, 'v'))).toEqual({ a: 'v', n: 4 });
  });

  it('need the topic for the latest version, and take no reader schema beside it', async () => {
    const { source } = openSubject(STRING);
    await expect(createAvroDeserializer({ source, useLatest: true }).deserialize(text(1, 'v'))).rejects.toThrow(
      'needs the `topic`',
    );
    expect(() => createAvroDeserializer({ source, topic: 't', useLatest: true, readerSchema: '"string"' })).toThrow(
      'not both',
    );
  });
});
