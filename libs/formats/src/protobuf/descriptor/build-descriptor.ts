import type {
  EnumElement,
  FieldElement,
  FileElement,
  GroupElement,
  MessageElement,
  RpcElement,
} from '../syntax/elements.ts';
import { show, syntaxError } from '../syntax/text-reader.ts';
import type {
  EnumDescriptor,
  ExtensionDescriptor,
  FieldDescriptor,
  FieldType,
  FileDescriptor,
  FileImport,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  ScalarType,
  ServiceDescriptor,
  ValueType,
} from './descriptor.ts';
import { checkEnum, checkMessage } from './check-declarations.ts';
import { byNumber, isTrue, toJsonName, toRange, toReserved } from './element-parts.ts';
import { isPackable, isScalar, parseDefault } from './scalars.ts';
import { importsOf } from './type-table.ts';
import type { SourceFile, TypeTable } from './type-table.ts';

/** A descriptor while it is made: lists that are filled once every type is known. */
type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

/** `map<K, V>` as the reader spells it. */
const MAP_TYPE = /^map<([^,]+), (.+)>$/;

/** Map keys are numbers without fractions, booleans and strings. */
const NO_MAP_KEYS: ReadonlySet<string> = new Set(['double', 'float', 'bytes']);

/**
 * Makes the descriptor of `root`, and of all that it needs. Throws SchemaFormatError, with line and column, for names that
 * mean nothing and for what no compiler takes: numbers used twice or out of range, names used twice, wrong defaults.
 */
export function buildDescriptor(root: SourceFile, table: TypeTable): FileDescriptor {
  return new Builder(table).build(root);
}

class Builder {
  readonly #table: TypeTable;
  readonly #files = new Map<SourceFile, Writable<FileDescriptor>>();
  readonly #messages = new Map<MessageElement, Writable<MessageDescriptor>>();
  readonly #mapEntries = new Map<MessageDescriptor, MessageElement>();
  readonly #enums = new Map<EnumElement, EnumDescriptor>();
  /** What is left to do: the fields of messages, found on the way, in a list so that chains of types do not nest calls. */
  readonly #pending: (() => void)[] = [];

  constructor(table: TypeTable) {
    this.#table = table;
  }

  build(root: SourceFile): FileDescriptor {
    const file = this.#file(root);
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) next();
    return file;
  }

  #file(source: SourceFile): Writable<FileDescriptor> {
    const known = this.#files.get(source);
    if (known !== undefined) return known;
    const { element } = source;
    const file: Writable<FileDescriptor> = {
      name: source.name,
      syntax: element.syntax ?? 'proto2',
      packageName: element.packageName ?? '',
      imports: [],
      messages: [],
      enums: [],
      services: [],
      extensions: [],
      options: [...element.options],
    };
    this.#files.set(source, file);
    const prefix = file.packageName === '' ? '' : `${file.packageName}.`;
    for (const type of element.types) {
      if (type.kind === 'enum') file.enums.push(this.#declareEnum(source, type, prefix, undefined));
      else {
        const indexes = [file.messages.length];
        file.messages.push(this.#declareMessage(source, type, prefix, undefined, indexes));
      }
    }
    for (const extend of element.extends) this.#addExtensions(source, extend, file.packageName, undefined, file);
    this.#pending.push(() => {
      for (const { name } of importsOf(element)) file.imports.push(this.#import(element, name));
      for (const service of element.services) {
        const fullName = prefix + service.name;
        const methods = service.rpcs.map((rpc) => this.#method(source, rpc, fullName));
        const { name, doc, options } = service;
        file.services.push({ name, fullName, doc, methods, options } satisfies ServiceDescriptor);
      }
    });
    return file;
  }

  #import(element: FileElement, name: string): FileImport {
    const source = this.#table.findFile(name);
    const isPublic = element.publicImports.some((publicImport) => publicImport.name === name);
    const isWeak = element.weakImports.some((weakImport) => weakImport.name === name);
    const file = source === undefined ? undefined : this.#file(source);
    return { name, kind: isPublic ? 'public' : isWeak ? 'weak' : 'plain', file };
  }

  #declareMessage(
    source: SourceFile,
    element: MessageElement,
    prefix: string,
    parent: Writable<MessageDescriptor> | undefined,
    indexes: readonly number[],
  ): MessageDescriptor {
    checkMessage(element, source);
    const fullName = prefix + element.name;
    const message: Writable<MessageDescriptor> = {
      kind: 'message',
      name: element.name,
      fullName,
      file: this.#file(source),
      parent,
      doc: element.doc,
      fields: [],
      oneofs: [],
      messages: [],
      enums: [],
      indexes: [...indexes],
      isMapEntry: isTrue(element.options, 'map_entry'),
      reserved: element.reserved.flatMap(({ values }) => values.map(toReserved)),
      extensionRanges: element.extensions.flatMap(({ values }) => values.map(toRange)),
      isDeprecated: isTrue(element.options, 'deprecated'),
      options: [...element.options],
    };
    this.#messages.set(element, message);
    if (message.isMapEntry) this.#mapEntries.set(message, element);
    for (const type of element.types) {
      if (type.kind === 'enum') message.enums.push(this.#declareEnum(source, type, `${fullName}.`, message));
      else {
        const inner = [...indexes, message.messages.length];
        message.messages.push(this.#declareMessage(source, type, `${fullName}.`, message, inner));
      }
    }
    for (const extend of element.extends) this.#addExtensions(source, extend, fullName, message, this.#file(source));
    this.#pending.push(() => {
      this.#fillMessage(source, element, message);
    });
    return message;
  }

  #fillMessage(source: SourceFile, element: MessageElement, message: Writable<MessageDescriptor>): void {
    const scope = message.fullName;
    const fields: FieldDescriptor[] = element.fields.map((field) => this.#field(source, field, scope, undefined));
    for (const group of element.groups) fields.push(this.#group(source, group, message, undefined));
    for (const { name, doc, options, ...members } of element.oneofs) {
      const oneof: Writable<OneofDescriptor> = { name, doc, options: [...options], fields: [] };
      for (const field of members.fields) oneof.fields.push(this.#field(source, field, scope, oneof));
      for (const group of members.groups) oneof.fields.push(this.#group(source, group, message, oneof));
      oneof.fields.sort(byNumber);
      message.oneofs.push(oneof);
      for (const field of oneof.fields) fields.push(field);
    }
    message.fields = fields.toSorted(byNumber);
  }

  #declareEnum(
    source: SourceFile,
    element: EnumElement,
    prefix: string,
    parent: MessageDescriptor | undefined,
  ): EnumDescriptor {
    checkEnum(element, source);
    const file = this.#file(source);
    const descriptor: EnumDescriptor = {
      kind: 'enum',
      name: element.name,
      fullName: prefix + element.name,
      file,
      parent,
      doc: element.doc,
      values: element.constants.map(({ name, number, doc, options }) => {
        return { name, number, doc, options, isDeprecated: isTrue(options, 'deprecated') };
      }),
      isClosed: file.syntax === 'proto2',
      isDeprecated: isTrue(element.options, 'deprecated'),
      options: element.options,
    };
    this.#enums.set(element, descriptor);
    return descriptor;
  }

  #field(
    source: SourceFile,
    element: FieldElement,
    scope: string,
    oneof: OneofDescriptor | undefined,
  ): FieldDescriptor {
    const type = this.#fieldType(source, element, scope);
    const isProto3 = source.element.syntax === 'proto3';
    let label: FieldDescriptor['label'] = element.label ?? 'optional';
    if (type.kind === 'map') label = 'repeated';
    else if (element.label === undefined && oneof === undefined && isProto3 && type.kind !== 'message')
      label = 'implicit';
    const packed = element.options.find(({ name, isCustom }) => name === 'packed' && !isCustom);
    const canPack = type.kind === 'enum' || (type.kind === 'scalar' && isPackable(type.scalar));
    return {
      name: element.name,
      jsonName: element.jsonName ?? toJsonName(element.name),
      number: element.number,
      type,
      label,
      oneof,
      isPacked:
        label === 'repeated' && canPack && (packed === undefined ? isProto3 : isTrue(element.options, 'packed')),
      defaultValue: this.#default(source, element, type),
      isDeprecated: isTrue(element.options, 'deprecated'),
      doc: element.doc,
      options: element.options,
      location: element.location,
    };
  }

  #default(source: SourceFile, element: FieldElement, type: FieldType): FieldDescriptor['defaultValue'] {
    const text = element.defaultValue;
    if (text === undefined) return undefined;
    let value: FieldDescriptor['defaultValue'];
    if (type.kind === 'scalar') value = parseDefault(type.scalar, text);
    else if (type.kind === 'enum' && type.enum.values.some(({ name }) => name === text)) value = text;
    if (value !== undefined && element.label !== 'repeated') return value;
    const message = `${source.origin}the default of field ${element.name} is no value of type ${element.type}: ${show(text)}`;
    throw syntaxError(message, element.location);
  }

  #group(
    source: SourceFile,
    element: GroupElement,
    parent: Writable<MessageDescriptor>,
    oneof: OneofDescriptor | undefined,
  ): FieldDescriptor {
    const { label, name, number, doc, location } = element;
    const message: Writable<MessageDescriptor> = {
      kind: 'message',
      name,
      fullName: `${parent.fullName}.${name}`,
      file: parent.file,
      parent,
      doc,
      fields: element.fields.map((field) => this.#field(source, field, parent.fullName, undefined)).toSorted(byNumber),
      oneofs: [],
      messages: [],
      enums: [],
      indexes: undefined,
      isMapEntry: false,
      reserved: [],
      extensionRanges: [],
      isDeprecated: false,
      options: [],
    };
    const lowerName = name.toLowerCase();
    return {
      name: lowerName,
      jsonName: toJsonName(lowerName),
      number,
      type: { kind: 'message', message, isGroup: true },
      label: label ?? 'optional',
      oneof,
      isPacked: false,
      defaultValue: undefined,
      isDeprecated: false,
      doc,
      options: [],
      location,
    };
  }

  #fieldType(source: SourceFile, element: FieldElement, scope: string): FieldType {
    const map = MAP_TYPE.exec(element.type);
    if (map !== null) {
      const [, key = '', value = ''] = map;
      return {
        kind: 'map',
        key: this.#mapKey(source, element, key),
        value: this.#valueType(source, element, value, scope),
      };
    }
    const type = this.#valueType(source, element, element.type, scope);
    if (type.kind !== 'message' || !type.message.isMapEntry || element.label !== 'repeated') return type;
    return this.#writtenMap(source, element, type.message) ?? type;
  }

  /** The map that a message with `map_entry` stands for, as descriptors print it. */
  #writtenMap(source: SourceFile, element: FieldElement, entry: MessageDescriptor): FieldType | undefined {
    const found = this.#mapEntries.get(entry);
    const key = found?.fields.find(({ number }) => number === 1);
    const value = found?.fields.find(({ number }) => number === 2);
    if (key === undefined || value === undefined) return undefined;
    return {
      kind: 'map',
      key: this.#mapKey(source, element, key.type),
      value: this.#valueType(source, value, value.type, entry.fullName),
    };
  }

  #mapKey(source: SourceFile, element: FieldElement, key: string): ScalarType {
    if (isScalar(key) && !NO_MAP_KEYS.has(key)) return key;
    const message = `${source.origin}${show(key)} cannot be the key of a map: use an integer type, bool or string`;
    throw syntaxError(message, element.location);
  }

  #valueType(source: SourceFile, element: FieldElement, name: string, scope: string): ValueType {
    if (isScalar(name)) return { kind: 'scalar', scalar: name };
    const found = this.#resolve(source, name, scope, element);
    if (found.kind === 'enum') return { kind: 'enum', enum: found };
    return { kind: 'message', message: found, isGroup: false };
  }

  #resolve(
    source: SourceFile,
    name: string,
    scope: string,
    { location }: Pick<FieldElement, 'location'>,
  ): MessageDescriptor | EnumDescriptor {
    const declared = this.#table.resolve(name, scope);
    if (declared === undefined) throw syntaxError(this.#describeMissing(source, name), location);
    this.#file(declared.source);
    const { element } = declared;
    const found = element.kind === 'enum' ? this.#enums.get(element) : this.#messages.get(element);
    if (found === undefined) throw syntaxError(`${source.origin}type ${show(name)} cannot be used here`, location);
    return found;
  }

  #describeMissing(source: SourceFile, name: string): string {
    const first = importsOf(source.element).find(({ name: file }) => this.#table.findFile(file) === undefined);
    const message = `${source.origin}type ${show(name)} is not declared`;
    if (first === undefined) return message;
    const { line, column } = first.location;
    return `${message}; the import of ${show(first.name)} at ${line}:${column} has no reference of this name`;
  }

  #addExtensions(
    source: SourceFile,
    extend: MessageElement['extends'][number],
    scope: string,
    parent: MessageDescriptor | undefined,
    file: Writable<FileDescriptor>,
  ): void {
    this.#pending.push(() => {
      const extendee = this.#resolve(source, extend.name, scope, extend);
      if (extendee.kind === 'enum') throw syntaxError(`${source.origin}an enum cannot be extended`, extend.location);
      for (const element of extend.fields) {
        const field = this.#field(source, element, scope, undefined);
        const prefix = parent?.fullName ?? file.packageName;
        const fullName = prefix === '' ? element.name : `${prefix}.${element.name}`;
        file.extensions.push({ extendee: extendee.fullName, fullName, field } satisfies ExtensionDescriptor);
      }
    });
  }

  #method(source: SourceFile, rpc: RpcElement, scope: string): MethodDescriptor {
    const request = this.#resolve(source, rpc.requestType, scope, rpc);
    const response = this.#resolve(source, rpc.responseType, scope, rpc);
    if (request.kind === 'enum' || response.kind === 'enum') {
      throw syntaxError(`${source.origin}rpc ${rpc.name} takes and returns messages, not enums`, rpc.location);
    }
    return {
      name: rpc.name,
      request,
      response,
      isRequestStreamed: rpc.requestStreaming,
      isResponseStreamed: rpc.responseStreaming,
      doc: rpc.doc,
      options: rpc.options,
    };
  }
}
