import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import type { Message, Model, SchemaUse } from '@sluice/asyncapi';
import { renderHtml, renderMarkdown } from '@sluice/asyncapi/docs';
import type { HtmlOptions } from '@sluice/asyncapi/docs';
import { describe, expect, it } from 'vitest';
import { FIXTURES, fixtureSource } from './fixtures.ts';

const ROOT = join(import.meta.dirname, '../../..');

const readRoot = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

const demo = (name: string): Promise<Model> =>
  loadModel({ path: `asyncapi/${name}.yaml`, readFile: readRoot, root: '' });

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const usesOf = (message: Message): readonly SchemaUse[] =>
  [message.payload, message.headers, message.kafka?.key].filter((use) => use !== undefined);

/** Every name that a reader may look for: of servers, channels, operations, messages, fields, properties. */
function namesOf(model: Model): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (key === 'properties' && typeof item === 'object')
          for (const name of Object.keys(item ?? {})) names.add(name);
        if (key === 'fields' && Array.isArray(item)) for (const { name } of item) names.add(String(name));
        walk(item);
      }
    }
  };
  for (const { id, host } of model.servers) names.add(id).add(host);
  for (const channel of model.channels) {
    names.add(channel.id).add(channel.address ?? 'known at run time only');
    for (const { id } of channel.parameters) names.add(id);
    for (const message of channel.messages) {
      names.add(message.id);
      for (const use of usesOf(message)) walk(use.schema);
    }
  }
  for (const { id } of model.operations) names.add(id);
  for (const use of model.components.schemas) walk(use.schema);
  return names;
}

function checkLinks(page: string): void {
  const ids = Array.from(page.matchAll(/ id="([^"]*)"/gu), ([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = Array.from(page.matchAll(/ href="#([^"]*)"/gu), ([, id]) => id);
  expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
}

describe.each(FIXTURES)('%s', (name) => {
  it('has everything in its page, each place once, always the same', async () => {
    const model = await loadModel(fixtureSource(name));
    const page = renderHtml(model);
    for (const text of namesOf(model)) expect(page).toContain(escapeHtml(text));
    checkLinks(page);
    const levels = Array.from(page.matchAll(/<h([1-6])/gu), ([, level]) => Number(level));
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect(renderHtml(await loadModel(fixtureSource(name)))).toBe(page);
    expect(renderMarkdown(model)).toBe(renderMarkdown(await loadModel(fixtureSource(name))));
  });
});

describe('the demo', () => {
  it.each(['thingam', 'clickstream', 'door-sensors', 'door-alarm'])(
    '%s is small, quick and loads nothing',
    async (name) => {
      const model = await demo(name);
      renderHtml(model);
      const started = performance.now();
      const page = renderHtml(model);
      expect(performance.now() - started).toBeLessThan(300);
      expect(page.length).toBeLessThan(100_000);
      expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|base|form)\b|\bsrc=|url\(|@import| style=| on\w+="/u);
    },
  );

  it('shows the fields of Avro, its logical types, unions and defaults', async () => {
    const page = renderHtml(await demo('clickstream'));
    const row = (field: string): string =>
      (page.split(`<th scope="row"><code>${field}</code></th>`)[1] ?? '').split('</tr>')[0] ?? '';
    expect(row('at')).toContain('timestamp in milliseconds <span class="muted"><code>long</code></span>');
    expect(row('element')).toContain('<code>null</code> or <code>string</code>');
    expect(row('element')).toContain('<code>{&quot;string&quot;: …}</code>');
    expect(row('element')).toContain('<td><code>null</code></td>');
    expect(row('device')).toMatch(/<a href="#type-com\.thingam\.web\.Device"[^>]*>Device<\/a>/u);
    expect(row('campaign')).toContain('map of <code>string</code>');
    expect(page).toContain('<code>UNKNOWN</code> <span class="v ok">✓ default</span>');
    expect(page).toContain('✓ fits the schema');
  });

  it('is Markdown too', async () => {
    const text = renderMarkdown(await demo('clickstream'));
    expect(text).toContain('# Thingam Industries, clickstream\n');
    expect(text).toMatch(/\| `at` \| timestamp in milliseconds `long` \| none \| When, by the visitor/u);
  });
});

const AVRO = (fields: string): string => `asyncapi: 3.0.0
info: { title: T, version: '1' }
channels:
  c:
    address: c
    messages:
      m:
        payload:
          schemaFormat: application/vnd.apache.avro
          schema: { type: record, name: R, fields: [${fields}] }
        examples: [{ payload: EXAMPLE }]
`;

describe('examples', () => {
  const cases: Record<string, [fields: string, example: string, expected: string]> = {
    'as our values': ["{ name: a, type: ['null', string] }", '{ a: x }', '✓ fits the schema<'],
    'in Avro’s JSON encoding': [
      '{ name: a, type: double }',
      '{ a: NaN }',
      '✓ fits the schema, in Avro&#39;s JSON encoding',
    ],
    'with logical types as text': [
      '{ name: a, type: { type: long, logicalType: timestamp-millis } }',
      "{ a: '2026-01-01T00:00:00Z' }",
      '✓ fits the schema, logical types as text',
    ],
    'with bytes as text': ['{ name: a, type: bytes }', '{ a: "\\u00ff" }', '✓ fits the schema<'],
    'that do not fit': ['{ name: a, type: int }', '{ a: x }', '✕ does not fit the schema'],
  };
  it.each(Object.entries(cases))('%s', async (_, [fields, example, expected]) => {
    const model = await loadModel({ path: 'a.yaml', text: AVRO(fields).replace('EXAMPLE', () => example) });
    expect(renderHtml(model)).toContain(expected);
  });

  it('of other schemas are checked by whoever can, and made where there are none', async () => {
    const model = await demo('door-sensors');
    expect(renderHtml(model)).toContain('not checked');
    expect(renderHtml(model, { checkExample: () => [] })).toContain('✓ fits the schema');
    const page = renderHtml(model, { checkExample: () => [{ path: 'state', message: 'is ajar' }] });
    expect(page).toContain('<code>state</code> is ajar');
    const text = AVRO('{ name: a, type: [R, "null"] }').replace(/\n +examples.*/u, '');
    expect(renderHtml(await loadModel({ path: 'a.yaml', text }))).toContain('Example made from the schema');
  });
});

it('tells how a subject has changed, and who reads whom', async () => {
  const versions = await Promise.all(
    ['v1', 'v2', 'v3', 'refused'].map(async (name, index) => ({
      version: index + 1,
      id: index + 1,
      schema: await readRoot(`schemas/history/machine-sensor.${name}.avsc`),
    })),
  );
  const options: HtmlOptions = { subjects: [{ subject: 'factory7-value', compatibility: 'FULL', versions }] };
  const page = renderHtml(await demo('thingam'), options);
  expect(page).toContain('Field <code>firmware</code> added');
  expect(page).toContain('Field <code>unit</code> renamed to <code>unitCode</code>');
  expect(page).toContain('✓ backward');
  expect(page).toContain('✕ not backward');
  checkLinks(page);
});

describe('the policy', () => {
  const policyOf = (page: string): string | undefined => / content="(default-src[^"]*)"/u.exec(page)?.[1];

  it('allows the style and the script of the page and nothing else', async () => {
    const page = renderHtml(await demo('thingam'));
    const hash = (tag: string): string => {
      const text = page.split(`<${tag}>`)[1]?.split(`</${tag}>`)[0] ?? '';
      return `${tag}-src &#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    };
    expect(policyOf(page)).toBe(
      `default-src &#39;none&#39;; ${hash('style')}; ${hash('script')}; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    );
  });

  it('is by nonce, or not there', async () => {
    const model = await demo('thingam');
    expect(renderHtml(model, { policy: { nonce: 'abc123==' } })).toContain('<script nonce="abc123==">');
    expect(policyOf(renderHtml(model, { policy: 'none' }))).toBeUndefined();
    expect(() => renderHtml(model, { policy: { nonce: "x' *" } })).toThrow('a nonce is base64');
  });
});

describe('Protobuf payloads', () => {
  const document = (schema: string): string => `asyncapi: 3.0.0
info: { title: t, version: '1' }
channels: { c: { messages: { m: { payload: { schemaFormat: application/vnd.google.protobuf, schema: ${JSON.stringify(schema)} } } } } }
`;

  it('are tables of their messages and enums', async () => {
    const schema = `syntax = "proto3"; package acme;
// A <b>reading</b>.
message Reading {
  string machine_id = 1; // Which | machine
  repeated double values = 2 [deprecated = true];
  map<string, Unit> units = 3;
  oneof place { string hall = 4; Site site = 5; }
  optional Reading before = 6;
  message Site { }
}
enum Unit { NONE = 0; CELSIUS = 1; }`;
    const model = await loadModel({ path: 'a.yaml', text: document(schema) });
    const text = renderMarkdown(model);
    for (const row of [
      '| `machine_id` | 1 | `string` | Which \\| machine<br>In JSON `machineId` |',
      '| `values` | 2 | `double` repeated | ! deprecated |',
      '| `units` | 3 | map of `string` to `acme.Unit` |  |',
      '| `site` | 5 | `acme.Reading.Site` one of `place` |  |',
      '| `before` | 6 | `acme.Reading` optional |  |',
      '| `CELSIUS` | 1 |  |',
      'Message without fields',
    ]) {
      expect(text).toContain(row);
    }
    expect(renderHtml(model)).not.toContain('<b>');
  });

  it('say why there is no table', async () => {
    const model = await loadModel({ path: 'a.yaml', text: document('syntax = "proto3"; message A { strin a = 1; }') });
    expect(renderMarkdown(model)).toContain('not read type "strin" is not declared');
  });
});
