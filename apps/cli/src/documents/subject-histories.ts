import type { Model } from '@sluice/asyncapi';
import type { SubjectHistory } from '@sluice/asyncapi/docs';
import type { Registry } from './open-registry.ts';

/** What a registry has of a document's schemas: the subjects that its topics, records and references go by. */
export async function readHistories(model: Model, registry: Registry): Promise<readonly SubjectHistory[]> {
  const wanted = listSubjects(model);
  const known = new Set(await registry.client.listSubjects());
  const histories: SubjectHistory[] = [];
  for (const subject of wanted) {
    if (known.has(subject)) histories.push(await readHistory(subject, registry));
  }
  return histories;
}

/** Newest versions of a subject; older ones are left out. */
const MOST_VERSIONS = 50;

async function readHistory(subject: string, registry: Registry): Promise<SubjectHistory> {
  const live = (await registry.client.listVersions(subject)).toSorted((a, b) => a - b);
  const versions: SubjectHistory['versions'][number][] = [];
  for (const number of live.slice(-MOST_VERSIONS)) {
    const found = await registry.find(subject, number);
    if (found === undefined) continue;
    const { version, id, schemaType, schema, references } = found;
    versions.push({ version, id, schemaType, schema, references: references.map((reference) => reference.schema) });
  }
  return { subject, compatibility: await registry.client.readCompatibility(subject), versions };
}

/** By each strategy for naming subjects: those that a registry does not have are of no harm. */
function listSubjects(model: Model): readonly string[] {
  const subjects = new Set<string>();
  for (const { address, kafka, messages } of model.channels) {
    const topic = kafka?.topic ?? address;
    if (topic === null) continue;
    subjects.add(`${topic}-value`).add(`${topic}-key`);
    for (const { payload } of messages) {
      const record = payload?.format === 'avro' ? recordName(payload.schema) : undefined;
      if (record !== undefined) subjects.add(record).add(`${topic}-${record}`);
    }
  }
  for (const { ref } of model.registryRefs) {
    const subject = /^registry:(?:\/\/)?(.+?)(?:(?:\/versions)?\/(?:\d+|latest))?(?:#.*)?$/iu.exec(ref)?.[1];
    if (subject !== undefined) subjects.add(subject);
  }
  return [...subjects];
}

/** The full name of an Avro schema as written. */
export function recordName(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  const name: unknown = 'name' in schema ? schema.name : undefined;
  const namespace: unknown = 'namespace' in schema ? schema.namespace : undefined;
  if (typeof name !== 'string') return undefined;
  return name.includes('.') || typeof namespace !== 'string' || namespace === '' ? name : `${namespace}.${name}`;
}
