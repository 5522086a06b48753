import { SchemaFormatError } from '../schema-format-error.ts';
import type { CompatibilityFinding, ParsedSchema, ResolvedReference, SchemaFormat } from '../schema-format.ts';
import { compareSchemas } from './compare/compare-schemas.ts';
import { TooMuch } from './compare/context.ts';
import { isCompatible, remedyOf, wordDifference } from './compare/differences.ts';
import type { Difference } from './compare/differences.ts';
import { partOf } from './compare/schema-part.ts';
import type { JsonSchemaModel } from './json-schema-model.ts';
import { createDocuments } from './load/documents.ts';
import { loadShape } from './load/loader.ts';
import { isObject, sortJson, writeJson } from './text/json.ts';
import type { Json } from './text/json.ts';
import { parseJson } from './text/parse-json.ts';
import { compileValidator } from './validate/compile-validator.ts';
import { formatPath } from './validate/path.ts';

/**
 * JSON Schema, drafts 4 to 2020-12; without `$schema` draft 7. Two schemas are the same registration when their JSON is
 * the same, keys in the same order and numbers written alike.
 */
export const jsonSchemaFormat: SchemaFormat<JsonSchemaModel> = {
  type: 'JSON',

  parse: (schema, references = []) => createParsed(parseJson(schema), references),

  checkCompatibility(reader, writer) {
    if (isSame(reader, writer)) return [];
    try {
      return compareSchemas(writer.model.shape, reader.model.shape)
        .filter((difference) => !isCompatible(difference))
        .map(toFinding);
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      const message = error.message;
      const parts = { reader: partOf(reader.model.shape), writer: partOf(writer.model.shape) };
      const fix = { reader: 'make the schema simpler: fewer alternatives', writer: 'make the schema simpler' };
      return [{ type: 'TOO_COMPLEX', path: '#/', message, details: { valuePath: '', ...parts, fix } }];
    }
  },

  describeIncompatibility({ type, path, message }, reader, writer) {
    const words = type === 'TOO_COMPLEX' ? message : wordDifference(type, path, reader, writer);
    // The quotes are Confluent's.
    return `{errorType:"${type}", description:"${words}'}`;
  },

  areEquivalent: (a, b) => writeJson(sortJson(a.model.json)) === writeJson(sortJson(b.model.json)),

  compileByteValidator: ({ model }) => compileValidator(model),

  normalize: ({ model }) => createParsed(sortJson(model.json), model.references),

  render: () => undefined,

  hasTopLevelField({ model }, name) {
    const properties = isObject(model.json) ? model.json.get('properties') : undefined;
    return isObject(properties) && properties.has(name);
  },
};

function createParsed(json: Json, references: readonly ResolvedReference[]): ParsedSchema<JsonSchemaModel> {
  if (typeof json !== 'boolean' && !isObject(json)) {
    const message = 'a JSON Schema is an object, true or false';
    throw new SchemaFormatError([{ kind: 'shape', pointer: '', message }]);
  }
  const documents = createDocuments(json, references);
  const model: JsonSchemaModel = { json, references, documents, shape: readShape(documents) };
  const title = isObject(json) ? json.get('title') : undefined;
  return { type: 'JSON', model, canonical: writeJson(json), recordName: typeof title === 'string' ? title : undefined };
}

function readShape(documents: JsonSchemaModel['documents']): JsonSchemaModel['shape'] {
  try {
    return loadShape(documents);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SchemaFormatError([{ kind: 'limit', pointer: '', message: 'the schema is nested too deep' }]);
  }
}

function isSame(a: ParsedSchema<JsonSchemaModel>, b: ParsedSchema<JsonSchemaModel>): boolean {
  if (a.canonical !== b.canonical || a.model.references.length !== b.model.references.length) return false;
  return a.model.references.every(({ name, schema }, index) => {
    const other = b.model.references[index];
    return name === other?.name && schema === other.schema;
  });
}

function toFinding({ type, path, valuePath, reader, writer }: Difference): CompatibilityFinding {
  const place = `#/${path.join('/')}`;
  const message = wordDifference(type, place, 'reader', 'writer');
  const details = { valuePath: formatPath(valuePath), reader, writer, fix: remedyOf(type) };
  return { type, path: place, message, details };
}
