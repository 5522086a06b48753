import { SchemaFormatError } from '@sluice/formats';
import type { ByteValidator, SchemaReference } from '@sluice/formats';
import { jsonSchemaFormat } from '@sluice/formats/json-schema';
import { resolveReferences } from './schema-source.ts';
import type { SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';

/** A JSON Schema, with the registered ones it refers to. */
export interface JsonSchemaInput {
  readonly schema: string;
  readonly references?: readonly SchemaReference[];
}

/** A JSON Schema parsed, and its check of bytes, made when first asked for. */
export interface JsonSchema {
  readonly recordName: string | undefined;
  /** @throws SerdeError where values of the schema cannot be checked */
  validator(): ByteValidator;
}

/** Parses a schema with its references. `what` begins the message of an error. */
export async function loadJsonSchema(source: SchemaSource, input: JsonSchemaInput, what: string): Promise<JsonSchema> {
  const references = await resolveReferences(source, input.references ?? []);
  const parsed = attempt(what, () => jsonSchemaFormat.parse(input.schema, references));
  let validator: ByteValidator | undefined;
  return {
    recordName: parsed.recordName,
    validator: () => (validator ??= attempt(what, () => jsonSchemaFormat.compileByteValidator(parsed))),
  };
}

function attempt<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SchemaFormatError)) throw error;
    throw new SerdeError('invalid-schema', `${what}: ${error.message}`, { cause: error });
  }
}
