import { NOWHERE } from '../syntax/elements.ts';
import type {
  EnumElement,
  ExtendElement,
  FieldElement,
  FileElement,
  GroupElement,
  ImportElement,
  MessageElement,
  NumberRange,
  OneofElement,
  ReservedElement,
  ServiceElement,
} from '../syntax/elements.ts';
import { show, syntaxError } from '../syntax/text-reader.ts';
import { bytesOfBase64 } from './base64.ts';
import { MalformedMessage, MessageReader } from './message-reader.ts';
import { LABEL_NUMBERS, TYPE_NUMBERS } from './option-tables.ts';
import { readOptions } from './read-options.ts';

const NAMES_OF_TYPES = new Map<number, string>(Object.entries(TYPE_NUMBERS).map(([name, number]) => [number, name]));

/** Whether a schema's text is the base64 of something: no .proto text is one word of these characters. */
export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]{4,}={0,2}$/.test(text);
}

/**
 * The file that a FileDescriptorProto, in base64, describes: what clients that have only compiled code register. Options
 * that are extensions are not read but for Confluent's own, as in its registry. Throws SchemaFormatError.
 */
export function readSerializedFile(text: string, origin: string): FileElement {
  const bytes = bytesOfBase64(text);
  if (bytes === undefined) throw syntaxError(`${origin}neither the text of a .proto file nor base64`, NOWHERE);
  try {
    return new SerializedReader(origin, bytes).read();
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    throw syntaxError(
      `${origin}neither the text of a .proto file nor a FileDescriptorProto in base64: ${error.message}`,
      NOWHERE,
    );
  }
}

class SerializedReader {
  readonly #origin: string;
  readonly #file: MessageReader;
  readonly #isProto3: boolean;

  constructor(origin: string, bytes: Uint8Array) {
    this.#origin = origin;
    this.#file = new MessageReader(bytes);
    this.#isProto3 = this.#file.string(12) === 'proto3';
  }

  read(): FileElement {
    const file = this.#file;
    const syntax = file.string(12);
    if (syntax !== undefined && syntax !== 'proto2' && syntax !== 'proto3') {
      this.#fail(`syntax ${show(syntax)} is not supported: there are proto2 and proto3`);
    }
    const packageName = file.string(2);
    if (packageName !== undefined && !/^[\w.]{0,1000}$/.test(packageName))
      this.#fail(`${show(packageName)} is no package`);
    const imports = file.strings(3).map((name): ImportElement => ({ name, location: NOWHERE }));
    const publicIndexes = new Set(file.ints(10));
    const weakIndexes = new Set(file.ints(11));
    return {
      syntax,
      packageName: packageName === '' ? undefined : packageName,
      imports: imports.filter((_, index) => !publicIndexes.has(index) && !weakIndexes.has(index)),
      publicImports: imports.filter((_, index) => publicIndexes.has(index)),
      weakImports: imports.filter((_, index) => weakIndexes.has(index) && !publicIndexes.has(index)),
      types: [
        ...file.messages(4).map((message) => this.#message(message)),
        ...file.messages(5).map((message) => this.#enum(message)),
      ],
      services: file.messages(6).map((message) => this.#service(message)),
      extends: this.#extends(file.messages(7)),
      options: readOptions('file', file.message(8)),
    };
  }

  #message(message: MessageReader): MessageElement {
    const groupNames = new Set<string>();
    const fields: FieldElement[] = [];
    const groups: GroupElement[] = [];
    const oneofs = message
      .messages(8)
      .map((oneof) => ({ name: this.#name(oneof), fields: [] as FieldElement[], groups: [] as GroupElement[] }));
    const nested = message.messages(3);
    for (const field of message.messages(2)) {
      const index = field.bool(17) === true ? undefined : field.int(9);
      const target = index === undefined ? { fields, groups } : oneofs[index];
      if (target === undefined) this.#fail(`field ${this.#name(field)} names a oneof that there is not`);
      if (field.int(5) !== TYPE_NUMBERS.group) target.fields.push(this.#field(field, index !== undefined));
      else {
        const group = this.#group(field, nested, index !== undefined);
        groupNames.add(group.name);
        target.groups.push(group);
      }
    }
    return {
      kind: 'message',
      name: this.#name(message),
      doc: '',
      location: NOWHERE,
      types: [
        ...nested.filter((type) => !groupNames.has(type.string(1) ?? '')).map((type) => this.#message(type)),
        ...message.messages(4).map((type) => this.#enum(type)),
      ],
      options: readOptions('message', message.message(7)),
      reserved: readReserved(message.messages(9), message.strings(10), 1),
      fields,
      oneofs: oneofs
        .filter((oneof) => oneof.fields.length + oneof.groups.length > 0)
        .map((oneof): OneofElement => ({ ...oneof, options: [], doc: '', location: NOWHERE })),
      extensions: message.messages(5).map((range) => ({
        values: [readRange(range, 1)],
        options: readOptions('extensionRange', range.message(3)),
        location: NOWHERE,
      })),
      groups,
      extends: this.#extends(message.messages(6)),
    };
  }

  #field(field: MessageReader, isInOneof: boolean): FieldElement {
    const name = this.#name(field);
    const typeName = field.string(6);
    const type = typeName ?? NAMES_OF_TYPES.get(field.int(5) ?? TYPE_NUMBERS.double);
    if (type === undefined) this.#fail(`field ${name} has an unknown type`);
    const defaultValue = this.#isProto3 ? undefined : field.string(7);
    if (type === 'bytes' && defaultValue?.includes('\\') === true) {
      this.#fail(`the default of bytes field ${name} has escapes: register the text of the file`);
    }
    return {
      label: isInOneof ? undefined : this.#label(field),
      type,
      name,
      number: field.int(3) ?? 0,
      defaultValue,
      jsonName: field.string(10),
      options: readOptions('field', field.message(8)),
      doc: '',
      location: NOWHERE,
    };
  }

  #label(field: MessageReader): FieldElement['label'] {
    const label = field.int(4) ?? LABEL_NUMBERS.optional;
    if (field.bool(17) === true) return 'optional';
    if (label === LABEL_NUMBERS.repeated) return 'repeated';
    if (this.#isProto3) return undefined;
    return label === LABEL_NUMBERS.required ? 'required' : 'optional';
  }

  #group(field: MessageReader, nested: readonly MessageReader[], isInOneof: boolean): GroupElement {
    const typeName = field.string(6) ?? '';
    const name = typeName.slice(typeName.lastIndexOf('.') + 1);
    const found = nested.find((type) => type.string(1) === name);
    if (found === undefined || [3, 4, 5, 6, 8].some((number) => found.has(number))) {
      this.#fail(`group ${show(name)} holds more than fields, which is not supported: use a message`);
    }
    return {
      label: isInOneof ? undefined : this.#label(field),
      name,
      number: field.int(3) ?? 0,
      fields: found.messages(2).map((inner) => this.#field(inner, false)),
      doc: '',
      location: NOWHERE,
    };
  }

  #enum(message: MessageReader): EnumElement {
    return {
      kind: 'enum',
      name: this.#name(message),
      doc: '',
      location: NOWHERE,
      options: readOptions('enum', message.message(3)),
      constants: message.messages(2).map((value) => ({
        name: this.#name(value),
        number: value.int(2) ?? 0,
        doc: '',
        location: NOWHERE,
        options: readOptions('enumValue', value.message(3)),
      })),
      reserved: readReserved(message.messages(4), message.strings(5), 0),
    };
  }

  #service(message: MessageReader): ServiceElement {
    return {
      name: this.#name(message),
      doc: '',
      location: NOWHERE,
      options: readOptions('service', message.message(3)),
      rpcs: message.messages(2).map((method) => ({
        name: this.#name(method),
        requestType: method.string(2) ?? '',
        responseType: method.string(3) ?? '',
        requestStreaming: method.bool(5) ?? false,
        responseStreaming: method.bool(6) ?? false,
        options: readOptions('method', method.message(4)),
        doc: '',
        location: NOWHERE,
      })),
    };
  }

  /** One `extend` for each message that is extended. */
  #extends(fields: readonly MessageReader[]): ExtendElement[] {
    const byName = new Map<string, FieldElement[]>();
    for (const field of fields) {
      const extendee = field.string(2) ?? '';
      const group = byName.get(extendee) ?? [];
      byName.set(extendee, group);
      group.push(this.#field(field, false));
    }
    return [...byName].map(([name, group]) => ({ name, fields: group, location: NOWHERE }));
  }

  #name(message: MessageReader): string {
    const name = message.string(1) ?? '';
    if (!/^[A-Za-z_]\w{0,999}$/.test(name)) this.#fail(`${show(name)} is no name`);
    return name;
  }

  #fail(message: string): never {
    throw syntaxError(`${this.#origin}${message}`, NOWHERE);
  }
}

function readReserved(ranges: readonly MessageReader[], names: readonly string[], end: number): ReservedElement[] {
  return [...ranges.map((range) => readRange(range, end)), ...names].map((value) => ({
    values: [value],
    location: NOWHERE,
  }));
}

function readRange(range: MessageReader, end: number): number | NumberRange {
  const from = range.int(1) ?? 0;
  const to = (range.int(2) ?? 0) - end;
  return from === to ? from : { from, to };
}
