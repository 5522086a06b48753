import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel, writeDocument } from '@sluice/asyncapi';
import {
  formatGitHub,
  formatJson,
  formatSarif,
  formatText,
  lintDocument,
  readLockFile,
  resolveFromLock,
  writeLockFile,
} from '@sluice/asyncapi/lint';
import type { LintFinding, RegistrySchema } from '@sluice/asyncapi/lint';
import { filesSource, FIXTURES, fixtureSource } from './fixtures.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DEMO = ['thingam', 'clickstream', 'door-sensors', 'door-alarm'].flatMap((name) => [
  `asyncapi/${name}.yaml`,
  `asyncapi/2.6/${name}.yaml`,
]);

function errors(findings: readonly LintFinding[]): readonly string[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ line, rule, message }) => `${line} ${rule} ${message}`);
}

/** What is wrong in fixtures on purpose: loading forgives it, AsyncAPI's schema does not. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  '2.0-servers.json': ['"1" must be a string', '"default" must be a string'],
  '2.4-one-of.yaml': ['the messageId "placed" is taken'],
  '2.6-traits.yaml': ['"description" must be a string, found null', '"1" has no "message"'],
  '3.0-extensions.yaml': ['"0" has no "x-example"'],
  '3.0-minimal.json': ['the default: it must be <= 1000'],
  '3.0-names.yaml': ['has a "?" or a "#" in its name'],
  '3.0-traits.yaml': ['"0" has no "payload"', '"title" must be a string, found null'],
  '3.1-subsets.yaml': ["a message of the operation's channel begins with"],
};

function unexpected(name: string, findings: readonly LintFinding[]): readonly string[] {
  return errors(findings).filter((text) => WRONG[name]?.some((part) => text.includes(part)) !== true);
}

describe('lintDocument', () => {
  it.each(DEMO)('has nothing against %s', async (path) => {
    const source = { path, root: null, readFile: (name: string) => readFile(join(ROOT, name), 'utf8') };
    const findings = await lintDocument(source);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it.each(FIXTURES)('has nothing against the fixture %s', async (name) => {
    expect(unexpected(name, await lintDocument(fixtureSource(name)))).toEqual([]);
  });

  it.each(FIXTURES)('has nothing against %s written as 3.0', async (name) => {
    const text = writeDocument(await loadModel(fixtureSource(name)));
    expect(unexpected(name, await lintDocument({ path: 'written.yaml', text }))).toEqual([]);
  });

  it('finds what is wrong in a file that is referred to, there', async () => {
    const files = {
      'main.yaml':
        "asyncapi: 3.0.0\ninfo: {title: t, version: '1'}\nchannels:\n  c:\n    messages:\n      m: {$ref: 'm.yaml'}\n",
      'm.yaml': 'name: m\npayloads: {}\n',
    };
    expect(await lintDocument(filesSource(files))).toEqual([
      {
        rule: 'structure',
        severity: 'error',
        message: 'it has no "payloads"',
        file: 'm.yaml',
        line: 2,
        column: 11,
        pointer: '/payloads',
      },
    ]);
  });

  it('never throws for what is no document', async () => {
    for (const text of ['', '[]', 'a: [', 'asyncapi: 9', 'asyncapi: 3.0.0', '"x"']) {
      expect(errors(await lintDocument({ path: 'a.yaml', text }))).not.toEqual([]);
    }
  });
});

const ENTRY: RegistrySchema = {
  subject: 'orders-value',
  version: 3,
  id: 7,
  schemaType: 'AVRO',
  schema: '{"type":"record","name":"O","fields":[{"name":"m","type":"x.M"}]}',
  references: [{ name: 'x.M', subject: 'money', version: 1, schema: '{"type":"record","name":"x.M","fields":[]}' }],
};

describe('registered schemas', () => {
  const text = (example: string): string =>
    `asyncapi: 3.0.0\ninfo: {title: t, version: '1'}\nchannels:\n  c:\n    messages:\n      m:\n        payload: {$ref: 'registry:orders-value/3'}\n        examples: [{payload: ${example}}]\n`;
  const ref = 'registry:orders-value/3';

  it('are taken from a lock file, and examples checked against them', async () => {
    const lock = readLockFile(writeLockFile(new Map([[ref, ENTRY]])));
    const options = { resolveRegistry: resolveFromLock(lock) };
    expect(await lintDocument({ path: 'a.yaml', text: text('{m: {}}') }, options)).toEqual([]);
    const found = await lintDocument({ path: 'a.yaml', text: text('{m: 1}') }, options);
    expect(found.map(({ line, column, message }) => [line, column, message])).toEqual([
      [8, 34, "the example's payload: expected x.M, found 1"],
    ]);
  });

  it('that are not there are errors, and so is a registry that does not answer', async () => {
    const source = { path: 'a.yaml', text: text('{}') };
    const missing = await lintDocument(source, { resolveRegistry: resolveFromLock(new Map()) });
    expect(errors(missing)).toEqual([`7 registry-reference ${ref}: there is no such schema`]);
    const failing = await lintDocument(source, { resolveRegistry: () => Promise.reject(new Error('refused')) });
    expect(errors(failing)).toContain(`7 registry-reference ${ref} cannot be looked up: refused`);
  });

  it('are written in one order, and read as they were written', () => {
    const lock = new Map([
      ['registry:b', ENTRY],
      ['registry:a', { ...ENTRY, references: [] }],
    ]);
    const written = writeLockFile(lock);
    expect(Object.keys(JSON.parse(written) as object)).toEqual(['registry:a', 'registry:b']);
    expect(writeLockFile(new Map([...lock].toReversed()))).toBe(written);
    expect(writeLockFile(readLockFile(written))).toBe(written);
  });

  it.each([
    '',
    '[]',
    '{"a":1}',
    '{"a":{"subject":"s","schema":"","version":1,"id":1,"schemaType":"X","references":[]}}',
  ])('are not read from %j', (wrong) => {
    expect(() => readLockFile(wrong)).toThrow(/lock file/u);
  });
});

const FINDINGS: readonly LintFinding[] = [
  {
    rule: 'structure',
    severity: 'error',
    message: '"info" needs "title"',
    file: 'docs/a.yaml',
    line: 2,
    column: 8,
    pointer: '/info',
  },
  {
    rule: 'topic-config',
    severity: 'warning',
    message: 'a, b: 100%\nmore',
    file: 'docs/a.yaml',
    line: 3,
    column: 2,
    pointer: '/x~1y',
  },
  {
    rule: 'version-newest',
    severity: 'info',
    message: 'old \u001B[2J',
    file: 'b c.yaml',
    line: 1,
    column: 1,
    endLine: 2,
    pointer: '',
  },
];
const TEXTS = new Map([['docs/a.yaml', "asyncapi: 3.0.0\ninfo: { version: '1' }\n\tx: 1\n"]]);

const FORMATS = {
  'findings.txt': formatText(FINDINGS, TEXTS),
  'findings.json': formatJson(FINDINGS),
  'findings.sarif': formatSarif(FINDINGS, '1.2.3'),
  'findings.github': formatGitHub(FINDINGS),
};

describe('findings are written', () => {
  it.each(Object.entries(FORMATS))('as in lint/golden/%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(join('lint/golden', name));
  });

  it('as text that says so where there are none', () => {
    expect(formatText([])).toBe('no findings\n');
  });
});

describe('documents as people write them', () => {
  const files: Readonly<Record<string, string>> = {
    'lib.yml': 'trait: { contentType: application/json }\n',
    'user.yaml': 'type: object\nproperties: { name: { type: string } }\n',
  };
  const lintFiles = (text: string): Promise<readonly LintFinding[]> =>
    lintDocument({ path: 'a.yaml', text, readFile: async (path) => files[path] ?? Promise.reject(new Error('none')) });

  it('may have references where the published schema of 2.x forgets them', async () => {
    const text = `asyncapi: 2.0.0
info: { title: t, version: '1' }
channels:
  c:
    subscribe:
      message:
        schemaFormat: application/vnd.oai.openapi+yaml;version=3.0.0
        payload: { $ref: user.yaml }
components:
  messageTraits: { t: { $ref: 'lib.yml#/trait' } }
  operationTraits: { t: { $ref: 'lib.yml#/none' } }
`;
    expect(errors(await lintFiles(text))).toEqual(['11 reference-found lib.yml#/none: nothing is named "none" there']);
  });

  it('are valid when converted, whatever the version of their bindings', async () => {
    const text = `asyncapi: 2.6.0
info: { title: t, version: '1' }
channels:
  c:
    bindings: { ws: { method: GET, bindingVersion: 1.1.1 }, own: { bindingVersion: 9 } }
    publish:
      operationId: o
      bindings: { kafka: { groupId: { type: string }, bindingVersion: 0.1.0 }, http: { method: GET, bindingVersion: 0.2.0 } }
      message: { payload: { type: string } }
`;
    expect(errors(await lintFiles(text))).toEqual([]);
    const converted = writeDocument(await loadModel({ path: 'a.yaml', text }));
    expect(errors(await lintFiles(converted.replace(/ +own:\n.*9\n/u, '')))).toEqual([]);
    expect([...converted.matchAll(/bindingVersion: (.*)/gu)].map(([, version]) => version)).toEqual([
      '0.1.0',
      '9',
      '0.5.0',
      '0.2.0',
    ]);
  });
});
