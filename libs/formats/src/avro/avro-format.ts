import {
  AvroError,
  checkCompatibility,
  compileCodec,
  findShapeChanges,
  formatSchema,
  SchemaParser,
} from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import { SchemaFormatError } from '../schema-format-error.ts';
import type { ParsedSchema, SchemaFinding, SchemaFormat } from '../schema-format.ts';
import { describeIncompatibility } from './describe-incompatibility.ts';
import { areEquivalent } from './equivalence.ts';
import { changeTags, listTags } from './tags.ts';

/** Apache Avro. Two schemas are the same registration when their full JSON, docs and defaults included, is the same. */
export const avroFormat: SchemaFormat<Schema> = {
  type: 'AVRO',

  parse(schema, references = []) {
    const parser = new SchemaParser();
    // Each may use the types of those before it: they come in dependency order.
    const models = references.map((reference) => parseText(parser, reference.schema, `reference ${reference.name}`));
    const model = parseText(parser, schema);
    // What other schemas define stays named and is not written out.
    const canonical = formatSchema(model, { references: models });
    return { type: 'AVRO', model, canonical, recordName: readName(model), referenced: models };
  },

  checkCompatibility(reader, writer) {
    return checkCompatibility(reader.model, writer.model).map(({ type, location, message, path, ...details }) => ({
      type,
      path: location,
      message,
      details: { valuePath: path, reader: details.reader, writer: details.writer, fix: details.fix },
    }));
  },

  findWarnings(from, to) {
    return findShapeChanges(from.model, to.model).map(({ type, path, message, fix }) => ({
      type,
      valuePath: path,
      message,
      fix,
    }));
  },

  describeIncompatibility,

  areEquivalent: (a, b) => areEquivalent(a.model, b.model),

  compileByteValidator(schema: ParsedSchema<Schema>) {
    const codec = compileCodec(schema.model);
    return (bytes, start, end) => codec.validateBytes(bytes, start, end)[0];
  },

  normalize(schema) {
    const { model, referenced = [] } = schema;
    return { ...schema, canonical: formatSchema(model, { references: referenced, isNormal: true }) };
  },

  // What references define is written out too.
  render: ({ model }, form) => (form === 'resolved' ? formatSchema(model) : undefined),

  listTags,
  changeTags,

  hasTopLevelField: ({ model }, name) => model.type === 'record' && model.fields.some((field) => field.name === name),
};

function parseText(parser: SchemaParser, text: string, origin?: string): Schema {
  try {
    return parser.parse(text, origin);
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    throw new SchemaFormatError(readFindings(error, origin === undefined ? '' : `in ${origin}: `), { cause: error });
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
