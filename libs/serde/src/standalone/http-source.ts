import type { SchemaSource } from '../schema-source.ts';
import { SchemaSourceError, SerdeError } from '../serde-error.ts';
import type { RegistryClient } from './registry-client.ts';

/** Reads schemas by id, guid or version: what generated code asks for. */
export function createHttpSource(client: RegistryClient): SchemaSource {
  return {
    byId: async (id, subject) => readSchema(await client.findSchemaById(id, { subject }), id),
    async byGuid(guid) {
      const answer = await client.findSchemaByGuid(guid);
      const id = answer?.id ?? (answer && (await client.listIdsOfGuid(guid))[0]?.id);
      return id === undefined ? undefined : readSchema({ guid, ...answer }, id);
    },
    async byVersion(subject, version) {
      const answer = await client.findVersion(subject, version, { deleted: true });
      const schema = readSchema(answer, answer?.id ?? -1);
      return schema && { ...schema, subject, version: answer?.version ?? -1, deleted: answer?.deleted ?? false };
    },
    bySubject: (subject) =>
      Promise.reject(new SerdeError('unsupported', `a standalone run-time lists no versions of ${subject}`)),
    changes: () => () => {},
  };
}

type Answer = Awaited<ReturnType<RegistryClient['findSchemaById']>>;

function readSchema(answer: Answer, id: number) {
  if (answer === undefined) return undefined;
  const { schema, schemaType = 'AVRO', guid = '', references = [], ruleSet } = answer;
  if (schema !== undefined && isSchemaType(schemaType)) {
    return { id, guid, schemaType, schema, references, ...(ruleSet && { ruleSet }) };
  }
  throw new SchemaSourceError(`the registry's answer for schema ${id} has no schema, or one of the type ${schemaType}`);
}

function isSchemaType(name: string): name is 'AVRO' | 'JSON' | 'PROTOBUF' {
  return name === 'AVRO' || name === 'JSON' || name === 'PROTOBUF';
}
