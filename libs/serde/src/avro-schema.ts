import { SchemaParser } from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import type { SchemaReference } from '@sluice/formats';
import { resolveReferences } from './schema-source.ts';
import type { SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';

/** An Avro schema as users hand it over: its text with references, each fetched from `source`. */
export interface AvroSchemaInput {
  readonly schema: string;
  readonly references?: readonly SchemaReference[];
}

/** Parses a schema after what it refers to. `what` names it in errors. */
export async function loadAvroSchema(
  source: Pick<SchemaSource, 'byVersion'>,
  { schema, references = [] }: AvroSchemaInput,
  what: string,
): Promise<Schema> {
  const resolved = await resolveReferences(source, references);
  const parser = new SchemaParser();
  try {
    for (const reference of resolved) parser.parse(reference.schema, `reference ${reference.name}`);
    return parser.parse(schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SerdeError('invalid-schema', `${what} is no Avro schema: ${reason}`, { cause: error });
  }
}
