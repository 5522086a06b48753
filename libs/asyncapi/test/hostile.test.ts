import { buildModel, checkDocument, LIMITS, loadDocument, loadModel, writeDocument } from '@sluice/asyncapi';
import type { FindingRule } from '@sluice/asyncapi';
import { describe, expect, it } from 'vitest';
import { filesSource } from './fixtures.ts';

const HEAD = 'asyncapi: 3.0.0\ninfo: { title: T, version: "1" }\n';

const check = (text: string, files: Record<string, string> = {}) =>
  checkDocument(filesSource({ ...files, 'main.yaml': text }));

async function rulesOf(text: string, files?: Record<string, string>): Promise<string[]> {
  return (await check(text, files)).map(({ rule, severity }) => `${severity} ${rule}`);
}

function bomb(levels: number): string {
  const lines = ['x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
  for (let level = 1; level < levels; level++) {
    lines.push(`x-${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  }
  return `${HEAD}${lines.join('\n')}\n`;
}

const deepSchema = (depth: number): string => `${'{"type":"array","items":'.repeat(depth)}{}${'}'.repeat(depth)}`;

describe('what is too much is refused in time', () => {
  const cases: Record<string, [string, FindingRule]> = {
    'a billion laughs': [bomb(12), 'limit'],
    'arrays nested by the thousand': [`${HEAD}x-a: ${'['.repeat(100_000)}`, 'limit'],
    'blocks nested by the thousand': [`${HEAD}x-a:\n  ${'- '.repeat(20_000)}1\n`, 'limit'],
    'maps nested by the thousand': [`${HEAD}x-a: ${'{a: '.repeat(20_000)}`, 'limit'],
    'aliases that nest': [
      `${HEAD}x-0: &a0 ${'['.repeat(200)}${']'.repeat(200)}\nx-1: &a1 ${'['.repeat(100)}*a0${']'.repeat(100)}\n`,
      'limit',
    ],
    'an alias inside its anchor': [`${HEAD}x-a: &a [*a]\n`, 'syntax'],
    'an alias of nothing': [`${HEAD}x-a: *nothing\n`, 'syntax'],
    'ten megabytes': [`${HEAD}x-a: "${'a'.repeat(10_000_000)}"\n`, 'limit'],
    'twenty thousand keys given twice': [`${HEAD}${'x-a: 1\n'.repeat(20_000)}`, 'duplicate-key'],
  };
  it.each(Object.entries(cases))('%s', async (_, [text, rule]) => {
    const started = performance.now();
    const [first] = await check(text);
    expect(first).toMatchObject({ rule, severity: 'error', file: 'main.yaml' });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('what is allowed is large', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `  c${index}: { address: a${index} }`).join('\n');
    const model = await loadModel({ path: 'a.yaml', text: `${HEAD}channels:\n${keys}\n` });
    expect(model.channels).toHaveLength(20_000);
  });

  it('a schema as deep as allowed is copied and written', async () => {
    const text = `${HEAD}components: { schemas: { Deep: ${deepSchema(120)} } }`;
    const model = await loadModel({ path: 'a.yaml', text });
    await expect(loadModel({ path: 'b.yaml', text: writeDocument(model) })).resolves.toBeDefined();
  });

  it('files that lead to files, up to a bound', async () => {
    const readFile = (path: string): Promise<string> =>
      Promise.resolve(`{"$ref": "${Number(path.replace('.json', '')) + 1}.json"}`);
    const text = `${HEAD}channels: { c: { messages: { m: { payload: { $ref: 0.json } } } } }`;
    const document = await loadDocument({ path: 'main.yaml', text, readFile });
    expect(document.files.size).toBeLessThanOrEqual(LIMITS.files + 1);
    expect(buildModel(document).findings).toMatchObject([{ rule: 'limit', severity: 'error' }]);
  });

  it('Avro types that double by reference', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `${index}.avsc`,
        index === 39
          ? '"int"'
          : `[{"type": "array", "items": {"$ref": "${index + 1}.avsc"}}, {"type": "map", "values": {"$ref": "${index + 1}.avsc"}}]`,
      ]),
    );
    const text = `${HEAD}channels: { c: { messages: { m: { payload: { $ref: 0.avsc } } } } }`;
    expect(await rulesOf(text, files)).toContain('error limit');
  });
});

describe('references', () => {
  const payload = (ref: string): string =>
    `${HEAD}channels:\n  c:\n    messages:\n      m:\n        payload: { $ref: '${ref}' }\n`;
  const cases: Record<string, [string, string]> = {
    'to itself': ['#/channels/c/messages/m/payload', 'error ref-cycle'],
    'to nothing': ['#/components/schemas/None', 'error ref'],
    'to a file that is not there': ['none.yaml', 'error ref-file'],
    'to a file with an error': ['broken.yaml', 'error ref-file'],
    'out of the folder': ['../secret.yaml', 'error ref-outside'],
    'out of the folder, escaped': ['%2e%2e/secret.yaml', 'error ref-outside'],
    'out of the folder, by backslashes': ['..\\secret.yaml', 'error ref-outside'],
    'out of the folder, later': ['a/../../secret.yaml', 'error ref-outside'],
    'to an absolute path': ['/etc/passwd', 'error ref-outside'],
    'to a drive': ['C:/secret.yaml', 'error ref-outside'],
    'to file:': ['file:///etc/passwd', 'error ref'],
    'over http': ['http://example.com/a.yaml', 'warning ref-network'],
    'over http without a scheme': ['//example.com/a.yaml', 'warning ref-network'],
    'by an anchor': ['#node', 'error ref'],
    'to a member of an array that is not there': ['#/x-list/01', 'error ref'],
  };
  it.each(Object.entries(cases))('%s', async (_, [ref, expected]) => {
    const findings = await check(payload(ref), { 'broken.yaml': 'a: [', '../secret.yaml': '{}', 'secret.yaml': '{}' });
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([expected]);
    expect(findings[0]).toMatchObject({ line: 7, pointer: '/channels/c/messages/m/payload' });
  });

  it('in a circle over files, and where only an object will do', async () => {
    const files = { 'a.yaml': 'x: { $ref: b.yaml#/x }', 'b.yaml': 'x: { $ref: a.yaml#/x }' };
    expect(await rulesOf(`${HEAD}channels: { c: { $ref: a.yaml#/x } }`, files)).toEqual(['error ref-cycle']);
    expect(await rulesOf(`${HEAD}channels: { c: { $ref: 'http://example.com/' } }`)).toEqual(['error ref-network']);
    expect(await rulesOf(`${HEAD}channels: { c: { $ref: 'registry:a' } }`)).toEqual(['error ref']);
  });

  it('may leave the folder where that is allowed', async () => {
    const source = filesSource(
      { 'docs/main.yaml': payload('../schemas/a.yaml'), 'schemas/a.yaml': '{ type: string }' },
      'docs/main.yaml',
    );
    expect(await checkDocument(source)).toMatchObject([{ rule: 'ref-outside' }]);
    expect(await checkDocument({ ...source, root: '' })).toEqual([]);
    expect(await checkDocument({ ...source, root: null })).toEqual([]);
    expect(await checkDocument({ ...source, root: 'docs/..' })).toEqual([]);
  });

  it('are not read where no reader is given', async () => {
    const findings = await checkDocument({ path: 'a.yaml', text: payload('b.yaml') });
    expect(findings).toMatchObject([{ rule: 'ref-file', message: 'b.yaml is another file, and none is read here' }]);
  });
});

describe('few words that mean many things', () => {
  const many = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');

  it('are refused by what they come to', async () => {
    const messages = many(1500, (index) => `  m${index}: { traits: [{ name: a }] }`);
    const channels = many(1500, (index) => `  c${index}: { messages: { $ref: '#/x-messages' } }`);
    const findings = await check(`${HEAD}x-messages:\n${messages}\nchannels:\n${channels}\n`);
    expect(findings).toMatchObject([{ rule: 'limit', severity: 'error' }]);
  });

  it('are not written out without end', async () => {
    const binding = many(4000, (index) => `      k${index}: [1, 2, 3, 4]`);
    const channels = many(2000, (index) => `  c${index}: { bindings: { $ref: '#/components/channelBindings/big' } }`);
    const text = `${HEAD}components:\n  channelBindings:\n    big:\n     ws:\n${binding}\nchannels:\n${channels}\n`;
    const model = await loadModel({ path: 'a.yaml', text });
    expect(() => writeDocument(model)).toThrow(`the document has more than ${LIMITS.writtenValues} values`);
  });
});
