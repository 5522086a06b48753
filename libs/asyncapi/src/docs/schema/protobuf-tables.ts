import { SchemaFormatError } from '@sluice/formats';
import { parseProtobuf } from '@sluice/formats/protobuf';
import type {
  EnumDescriptor,
  FieldDescriptor,
  FieldType,
  MessageDescriptor,
  ValueType,
} from '@sluice/formats/protobuf';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { code, mark, muted, paragraph } from '../page/page.ts';
import type { Block, Cell, Inlines } from '../page/page.ts';

/** What a .proto text declares: a table of fields for each message, the outermost first, and of values for each enum. */
export function describeProtobuf(text: string): readonly Block[] {
  try {
    const { file } = parseProtobuf(text);
    const { messages, enums, packageName, syntax } = file;
    const place: Inlines = packageName === '' ? [] : [muted(', package '), code(packageName)];
    return [
      paragraph(muted('Protobuf, '), code(syntax), ...place),
      ...messages.flatMap(describeMessage),
      ...enums.flatMap(describeEnum),
    ];
  } catch (error) {
    if (!(error instanceof SchemaFormatError)) throw error;
    // What it imports may be elsewhere, so that this says no more than that there is no table.
    return [paragraph(mark('warn', 'not read'), ` ${error.message}`)];
  }
}

function describeMessage(message: MessageDescriptor): readonly Block[] {
  if (message.isMapEntry) return [];
  const { fullName, fields, messages, enums } = message;
  const table: Block =
    fields.length === 0
      ? paragraph(muted('Message without fields'))
      : {
          kind: 'table',
          label: `Fields of ${fullName}`,
          hasRowHeads: true,
          head: [['Field'], ['Number'], ['Type'], ['Description']],
          rows: fields.map(describeField),
        };
  return [
    ...describeHead('Message', message),
    table,
    ...messages.flatMap(describeMessage),
    ...enums.flatMap(describeEnum),
  ];
}

function describeField(field: FieldDescriptor): readonly Cell[] {
  const { name, jsonName, number, label, type, oneof, defaultValue, doc, isDeprecated } = field;
  const isMap = type.kind === 'map';
  const words = LABELS[label];
  const notes: Inlines = [
    ...(words === '' || isMap || oneof !== undefined ? [] : [muted(` ${words}`)]),
    ...(oneof === undefined ? [] : [muted(' one of '), code(oneof.name)]),
  ];
  const facts: Inlines[] = [
    ...(isDeprecated ? [[mark('warn', 'deprecated')]] : []),
    ...(defaultValue === undefined ? [] : [[muted('Default '), code(showDefault(defaultValue))]]),
    ...(jsonName === name ? [] : [[muted('In JSON '), code(jsonName)]]),
  ];
  const prose = doc === '' ? [] : parseMarkdown(doc);
  return [
    [code(name)],
    [String(number)],
    [...sayType(type), ...notes],
    [...prose, ...facts.map((fact) => paragraph(...fact))],
  ];
}

const LABELS: Readonly<Record<FieldDescriptor['label'], string>> = {
  required: 'required',
  optional: 'optional',
  implicit: '',
  repeated: 'repeated',
};

function sayType(type: FieldType): Inlines {
  return type.kind === 'map' ? [`map of `, code(type.key), ' to ', code(nameOf(type.value))] : [code(nameOf(type))];
}

function nameOf(type: ValueType): string {
  if (type.kind === 'scalar') return type.scalar;
  return type.kind === 'enum' ? type.enum.fullName : type.message.fullName;
}

function showDefault(value: NonNullable<FieldDescriptor['defaultValue']>): string {
  return value instanceof Uint8Array ? `${value.length} bytes` : String(value);
}

function describeEnum(type: EnumDescriptor): readonly Block[] {
  return [
    ...describeHead('Enum', type),
    {
      kind: 'table',
      label: `Values of ${type.fullName}`,
      hasRowHeads: true,
      head: [['Value'], ['Number'], ['Description']],
      rows: type.values.map(({ name, number, doc }): readonly Cell[] => [
        [code(name)],
        [String(number)],
        doc === '' ? [] : parseMarkdown(doc),
      ]),
    },
  ];
}

function describeHead(
  kind: string,
  { fullName, doc, isDeprecated }: Pick<MessageDescriptor, 'fullName' | 'doc' | 'isDeprecated'>,
): readonly Block[] {
  return [
    paragraph(muted(`${kind} `), code(fullName), ...(isDeprecated ? [' ', mark('warn', 'deprecated')] : [])),
    ...(doc === '' ? [] : [{ kind: 'prose' as const, blocks: parseMarkdown(doc) }]),
  ];
}
