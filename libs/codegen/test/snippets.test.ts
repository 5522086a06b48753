import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import type { Model } from '@sluice/asyncapi';
import { renderMarkdown } from '@sluice/asyncapi/docs';
import { createSnippetWriter, generateModel } from '@sluice/codegen';
import type { GeneratedFile, Language } from '@sluice/codegen';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOCUMENTS } from './clients/generate-document.ts';
import { readProto } from './golden-cases.ts';
import { createOutput } from './tools.ts';
import type { Output } from './tools.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const OWN = ['thingam', 'clickstream', 'door-sensors', 'door-alarm', '2.6/thingam'].map(
  (name) => `asyncapi/${name}.yaml`,
);
const ALL = [...DOCUMENTS.map((name) => `libs/codegen/test/clients/documents/${name}`), ...OWN];
const LANGUAGES = { typescript: 'ts', python: 'python', go: 'go' } as const satisfies Record<string, Language>;

function load(path: string): Promise<Model> {
  return loadModel({ path, readFile: (asked) => readFile(join(ROOT, asked), 'utf8'), root: '' });
}

/** The snippets of a language, as documentation shows them, by operation. */
function listSnippets(model: Model, language: keyof typeof LANGUAGES): readonly string[] {
  const write = createSnippetWriter(model);
  const texts: string[] = [];
  renderMarkdown(model, {
    languages: [language],
    writeSnippet(_, operation, facts) {
      const text = write(language, operation, facts);
      if (text !== undefined) texts.push(text);
      return text ?? null;
    },
  });
  return texts;
}

describe('snippets in TypeScript', () => {
  let output: Output;
  beforeAll(() => {
    output = createOutput();
  });
  afterAll(() => output.close());

  it('compile beside what is generated, and need nothing of the formatter', { timeout: 120_000 }, async () => {
    let count = 0;
    const protobufFiles = [{ name: 'acme/money.proto', schema: readProto('acme/money.proto') }];
    for (const [index, path] of ALL.entries()) {
      const model = await load(path);
      const generated = generateModel(model, { language: 'ts', header: 'sluice generate', protobufFiles });
      const snippets = listSnippets(model, 'typescript').map((text, at): GeneratedFile => ({
        path: `snippet-${at}.ts`,
        text: `${text}\n`,
      }));
      count += snippets.length;
      output.write(`document-${index}/gen`, generated);
      output.write(`document-${index}`, snippets);
    }
    expect(count).toBeGreaterThan(30);
    expect(await output.compile()).toEqual({ ok: true, text: '' });
    const unformatted = (await output.format()).text.split('\n').filter((path) => !path.endsWith('.codec.ts'));
    expect(unformatted.join('')).toBe('');
    const wrong = listSnippets(await load('asyncapi/thingam.yaml'), 'typescript')
      .join('\n')
      .replace('180.5', "'hot'");
    output.write(`document-${ALL.indexOf('asyncapi/thingam.yaml')}`, [{ path: 'wrong.ts', text: wrong }]);
    expect((await output.compile()).text).toContain("Type 'string' is not assignable to type 'number'");
  });
});

it('a request leaves to its class which headers that fills in', async () => {
  const model = await load('libs/codegen/test/clients/documents/3.0-request-dynamic.yaml');
  expect(listSnippets(model, 'typescript')[0]).toContain("request({ n: 21.5 }, { headers: { askedBy: 'askedBy' } })");
});

it('a value made of a schema has unions and bytes as codecs take them', async () => {
  const fields = [
    { name: 'id', type: 'string' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'sum', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
  ];
  const payload = {
    schemaFormat: 'application/vnd.apache.avro',
    schema: { type: 'record', name: 'Paid', fields },
  };
  const text = JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Payments', version: '1' },
    channels: { paid: { address: 'paid', messages: { Paid: { payload } } } },
    operations: { pay: { action: 'send', channel: { $ref: '#/channels/paid' } } },
  });
  const [snippet] = listSnippets(await loadModel({ path: 'a.json', text }), 'typescript');
  expect(snippet).toContain("producer.send({ id: 'id', note: 'note', sum: new Uint8Array(1).fill(1) })");
});

it('an operation has one where its class takes what the document shows', async () => {
  const model = await load('asyncapi/thingam.yaml');
  expect(listSnippets(model, 'typescript')).toMatchInlineSnapshot(`
    [
      "import { MachineSensorConsumer } from './gen/index.ts';

    await using consumer = new MachineSensorConsumer();
    await consumer.run(async (message) => {
      console.log(message.value);
    });",
      "import { MachineSensorProducer } from './gen/index.ts';

    await using producer = new MachineSensorProducer();
    await producer.send({ machine: 'SuperOven3000', sensor: 'OvenTemp', value: 180.5, units: 'C' }, { key: 'text' });",
      "import { MachineStateConsumer } from './gen/index.ts';

    await using consumer = new MachineStateConsumer();
    await consumer.run(async (message) => {
      console.log(message.value);
    });",
      "import { MachineStateProducer } from './gen/index.ts';

    await using producer = new MachineStateProducer();
    await producer.send({ machine: 'SuperOven3000', state: 'FAULT' }, { key: 'text' });",
    ]
  `);
  expect(listSnippets(model, 'python')[1]).toMatchInlineSnapshot(`
    "from confluent_kafka import Producer
    from gen.com.thingam.sensors import MachineSensor, MachineSensorSerializer

    serialize = MachineSensorSerializer("http://localhost:8081", "factory7-value")
    producer = Producer({"bootstrap.servers": "localhost:9092"})
    value = MachineSensor(...)
    producer.produce("factory7", value=serialize(value))
    producer.flush()"
  `);
  expect(listSnippets(model, 'go')[1]).toMatchInlineSnapshot(`
    "serializer := sensors.NewMachineSensorSerializer(&sensors.HTTPRegistry{URL: "http://localhost:8081"}, "factory7-value")
    client, err := kgo.NewClient(kgo.SeedBrokers("localhost:9092"), kgo.DefaultProduceTopic("factory7"))
    if err != nil {
    	return err
    }
    defer client.Close()
    value, err := serializer.Serialize(ctx, sensors.MachineSensor{ /* its fields */ })
    if err != nil {
    	return err
    }
    return client.ProduceSync(ctx, &kgo.Record{Value: value}).FirstErr()"
  `);
});

describe.each(['python', 'go'] as const)('snippets in %s', (language) => {
  it('name what is generated', async () => {
    for (const path of ALL) {
      const model = await load(path);
      const snippets = listSnippets(model, language);
      if (snippets.length === 0) continue;
      const text = generateModel(model, { language, header: 'x' })
        .map((file) => file.text)
        .join('\n');
      for (const snippet of snippets) {
        const names =
          language === 'go'
            ? snippet.matchAll(/\b[a-z]+\.((?:New)?\w+(?:Serializer|Deserializer))\(/gu)
            : snippet.matchAll(/\b(\w+(?:Serializer|Deserializer))\(/gu);
        const found = Array.from(names, ([, name = '']) => name);
        expect(found).toHaveLength(1);
        expect(text).toMatch(new RegExp(`(?:func|class) ${found[0]}\\b`, 'u'));
      }
    }
  });
});
