import type { RegisteredSchema } from '@sluice/serde';
import type { RegisteredVersion } from '../rules/registration.ts';

/** A version as the REST API shows it: what is empty, and the type AVRO, is left out, as in Confluent's registry. */
export function describeVersion(version: RegisteredVersion): object {
  const { subject, version: number, id, createdAtMs, deleted } = version;
  return { subject, version: number, id, ...describeSchema(version), ts: createdAtMs, ...(deleted && { deleted }) };
}

/** A schema as the REST API shows it, without its id. */
export function describeSchema({ guid, schemaType, references, schema }: RegisteredSchema): object {
  return {
    guid,
    ...(schemaType !== 'AVRO' && { schemaType }),
    ...(references.length > 0 && { references }),
    schema,
  };
}

/** The part of a list that `offset` and `limit` name; no limit, or one below 1, means all. */
export function pickPage<Item>(items: readonly Item[], offset = 0, limit = 0): readonly Item[] {
  const start = Math.max(offset, 0);
  return items.slice(start, limit > 0 ? start + limit : undefined);
}
