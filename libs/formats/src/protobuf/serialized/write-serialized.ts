import { isScalar } from '../descriptor/scalars.ts';
import type { TypeTable } from '../descriptor/type-table.ts';
import { base64Of } from './base64.ts';
import type { ProtobufSchema } from '../protobuf-schema.ts';
import type {
  EnumElement,
  FieldElement,
  GroupElement,
  MessageElement,
  NumberRange,
  ReservedElement,
  ServiceElement,
} from '../syntax/elements.ts';
import { MessageWriter } from './message-writer.ts';
import { LABEL_NUMBERS, TYPE_NUMBERS } from './option-tables.ts';
import { writeOptions } from './write-options.ts';

const MAP_TYPE = /^map<([^,]+), (.+)>$/;

/**
 * The schema as the base64 of a FileDescriptorProto, byte for byte as Confluent's registry answers `format=serialized`:
 * named `default`, types as the text names them, fields of oneofs first, custom options left out but for Confluent's own.
 * Groups, which its registry loses, are in it.
 */
export function writeSerialized({ element, table }: ProtobufSchema): string {
  const writer = new FileWriter(table, element.syntax === 'proto3');
  const scope = element.packageName ?? '';
  const file = new MessageWriter().string(1, 'default').string(2, element.packageName);
  for (const type of element.types) {
    if (type.kind === 'message') file.message(4, writer.message(type, scope));
    else file.message(5, writer.enum(type));
  }
  for (const service of element.services) file.message(6, writer.service(service));
  for (const extend of element.extends) {
    for (const field of extend.fields) {
      file.message(7, writer.field(field, { scope, label: field.label, extendee: extend.name }));
    }
  }
  const dependencies: string[] = [];
  for (const { name } of element.imports) addDependency(name);
  for (const { name } of element.publicImports) file.varint(10, addDependency(name));
  file.filled(8, writeOptions('file', element.options)).string(12, element.syntax);
  return base64Of(file.finish());

  function addDependency(name: string): number | undefined {
    if (table.findFile(name) === undefined) return undefined;
    const known = dependencies.indexOf(name);
    if (known !== -1) return known;
    file.string(3, name);
    return dependencies.push(name) - 1;
  }
}

interface FieldContext {
  readonly scope: string;
  readonly label: FieldElement['label'];
  readonly oneof?: number;
  readonly extendee?: string;
  readonly isProto3Optional?: boolean;
  readonly type?: string;
}

class FileWriter {
  readonly #table: TypeTable;
  readonly #isProto3: boolean;

  constructor(table: TypeTable, isProto3: boolean) {
    this.#table = table;
    this.#isProto3 = isProto3;
  }

  message(element: MessageElement, outer: string): MessageWriter {
    const scope = outer === '' ? element.name : `${outer}.${element.name}`;
    const writer = new MessageWriter().string(1, element.name);
    for (const type of element.types) {
      if (type.kind === 'message') writer.message(3, this.message(type, scope));
      else writer.message(4, this.enum(type));
    }
    let oneofs = 0;
    for (const oneof of element.oneofs) {
      this.#addOneof(writer, oneof.name);
      for (const field of oneof.fields) {
        writer.message(2, this.field(field, { scope, label: 'optional', oneof: oneofs }));
      }
      for (const group of oneof.groups) this.#addGroup(writer, group, scope, oneofs);
      oneofs += 1;
    }
    for (const field of element.fields) {
      const [, key, value] = MAP_TYPE.exec(field.type) ?? [];
      if (key !== undefined && value !== undefined) {
        const entry = entryName(field.name);
        writer.message(3, this.#mapEntry(entry, key, value, scope));
        writer.message(2, this.field(field, { scope, label: 'repeated', type: entry }));
      } else if (this.#isProto3 && field.label === 'optional') {
        this.#addOneof(writer, `_${field.name}`);
        writer.message(2, this.field(field, { scope, label: 'optional', oneof: oneofs++, isProto3Optional: true }));
      } else writer.message(2, this.field(field, { scope, label: field.label }));
    }
    for (const group of element.groups) this.#addGroup(writer, group, scope, undefined);
    this.#addReserved(writer, element.reserved, { range: 9, name: 10, end: 1 });
    for (const { values, options } of element.extensions) {
      for (const value of values) {
        writer.message(5, writeRange(value, 1).message(3, writeOptions('extensionRange', options)));
      }
    }
    for (const extend of element.extends) {
      for (const field of extend.fields) {
        writer.message(6, this.field(field, { scope, label: field.label, extendee: extend.name }));
      }
    }
    return writer.filled(7, writeOptions('message', element.options));
  }

  enum(element: EnumElement): MessageWriter {
    const writer = new MessageWriter().string(1, element.name);
    for (const { name, number, options } of element.constants) {
      const value = new MessageWriter().string(1, name).varint(2, number);
      writer.message(2, value.filled(3, writeOptions('enumValue', options)));
    }
    this.#addReserved(writer, element.reserved, { range: 4, name: 5, end: 0 });
    return writer.filled(3, writeOptions('enum', element.options));
  }

  service({ name, options, rpcs }: ServiceElement): MessageWriter {
    const writer = new MessageWriter().string(1, name);
    for (const rpc of rpcs) {
      const method = new MessageWriter().string(1, rpc.name).string(2, rpc.requestType).string(3, rpc.responseType);
      method.filled(4, writeOptions('method', rpc.options));
      writer.message(2, method.varint(5, rpc.requestStreaming).varint(6, rpc.responseStreaming));
    }
    return writer.filled(3, writeOptions('service', options));
  }

  field(element: FieldElement, context: FieldContext): MessageWriter {
    const type = context.type ?? element.type;
    const writer = new MessageWriter().string(1, element.name).string(2, context.extendee).varint(3, element.number);
    if (context.label !== undefined) writer.varint(4, LABEL_NUMBERS[context.label]);
    this.#addType(writer, type, context.scope);
    writer.string(7, element.defaultValue).filled(8, writeOptions('field', element.options)).varint(9, context.oneof);
    writer.string(10, element.jsonName);
    return context.isProto3Optional === true ? writer.varint(17, true) : writer;
  }

  #addType(writer: MessageWriter, type: string, scope: string): void {
    if (isScalar(type)) {
      writer.varint(5, TYPE_NUMBERS[type]);
      return;
    }
    const found = this.#table.resolve(type, scope);
    if (found !== undefined) writer.varint(5, TYPE_NUMBERS[found.element.kind]);
    writer.string(6, type);
  }

  #addOneof(writer: MessageWriter, name: string): void {
    // Confluent's registry writes empty options.
    writer.message(8, new MessageWriter().string(1, name).message(2, new MessageWriter()));
  }

  #addGroup(writer: MessageWriter, group: GroupElement, scope: string, oneof: number | undefined): void {
    const inner = new MessageWriter().string(1, group.name);
    for (const field of group.fields) inner.message(2, this.field(field, { scope, label: field.label }));
    writer.message(3, inner);
    const field = new MessageWriter().string(1, group.name.toLowerCase()).varint(3, group.number);
    field
      .varint(4, LABEL_NUMBERS[group.label ?? 'optional'])
      .varint(5, TYPE_NUMBERS.group)
      .string(6, group.name);
    writer.message(2, field.varint(9, oneof));
  }

  #mapEntry(name: string, key: string, value: string, scope: string): MessageWriter {
    const keyField = new MessageWriter().string(1, 'key').varint(3, 1);
    const valueField = new MessageWriter().string(1, 'value').varint(3, 2);
    this.#addType(keyField, key, scope);
    this.#addType(valueField, value, scope);
    const writer = new MessageWriter().string(1, name).message(2, keyField).message(2, valueField);
    return writer.message(7, new MessageWriter().varint(7, true));
  }

  #addReserved(
    writer: MessageWriter,
    elements: readonly ReservedElement[],
    { range, name, end }: { readonly range: number; readonly name: number; readonly end: number },
  ): void {
    for (const { values } of elements) {
      for (const value of values) {
        if (typeof value === 'string') writer.string(name, value);
        else writer.message(range, writeRange(value, end));
      }
    }
  }
}

/** `end` is 1 where the end is written as the number after the last. */
function writeRange(value: number | NumberRange, end: number): MessageWriter {
  const { from, to } = typeof value === 'number' ? { from: value, to: value } : value;
  return new MessageWriter().varint(1, from).varint(2, to + end);
}

/** The name of a map's entry: the field's in upper camel case where it has underscores, and `Entry`. */
function entryName(field: string): string {
  if (!field.includes('_')) return `${field}Entry`;
  const words = field.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase());
  return `${words.join('')}Entry`;
}
