import type { SchemaType } from '@sluice/formats';
import type { RegistryClient, SchemaAnswer } from './registry-client.ts';
import type { RegisteredSchema, SchemaSource, SubjectVersion } from './schema-source.ts';
import { SchemaSourceError } from './serde-error.ts';

/** Versions of one subject asked for at a time. */
const MAX_CONCURRENT = 8;

/** Reads schemas from any registry that speaks Confluent's REST API. */
export function createHttpSource(client: RegistryClient): SchemaSource {
  async function byVersion(subject: string, version: number | 'latest') {
    const answer = await client.findVersion(subject, version, { deleted: true });
    return answer === undefined ? undefined : readVersion(answer, subject);
  }

  return {
    async byId(id, subject) {
      const answer = await client.findSchemaById(id, { subject });
      return answer === undefined ? undefined : readSchema(answer, id);
    },

    async byGuid(guid) {
      const answer = await client.findSchemaByGuid(guid);
      if (answer === undefined) return undefined;
      const [known] = answer.id === undefined ? await client.listIdsOfGuid(guid) : [{ id: answer.id }];
      return known === undefined ? undefined : readSchema({ guid, ...answer }, known.id);
    },

    async bySubject(subject) {
      const [all, live] = await Promise.all([
        client.listVersions(subject, { deleted: true }),
        client.listVersions(subject),
      ]);
      const liveVersions = new Set(live);
      const versions: SubjectVersion[] = [];
      for (let start = 0; start < all.length; start += MAX_CONCURRENT) {
        const found = await Promise.all(all.slice(start, start + MAX_CONCURRENT).map((v) => byVersion(subject, v)));
        for (const version of found) {
          // A version that was deleted for good between the two questions is no version any more.
          if (version === undefined) continue;
          const { id, version: number } = version;
          versions.push({ subject, version: number, id, deleted: !liveVersions.has(number) });
        }
      }
      return versions;
    },

    byVersion,
    changes: () => () => {},
  };
}

function readVersion(answer: SchemaAnswer, subject: string): RegisteredSchema & SubjectVersion {
  const { id, version } = answer;
  if (typeof id !== 'number' || typeof version !== 'number') {
    throw new SchemaSourceError(`the registry's answer for a version of ${subject} lacks its id or version`);
  }
  return { ...readSchema(answer, id), subject: answer.subject ?? subject, version, deleted: answer.deleted ?? false };
}

function readSchema(answer: SchemaAnswer, id: number): RegisteredSchema {
  const { schema, schemaType = 'AVRO', guid = '', references = [], metadata, ruleSet } = answer;
  if (typeof schema !== 'string') throw new SchemaSourceError(`the registry's answer for schema ${id} has no schema`);
  if (!isSchemaType(schemaType)) throw new SchemaSourceError(`schema ${id} is of the unknown type ${schemaType}`);
  return {
    id,
    guid,
    schemaType,
    schema,
    references,
    ...(metadata !== undefined && { metadata }),
    ...(ruleSet !== undefined && { ruleSet }),
  };
}

function isSchemaType(name: string): name is SchemaType {
  return name === 'AVRO' || name === 'JSON' || name === 'PROTOBUF';
}
