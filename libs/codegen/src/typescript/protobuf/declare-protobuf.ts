import type {
  EnumDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  OneofDescriptor,
  ScalarValue,
  ValueType,
} from '@sluice/formats/protobuf';
import { literalKey, propertyKey, quote } from '../../names.ts';
import { group, ifBreak, indent, line, render, softline } from '../text/doc.ts';
import { codeSpan, docComment } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import type { Module } from '../text/module.ts';
import { arrayOf, recordOf, simpleType, typeDoc, unionOf } from '../text/type-text.ts';
import type { TypeText } from '../text/type-text.ts';
import { isAlways, SCALAR_FORMS } from './field-values.ts';
import { membersOf } from './protobuf-layout.ts';
import type { ProtobufLayout, ProtobufType } from './protobuf-layout.ts';

/** What declarations are made with: the module that they stand in, and where the types of others are. */
interface Declarations {
  readonly module: Module;
  readonly layout: ProtobufLayout;
}

type TypeKind = 'type' | 'input';

/** The declarations of a message, decoded and to encode, or of an enum and its numbers. */
export function declareProtobuf(to: Declarations, type: ProtobufType): readonly string[] {
  return type.kind === 'enum' ? declareEnum(to, type) : declareMessage(to, type);
}

function declareEnum({ layout }: Declarations, descriptor: EnumDescriptor): readonly string[] {
  const { type, numbers } = layout.of(descriptor);
  const values = descriptor.values.map(
    ({ name, number, doc, isDeprecated }) =>
      `${docComment([doc, deprecation(isDeprecated)], 1)}  ${literalKey(name)}: ${number},\n`,
  );
  const unknown = descriptor.isClosed
    ? 'A number that it does not name is passed over.'
    : 'A number that it does not name is read as it is.';
  const own = `keyof typeof ${numbers}${descriptor.isClosed ? '' : ' | number'}`;
  return [
    `${docComment([{ tagged: `The numbers of ${codeSpan(type)} on the wire.` }])}export const ${numbers} = {\n${values.join('')}} as const;\n`,
    `${docComment([
      descriptor.doc,
      { tagged: `Protobuf enum ${codeSpan(descriptor.fullName)}. ${unknown}` },
      deprecation(descriptor.isDeprecated),
    ])}export type ${type} = ${own};\n`,
  ];
}

function declareMessage(to: Declarations, message: MessageDescriptor): readonly string[] {
  const { type, input } = to.layout.of(message);
  const notes: readonly Paragraph[] = [
    message.doc,
    { tagged: `Protobuf message ${codeSpan(message.fullName)}.` },
    deprecation(message.isDeprecated),
  ];
  const value = docComment(notes) + printInterface(to, message, type, 'type');
  if (input === type) return [value];
  const doc = { tagged: `${codeSpan(type)} to encode: what is left out takes its default.` };
  return [value, docComment([doc]) + printInterface(to, message, input, 'input')];
}

function printInterface(to: Declarations, message: MessageDescriptor, name: string, kind: TypeKind): string {
  const members = membersOf(message).map((item) =>
    'fields' in item ? printOneof(to, item, kind) : printField(to, item, kind),
  );
  // An empty interface would take every value.
  if (members.length === 0) return `export type ${name} = Record<string, never>;\n`;
  return `export interface ${name} {\n${members.join('')}}\n`;
}

function printField(to: Declarations, field: FieldDescriptor, kind: TypeKind): string {
  const isThere = kind === 'type' ? isAlways(field) : field.label === 'required';
  const text = [propertyKey(to.layout.keyOf(field)), isThere ? ': ' : '?: ', typeDoc(typeOf(to, field, kind)), ';'];
  const standard = field.defaultValue === undefined ? undefined : describeDefault(field.defaultValue);
  const doc = docComment([field.doc, standard, deprecation(field.isDeprecated)], 1);
  return `${doc}  ${render(text, 1)}\n`;
}

function describeDefault(value: ScalarValue): Paragraph {
  const text = value instanceof Uint8Array ? `Uint8Array.of(${value.join(', ')})` : String(value);
  return { tagged: `Whoever finds none takes ${codeSpan(typeof value === 'string' ? quote(value) : text)}.` };
}

function deprecation(isDeprecated: boolean): Paragraph {
  return isDeprecated ? { tagged: '@deprecated' } : undefined;
}

/** One of its fields, by the field's name; the comments of all stand before it. */
function printOneof(to: Declarations, oneof: OneofDescriptor, kind: TypeKind): string {
  const cases = oneof.fields.map((field): TypeText => {
    const value = typeDoc(typeOf(to, field, kind));
    const parts = [line, `case: ${quote(to.layout.keyOf(field))};`, line, 'value: ', value];
    return { members: [group('{', indent(...parts), ifBreak(';'), line, '}')], kind: undefined };
  });
  const docs = oneof.fields.map(({ doc, isDeprecated }, index): Paragraph => {
    const text = [doc.trim(), isDeprecated ? 'Deprecated.' : ''].filter((part) => part !== '').join(' ');
    const field = oneof.fields[index];
    return text === '' || field === undefined ? undefined : `\`${to.layout.keyOf(field)}\`: ${text}`;
  });
  const text = [propertyKey(to.layout.keyOf(oneof)), '?: ', typeDoc(unionOf(cases)), ';'];
  return `${docComment([oneof.doc, ...docs], 1)}  ${render(text, 1)}\n`;
}

function typeOf(to: Declarations, { type, label }: FieldDescriptor, kind: TypeKind): TypeText {
  if (type.kind === 'map') {
    const value = typeOfValue(to, type.value, kind);
    if (type.key === 'string') return recordOf(value);
    const name = kind === 'input' ? 'ReadonlyMap<' : 'Map<';
    const key = SCALAR_FORMS[type.key].type;
    return {
      members: [group(name, indent(softline, key, ',', line, typeDoc(value)), softline, '>')],
      kind: undefined,
    };
  }
  const value = typeOfValue(to, type, kind);
  return label === 'repeated' ? arrayOf(value) : value;
}

function typeOfValue({ module, layout }: Declarations, type: ValueType, kind: TypeKind): TypeText {
  if (type.kind === 'scalar') return simpleType(SCALAR_FORMS[type.scalar].type);
  const descriptor = type.kind === 'enum' ? type.enum : type.message;
  const shown = descriptor.kind === 'message' ? layout.shownOf(descriptor) : undefined;
  if (shown !== undefined) return simpleType(shown.type);
  const place = layout.of(descriptor);
  const name = place[kind];
  return simpleType(place.path === module.path ? name : module.importType(name, `/${place.path}`), 'named');
}
