import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { jsonSchemaFormat } from '@sluice/formats/json-schema';
import { protobufFormat } from '@sluice/formats/protobuf';
import { createRegistryApp } from '../src/http/index.ts';
import { createMemoryStore, createRegistry } from '../src/index.ts';
import type { Registry, Store } from '../src/index.ts';
import { readContentFile, writeContentFile } from '../src/transfer/index.ts';
import type { RegistryContent } from '../src/transfer/index.ts';

export const formats = createFormats([avroFormat, jsonSchemaFormat, protobufFormat]);

export interface OpenedRegistry {
  readonly store: Store;
  readonly registry: Registry;
  /** The registry's REST API without a network. */
  readonly fetch: typeof globalThis.fetch;
}

export function openRegistry(store: Store = createMemoryStore()): OpenedRegistry {
  const registry = createRegistry({ store, formats, maxStaleMs: 0 });
  const app = createRegistryApp(registry);
  return { store, registry, fetch: async (input, init) => app.fetch(new Request(input, init)) };
}

export const enumOf = (n: number) => JSON.stringify({ type: 'enum', name: 'E', symbols: [`S${n}`] });
const avro = (schema: string) => ({ schemaType: 'AVRO', schema, references: [] });

/** Something of everything that a registry can hold. */
export async function fill(registry: Registry): Promise<void> {
  const metadata = { tags: { '**.ssn': ['PII'] }, properties: { owner: 'plant', 2: 'x' }, sensitive: ['owner'] };
  const rule = { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr: 'true', disabled: false } as const;
  await registry.registerSchema('machine', { ...avro('{"type":"record","name":"M","fields":[]}'), metadata });
  await registry.registerSchema('reading', {
    schemaType: 'AVRO',
    schema: '{"type":"record","name":"R","fields":[{"name":"m","type":"M"}]}',
    references: [{ name: 'M', subject: 'machine', version: 1 }],
    ruleSet: { domainRules: [rule] },
  });
  await registry.updateConfig({ normalize: true, compatibilityLevel: 'NONE' }, 'many');
  for (let n = 0; n < 5; n++) await registry.registerSchema('many', avro(enumOf(n)));
  await registry.deleteVersion('many', 2);
  await registry.deleteVersion('many', 3);
  await registry.deleteVersion('many', 3, { permanent: true });
  await registry.registerSchema('gone', avro(enumOf(1)));
  await registry.deleteSubject('gone');
  await registry.registerSchema('site', { schemaType: 'JSON', schema: '{"type":"object"}', references: [] });
  await registry.registerSchema(':.plant:click', {
    schemaType: 'PROTOBUF',
    schema: 'syntax = "proto3";\nmessage Click { string page = 1; }\n',
    references: [],
  });
  await registry.registerSchema(':.plant:machine', avro(enumOf(7)));
  await registry.updateConfig({ compatibilityLevel: 'FULL' }, ':.plant:');
  await registry.updateConfig({ compatibilityLevel: 'FORWARD' });
  await registry.updateMode('READONLY', 'machine');
  // The last id of all goes for good: nothing that is left tells that it was given.
  await registry.registerSchema('last', avro(enumOf(99)));
  await registry.deleteSubject('last');
  await registry.deleteSubject('last', { permanent: true });
}

export async function associate(registry: Registry): Promise<void> {
  const resource = { resourceName: 'readings', resourceNamespace: 'lkc-1', resourceId: 'r1', resourceType: 'topic' };
  const draft = { associationType: 'value', subject: 'reading', lifecycle: 'WEAK' } as const;
  await registry.putAssociations(resource, [draft], { context: '.', dryRun: false, isCreate: true });
}

export function writeFile(content: RegistryContent): Uint8Array {
  const lines = [...writeContentFile(content, { source: 'a test', nowMs: 0 })];
  return new TextEncoder().encode(lines.join(''));
}

export async function readFile(bytes: Uint8Array): Promise<RegistryContent> {
  return (await readContentFile([bytes])).content;
}
