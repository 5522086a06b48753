import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { SchemaReference } from '@sluice/formats';
import type { SchemaMetadata, SchemaRule, SchemaRuleSet } from '@sluice/serde';
import { RULE_PHASES } from './contract/rule-set.ts';

/** What makes two registrations the same content. */
export interface IdentifiedContent {
  readonly canonical: string;
  readonly references: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata | undefined;
  readonly ruleSet?: SchemaRuleSet | undefined;
}

/**
 * The name of a schema's content, the same in every registry: the MD5 of its canonical text, then of each reference its
 * name, its subject, and its version as 4 bytes, big-endian, then of its metadata and rules, each led by a byte 1;
 * written as a UUID. (Confluent's derivation; its golden values are in the test.)
 */
export function deriveGuid({ canonical, references, metadata, ruleSet }: IdentifiedContent): string {
  const hash = createHash('md5').update(canonical);
  for (const { name, subject, version } of references) {
    const versionBytes = new Uint8Array(4);
    new DataView(versionBytes.buffer).setInt32(0, version);
    hash.update(name).update(subject).update(versionBytes);
  }
  if (metadata !== undefined) addMetadata(hash.update(PRESENT), metadata);
  if (ruleSet !== undefined) {
    hash.update(PRESENT);
    for (const phase of RULE_PHASES) for (const rule of ruleSet[phase] ?? []) addRule(hash, rule);
    if (ruleSet.enableAt !== undefined) hash.update(ruleSet.enableAt);
  }
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const PRESENT = new Uint8Array([1]);

function addMetadata(hash: Hash, { tags = {}, properties = {}, sensitive = [] }: SchemaMetadata): void {
  for (const [path, values] of inOrder(tags)) {
    hash.update(path);
    for (const value of values) hash.update(value);
  }
  for (const [name, value] of inOrder(properties)) hash.update(name).update(value);
  for (const name of sensitive) hash.update(name);
}

function addRule(hash: Hash, rule: SchemaRule): void {
  const { name, doc = '', kind, mode, type, tags = [], params = {}, expr = '', onSuccess = '', onFailure = '' } = rule;
  for (const text of [name, doc, kind, mode, type, ...tags]) hash.update(text);
  for (const [param, value] of inOrder(params)) hash.update(param).update(value);
  hash.update(expr).update(onSuccess).update(onFailure);
  if (rule.disabled) hash.update(PRESENT);
}

/** JavaScript puts names that look like numbers first. */
function inOrder<Value>(record: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
