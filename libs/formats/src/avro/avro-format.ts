import { AvroError, checkCompatibility, compileCodec, formatSchema, parseSchema } from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import { SchemaFormatError } from '../schema-format-error.ts';
import type { ParsedSchema, ResolvedReference, SchemaFinding, SchemaFormat } from '../schema-format.ts';
import { describeIncompatibility } from './describe-incompatibility.ts';
import { areEquivalent } from './equivalence.ts';

/** Apache Avro. Two schemas are the same registration when their full JSON, docs and defaults included, is the same. */
export const avroFormat: SchemaFormat<Schema> = {
  type: 'AVRO',

  parse(schema, references = []) {
    const models = parseReferences(references);
    const model = parseText(schema, models, '');
    // What other schemas define must stay named and not be written out, so then the text is kept but for its spaces.
    const canonical = models.length === 0 ? formatSchema(model) : JSON.stringify(JSON.parse(schema));
    return { type: 'AVRO', model, canonical, recordName: readName(model) };
  },

  checkCompatibility(reader, writer) {
    return checkCompatibility(reader.model, writer.model).map(({ type, location, message }) => ({
      type,
      path: location,
      message,
    }));
  },

  describeIncompatibility,

  areEquivalent: (a, b) => areEquivalent(a.model, b.model),

  compileByteValidator(schema: ParsedSchema<Schema>) {
    const codec = compileCodec(schema.model);
    return (bytes, start, end) => codec.validateBytes(bytes, start, end);
  },
};

/** Each reference may use the types of those before it: they come in dependency order. */
function parseReferences(references: readonly ResolvedReference[]): Schema[] {
  const models: Schema[] = [];
  for (const reference of references) {
    models.push(parseText(reference.schema, models, `in reference ${reference.name}: `));
  }
  return models;
}

function parseText(text: string, references: readonly Schema[], prefix: string): Schema {
  try {
    return parseSchema(text, { references });
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    throw new SchemaFormatError(readFindings(error, prefix), { cause: error });
  }
}

function readFindings(error: AvroError, prefix: string): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  for (const finding of error.findings) {
    if ('pointer' in finding) findings.push({ ...finding, message: prefix + finding.message });
  }
  return findings.length > 0 ? findings : [{ kind: 'invalid', pointer: '', message: prefix + error.message }];
}

function readName(schema: Schema): string | undefined {
  return 'name' in schema ? schema.name : undefined;
}
