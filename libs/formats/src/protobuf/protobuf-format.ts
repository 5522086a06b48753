import type { ParsedSchema, SchemaFormat } from '../schema-format.ts';
import { SchemaFormatError } from '../schema-format-error.ts';
import { compareSchemas } from './compatibility/compare.ts';
import { describeIncompatibility, toFinding } from './compatibility/describe.ts';
import { isCompatible } from './compatibility/difference.ts';
import type { MessageDescriptor } from './descriptor/descriptor.ts';
import { normalizeText } from './normal/normalize.ts';
import { printWithoutExtensions } from './normal/without-extensions.ts';
import { effectiveFile, findMessageByIndexes, makeSchema, messagesOf, parseProtobuf } from './protobuf-schema.ts';
import type { ProtobufSchema } from './protobuf-schema.ts';
import { writeSerialized } from './serialized/write-serialized.ts';
import { printFile } from './syntax/print-file.ts';
import { readFile } from './syntax/read-file.ts';
import { compileValidator } from './wire/validate.ts';

/**
 * Protocol Buffers, proto2 and proto3. Two schemas are the same registration when the file, printed without comments and
 * in one layout, is the same. A schema stands for its first message unless {@link SchemaFormat.selectMessage} chose another.
 */
export const protobufFormat: SchemaFormat<ProtobufSchema> = {
  type: 'PROTOBUF',

  parse(schema, references = []) {
    const model = parseProtobuf(schema, references);
    return toParsed(model, printFile(model.element));
  },

  checkCompatibility(reader, writer) {
    const differences = compareSchemas(writer.model, reader.model);
    return differences.filter((difference) => !isCompatible(difference)).map(toFinding);
  },

  describeIncompatibility,

  areEquivalent: (a, b) => a.canonical === b.canonical || normalizeText(a.model) === normalizeText(b.model),

  compileByteValidator({ model }) {
    return compileValidator(requireMessage(model));
  },

  selectMessage(schema, indexes) {
    const message = findMessageByIndexes(schema.model.file, indexes);
    return message === undefined ? undefined : toParsed({ ...schema.model, message }, schema.canonical);
  },

  normalize({ model }) {
    const { table, references } = model;
    const files = table.sources.filter(({ name }) => references.some((reference) => reference.name === name));
    const normal = makeSchema(readFile(normalizeText(model)), files, references);
    return toParsed(normal, printFile(normal.element));
  },

  render({ model }, form) {
    if (form === 'serialized') return writeSerialized(model);
    return form === 'ignore_extensions' ? printWithoutExtensions(model.element) : undefined;
  },

  hasTopLevelField: ({ model }, name) =>
    effectiveFile(model.file).messages.some((message) => message.fields.some((field) => field.name === name)),
};

function toParsed(model: ProtobufSchema, canonical: string): ParsedSchema<ProtobufSchema> {
  return { type: 'PROTOBUF', model, canonical, recordName: nameOf(model) };
}

/** The chosen message's name, else the first message's, else the first enum's. */
function nameOf({ file, message }: ProtobufSchema): string | undefined {
  const effective = effectiveFile(file);
  return (message ?? effective.messages[0] ?? effective.enums[0])?.fullName;
}

function requireMessage({ file, message }: ProtobufSchema): MessageDescriptor {
  const found = message ?? messagesOf(file)[0];
  if (found !== undefined) return found;
  const finding = { kind: 'no-message', pointer: '', message: 'the schema has no message, so no bytes can be of it' };
  throw new SchemaFormatError([finding]);
}
