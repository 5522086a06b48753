import { checkDocument, describeFinding, loadDocument, loadModel, locate, parseAvro } from '@sluice/asyncapi';
import type { AsyncApiError } from '@sluice/asyncapi';
import { describe, expect, it } from 'vitest';
import { filesSource } from './fixtures.ts';

const HEAD = 'asyncapi: 3.0.0\ninfo: { title: T, version: "1" }\n';

describe('findings say what is wrong, and where', () => {
  const cases: [text: string, finding: string][] = [
    ['', 'main.yaml:1:1: a document is an object, found null'],
    ['a: [1, 2', 'main.yaml:1:9: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['--- {}\n--- {}', 'main.yaml:2:1: one file holds one document, and here a second begins'],
    ['info: {}', 'main.yaml:1:1: "asyncapi" says the version, 2.0.0 to 2.6.0 or 3.0.0 to 3.1.0; found none'],
    ['asyncapi: 3', 'main.yaml:1:11: "asyncapi" says the version, 2.0.0 to 2.6.0 or 3.0.0 to 3.1.0; found a number'],
    ['asyncapi: 4.0.0', 'main.yaml:1:11: "asyncapi" says the version, 2.0.0 to 2.6.0 or 3.0.0 to 3.1.0; found "4.0.0"'],
    ['asyncapi: 2.6.0\ninfo:\n  title: T', 'main.yaml:3:3: "info" needs "version"'],
    ['asyncapi: 2.6.0', 'main.yaml:1:1: a document needs "info"'],
    [`${HEAD}a: 1\nb: 2\na: 3`, 'main.yaml:5:1: the key "a" is given twice'],
    [`${HEAD}? [a]\n: 1`, 'main.yaml:3:3: a key must be a string'],
    [`${HEAD}x-a: .inf`, 'main.yaml:3:6: .inf has no form in JSON'],
    [`${HEAD}channels: []`, 'main.yaml:3:11: "channels" is an object, found an array'],
    [`${HEAD}channels:\n  c: true`, 'main.yaml:4:6: a channel is an object, found a boolean'],
    [`${HEAD}channels:\n  c:\n    address: 7`, 'main.yaml:5:14: "address" is a string, found a number'],
    [`${HEAD}servers: { s: { host: h } }`, 'main.yaml:3:15: a server needs "protocol"'],
    [
      `${HEAD}operations: { o: { action: publish } }`,
      'main.yaml:3:28: "action" is one of send, receive; found "publish"',
    ],
    [`${HEAD}operations: { o: { action: send } }`, 'main.yaml:3:18: an operation needs "channel"'],
    [
      `${HEAD}components: { securitySchemes: { s: { type: tls } } }`,
      'main.yaml:3:45: "type" is one of userPassword, X509, symmetricEncryption, asymmetricEncryption, plain, scramSha256, scramSha512, gssapi, apiKey, httpApiKey, http, oauth2, openIdConnect; found "tls"',
    ],
    [
      `${HEAD}channels: { c: { messages: { m: { payload: { schemaFormat: application/vnd.apache.avro, schema: 7 } } } } }`,
      'main.yaml:3:97: an Avro schema is a name, an object or an array, found a number',
    ],
    [
      `${HEAD}channels: { c: { messages: { m: { payload: { schemaFormat: application/vnd.apache.avro } } } } }`,
      'main.yaml:3:60: "schemaFormat" needs "schema" beside it',
    ],
    [
      `${HEAD}channels: { c: { messages: { m: { schemaFormat: application/vnd.apache.avro } } } }`,
      'main.yaml:3:49: in 3.x "schemaFormat" stands inside: payload: {schemaFormat, schema}; here it has no effect',
    ],
    [`${HEAD}channels: !include channels.yaml`, 'main.yaml:3:11: Unresolved tag: !include'],
    [`\uFEFF${HEAD}channels: 1`, 'main.yaml:3:11: "channels" is an object, found a number'],
    [
      `${HEAD}channels: { c: { bindings: { kafka: { partitions: 0 } } } }`,
      'main.yaml:3:51: "partitions" is a whole number above 0',
    ],
    [
      `${HEAD}channels: { c: { messages: { m: { payload: { $ref: 'b.yaml#/a' } } } } }`,
      'b.yaml:2:3: a schema is an object or a boolean, found an array',
    ],
    [
      `${HEAD}channels: { a: { messages: { m: {} } }, b: {} }\noperations:\n  o:\n    action: send\n    channel: { $ref: '#/channels/b' }\n    messages:\n      - $ref: '#/channels/a/messages/m'`,
      'main.yaml:9:9: not a message of the channel "b": a reference such as #/channels/b/messages/name',
    ],
    [
      'asyncapi: 2.6.0\ninfo: { title: T, version: "1" }\nchannels:\n  a: { publish: { operationId: o } }\n  b: { subscribe: { operationId: o } }',
      'main.yaml:5:34: the operation id "o" is taken by another',
    ],
    [
      'asyncapi: 2.6.0\ninfo: { title: T, version: "1" }\nchannels: { a: { servers: [none] } }',
      'main.yaml:3:28: a channel\'s servers are names of the document\'s servers, found "none"',
    ],
  ];
  it.each(cases)('%j', async (text, expected) => {
    const findings = await checkDocument(filesSource({ 'main.yaml': text, 'b.yaml': 'a:\n  - 1' }));
    expect(findings.map(describeFinding)).toContain(expected);
  });

  it('all of them at once, with pointers into the file', async () => {
    const text = `${HEAD}servers: 1\nchannels: { 'a/b': { address: {} } }\noperations: { o: {} }`;
    const findings = await checkDocument({ path: 'main.yaml', text });
    expect(findings.map(({ pointer, severity }) => `${severity} ${pointer}`)).toEqual([
      'error /servers',
      'error /channels/a~1b/address',
      'error /operations/o',
      'error /operations/o',
    ]);
  });

  it('loadModel throws them', async () => {
    const error = await loadModel({ path: 'a.yaml', text: `${HEAD}channels: 1\nservers: 2` }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      name: 'AsyncApiError',
      message: 'a.yaml:4:10: "servers" is an object, found a number (and 1 more)',
      findings: [{ line: 4 }, { line: 3 }],
    } satisfies { name: string; message: string; findings: object[] });
    await expect(loadModel(filesSource({}))).rejects.toThrow('main.yaml:1:1: cannot read main.yaml: no such file');
  });
});

describe('places of a model', () => {
  const text = `${HEAD}channels:\n  c:\n    messages:\n      m:\n        payload: { $ref: s/a.avsc }\n      n:\n        payload:\n          type: string\n`;
  const files = {
    'main.yaml': text,
    's/a.avsc': '{\n  "type": "record", "name": "A",\n  "fields": [{ "name": "b", "type": "None" }]\n}',
  };

  it('are those of what a reference leads to', async () => {
    const model = await loadModel(filesSource(files));
    const [channel] = model.channels;
    expect(channel?.place).toEqual({ file: 'main.yaml', line: 5, column: 5, pointer: '/channels/c' });
    expect(channel?.messages.map(({ payload }) => payload?.place)).toEqual([
      { file: 's/a.avsc', line: 1, column: 1, pointer: '' },
      { file: 'main.yaml', line: 10, column: 11, pointer: '/channels/c/messages/n/payload' },
    ]);
  });

  it('lead from a pointer inside a schema back to the line', async () => {
    const document = await loadDocument(filesSource(files));
    expect(locate(document, 's/a.avsc', '/fields/0/type')).toMatchObject({ line: 3, column: 37 });
    expect(locate(document, 's/a.avsc', '/fields/0/none/at/all')).toMatchObject({ line: 3, column: 14 });
    expect(locate(document, 'none', '')).toBeUndefined();
  });

  it('are in the errors of Avro schemas, which are parsed when asked for', async () => {
    const model = await loadModel(filesSource(files));
    const [avro, json] = model.channels[0]?.messages.map(({ payload }) => payload) ?? [];
    if (avro === undefined || json === undefined) throw new Error('two payloads');
    const thrown = (run: () => unknown): AsyncApiError => {
      try {
        run();
      } catch (error) {
        return error as AsyncApiError;
      }
      throw new Error('does not throw');
    };
    const error = thrown(() => parseAvro(avro));
    expect(error.message).toMatch(/^s\/a\.avsc:1:1: not an Avro schema at \/fields\/0\/type: unknown type "None"/u);
    expect(error.findings).toMatchObject([{ file: 's/a.avsc', pointer: '/fields/0/type', line: 1 }]);
    const document = await loadDocument(filesSource(files));
    expect(thrown(() => parseAvro(avro, document)).findings).toMatchObject([{ line: 3, column: 37 }]);
    expect(thrown(() => parseAvro(json)).message).toBe('main.yaml:10: the schema is asyncapi, not Avro');
  });
});
