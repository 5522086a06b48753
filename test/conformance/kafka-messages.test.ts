import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { APIS, consumerProtocolAssignment, consumerProtocolSubscription } from '@sluice/kafka';
import type { Field, MessageTable } from '@sluice/kafka';
import { beforeAll, expect, it } from 'vitest';
import { readZipTexts } from '../harness/zip.ts';
import { describeRequiring, locate } from '../requirements.ts';

/** A message definition in the kafka-clients jar, under common/message. */
interface KafkaMessage {
  readonly apiKey?: number;
  readonly type: string;
  readonly name: string;
  readonly validVersions: string;
  readonly flexibleVersions: string;
  readonly fields: readonly KafkaField[];
  readonly commonStructs?: readonly KafkaField[];
}
interface KafkaField {
  readonly name: string;
  readonly type: string;
  readonly versions: string;
  readonly nullableVersions?: string;
  readonly tag?: number;
  readonly taggedVersions?: string;
  readonly default?: string | number | boolean;
  readonly fields?: readonly KafkaField[];
}

const VERSIONED = [consumerProtocolSubscription, consumerProtocolAssignment];

describeRequiring(['kafka-jars'], 'message tables against the definitions of kafka-clients', () => {
  const messages = new Map<string, KafkaMessage>();
  beforeAll(() => {
    const jars = locate('kafka-jars') ?? '';
    const jar = readdirSync(jars).find((name) => /^kafka-clients-[\d.]+\.jar$/.test(name)) ?? '';
    const texts = readZipTexts(readFileSync(join(jars, jar)), (name) => /^common\/message\/.*\.json$/.test(name));
    for (const text of texts.values()) {
      const message = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as KafkaMessage;
      messages.set(message.name, message);
    }
  });

  it('reads definitions at all', () => {
    expect(messages.size).toBeGreaterThan(150);
  });

  it.each(APIS.map((api) => [api.name, api] as const))('%s', (_, api) => {
    const findings: string[] = [];
    for (const table of [api.request, api.response]) {
      const theirs = messages.get(table.name);
      if (theirs === undefined) {
        findings.push(`${table.name}: Kafka has no such message`);
        continue;
      }
      const versions = api.versions[0] === api.versions[1] ? `${api.versions[0]}` : api.versions.join('-');
      const flexible = api.flexibleFrom === null ? 'none' : `${api.flexibleFrom}+`;
      compare(findings, `${table.name} api key`, api.key, theirs.apiKey);
      compare(findings, `${table.name} versions`, versions, theirs.validVersions);
      compare(findings, `${table.name} flexible`, flexible, theirs.flexibleVersions);
      compareFields(findings, table, theirs);
    }
    expect(findings).toEqual([]);
  });

  it.each(VERSIONED.map((table) => [table.name, table] as const))('%s', (_, table) => {
    const findings: string[] = [];
    const theirs = messages.get(table.name);
    compare(findings, `${table.name} versions`, table.versions.join('-'), theirs?.validVersions);
    compare(findings, `${table.name} flexible`, 'none', theirs?.flexibleVersions);
    if (theirs !== undefined) compareFields(findings, table, theirs);
    expect(findings).toEqual([]);
  });
});

function compare(findings: string[], where: string, ours: unknown, theirs: unknown): void {
  if (!Object.is(ours, theirs)) findings.push(`${where}: ours ${String(ours)}, Kafka's ${String(theirs)}`);
}

function compareFields(findings: string[], table: MessageTable, theirs: KafkaMessage): void {
  const common = new Map((theirs.commonStructs ?? []).map((struct) => [struct.name, struct.fields ?? []]));
  compareStruct(table.name, table.fields, theirs.fields);

  function compareStruct(path: string, ours: readonly Field[], kafkas: readonly KafkaField[]): void {
    const byName = new Map(kafkas.map((field) => [camelCase(field.name), field]));
    // The order is that of the bytes.
    compare(findings, `${path} fields`, ours.map(({ name }) => name).join(), [...byName.keys()].join());
    for (const field of ours) {
      const kafkas = byName.get(field.name);
      if (kafkas !== undefined) compareField(`${path}.${field.name}`, field, kafkas);
    }
  }

  function compareField(path: string, ours: Field, kafkas: KafkaField): void {
    const same = (what: string, one: unknown, other: unknown) => compare(findings, `${path} ${what}`, one, other);
    same('type', ours.type, kafkas.type);
    same('versions', ours.versions, kafkas.versions);
    same('nullable', ours.nullableVersions, kafkas.nullableVersions);
    same('tag', ours.tag, kafkas.tag);
    same('tagged versions', ours.taggedVersions, kafkas.taggedVersions);
    same('default', ours.default === undefined ? zeroOf(ours.type) : ours.default, readDefault(kafkas));
    const theirFields = kafkas.fields ?? common.get(kafkas.type.replace('[]', ''));
    if (theirFields !== undefined || ours.fields !== undefined) {
      compareStruct(path, ours.fields ?? [], theirFields ?? []);
    }
  }
}

/** `IsrNodes` → `isrNodes`. */
function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A default as our tables write it. */
function readDefault(field: KafkaField): unknown {
  const text = field.default;
  if (text === 'null') return null;
  if (text === undefined || text === '') return zeroOf(field.type);
  if (field.type === 'bool') return String(text) === 'true';
  if (field.type === 'int64') return BigInt(text);
  return field.type === 'string' ? text : Number(text);
}

/** What stands for a default that is not written. */
function zeroOf(type: string): unknown {
  if (type === 'bool') return false;
  if (type === 'int64') return 0n;
  if (type === 'string') return '';
  return /^(u?int|float)\d+$/.test(type) ? 0 : undefined;
}
