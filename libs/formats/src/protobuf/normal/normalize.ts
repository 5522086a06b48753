import { isMessage } from '../descriptor/type-table.ts';
import type { Declared, TypeTable } from '../descriptor/type-table.ts';
import type { ProtobufSchema } from '../protobuf-schema.ts';
import { isScalar } from '../descriptor/scalars.ts';
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
  RpcElement,
  TypeElement,
} from '../syntax/elements.ts';
import { printFile, specialOptions } from '../syntax/print-file.ts';
import { normalizeNumber } from './normal-number.ts';
import { compareText, normalizeOptions } from './normal-options.ts';

const MAP_TYPE = /^map<([^,]+), (.+)>$/;

/**
 * The text of Confluent's normal form: types by their full names, fields and values by number, options by name, maps as
 * maps. The order of messages stays: payloads name messages by position.
 */
export function normalizeText(schema: ProtobufSchema): string {
  const file = new Normalizer(schema.table).file(schema.element);
  return printFile(file, { printNumber: normalizeNumber, isNormal: true });
}

class Normalizer {
  readonly #table: TypeTable;

  constructor(table: TypeTable) {
    this.#table = table;
  }

  file(file: FileElement): FileElement {
    const scope = file.packageName ?? '';
    return {
      // Without a word on syntax it is proto2.
      syntax: file.syntax === 'proto3' ? 'proto3' : undefined,
      packageName: file.packageName,
      imports: sortImports(file.imports),
      publicImports: sortImports(file.publicImports),
      weakImports: [],
      types: this.#types(file.types, scope),
      services: file.services.map((service) => ({
        ...service,
        options: normalizeOptions(service.options, scope, this.#table),
        rpcs: service.rpcs.map((rpc) => this.#rpc(rpc, scope)),
      })),
      extends: this.#extends(file.extends, scope),
      options: normalizeOptions(file.options, scope, this.#table),
    };
  }

  #types(types: readonly TypeElement[], scope: string): TypeElement[] {
    const result: TypeElement[] = [];
    for (const type of types) {
      const fullName = scope === '' ? type.name : `${scope}.${type.name}`;
      if (type.kind === 'enum') result.push(this.#enum(type, fullName));
      else if (!isMapEntry(type)) result.push(this.#message(type, fullName));
    }
    return result;
  }

  #message(message: MessageElement, scope: string): MessageElement {
    return {
      ...message,
      types: this.#types(message.types, scope),
      options: normalizeOptions(message.options, scope, this.#table),
      reserved: sortReserved(message.reserved),
      fields: this.#fields(message.fields, scope),
      oneofs: message.oneofs
        .map((oneof) => this.#oneof(oneof, scope))
        .toSorted((a, b) => firstNumber(a) - firstNumber(b)),
      groups: this.#groups(message.groups, scope),
      extensions: message.extensions
        .flatMap((element) => element.values.map((value) => ({ ...element, values: [value] })))
        .map((element) => ({ ...element, options: normalizeOptions(element.options, scope, this.#table) }))
        .toSorted((a, b) => startOf(a.values[0]) - startOf(b.values[0])),
      extends: this.#extends(message.extends, scope),
    };
  }

  #enum(element: EnumElement, scope: string): EnumElement {
    return {
      ...element,
      options: normalizeOptions(element.options, scope, this.#table),
      reserved: sortReserved(element.reserved),
      constants: element.constants
        .map((constant) => ({ ...constant, options: normalizeOptions(constant.options, scope, this.#table) }))
        .toSorted((a, b) => a.number - b.number || compareText(a.name, b.name)),
    };
  }

  #oneof(oneof: OneofElement, scope: string): OneofElement {
    return {
      ...oneof,
      fields: this.#fields(oneof.fields, scope),
      groups: this.#groups(oneof.groups, scope),
      options: normalizeOptions(oneof.options, scope, this.#table),
    };
  }

  #groups(groups: readonly GroupElement[], scope: string): GroupElement[] {
    const normal = groups.map((group) => ({ ...group, fields: this.#fields(group.fields, scope) }));
    return normal.toSorted((a, b) => a.number - b.number);
  }

  #fields(fields: readonly FieldElement[], scope: string): FieldElement[] {
    return fields.map((field) => this.#field(field, scope)).toSorted((a, b) => a.number - b.number);
  }

  #field(field: FieldElement, scope: string): FieldElement {
    const type = this.#fieldType(field.type, scope);
    const options = [...field.options, ...specialOptions(type, field.defaultValue, field.jsonName)];
    return {
      ...field,
      type,
      label: type.startsWith('map<') ? undefined : field.label,
      options: normalizeOptions(options, scope, this.#table),
      defaultValue: undefined,
      jsonName: undefined,
    };
  }

  #fieldType(type: string, scope: string): string {
    if (isScalar(type)) return type;
    const map = MAP_TYPE.exec(type);
    if (map !== null) return this.#mapType(map[1] ?? '', map[2] ?? '', scope);
    const declared = this.#table.resolve(type, scope);
    if (declared === undefined) return type;
    const entry = mapEntryOf(declared);
    return entry === undefined ? `.${declared.fullName}` : this.#mapType(entry.key, entry.value, scope);
  }

  #mapType(key: string, value: string, scope: string): string {
    const declared = isScalar(value) ? undefined : this.#table.resolve(value, scope);
    return `map<${key}, ${declared === undefined ? value : `.${declared.fullName}`}>`;
  }

  #extends(elements: readonly ExtendElement[], scope: string): ExtendElement[] {
    const byName = new Map<string, { readonly first: ExtendElement; readonly fields: FieldElement[] }>();
    for (const element of elements) {
      const name = this.#fieldType(element.name, scope);
      const group = byName.get(name) ?? { first: element, fields: [] };
      byName.set(name, group);
      for (const field of element.fields) group.fields.push(field);
    }
    return [...byName].map(([name, { first, fields }]) => ({ ...first, name, fields: this.#fields(fields, scope) }));
  }

  #rpc(rpc: RpcElement, scope: string): RpcElement {
    return {
      ...rpc,
      requestType: this.#fieldType(rpc.requestType, scope),
      responseType: this.#fieldType(rpc.responseType, scope),
      options: normalizeOptions(rpc.options, scope, this.#table),
    };
  }
}

/** Whether a message is the entry of a map, written out. */
export function isMapEntry({ options }: MessageElement): boolean {
  return options.some(({ name, isCustom, value }) => {
    return name === 'map_entry' && !isCustom && 'text' in value && value.text === 'true';
  });
}

/** The types of key and value where `declared` is the entry of a map. */
export function mapEntryOf(declared: Declared): { readonly key: string; readonly value: string } | undefined {
  if (!isMessage(declared) || !isMapEntry(declared.element)) return undefined;
  const { fields } = declared.element;
  const key = fields.find(({ name }) => name === 'key')?.type;
  const value = fields.find(({ name }) => name === 'value')?.type;
  return key === undefined || value === undefined ? undefined : { key, value };
}

function sortImports(imports: readonly ImportElement[]): ImportElement[] {
  const byName = new Map(imports.map((element) => [element.name, element]));
  return [...byName.values()].toSorted((a, b) => compareText(a.name, b.name));
}

function sortReserved(elements: readonly ReservedElement[]): ReservedElement[] {
  return elements
    .flatMap((element) => element.values.map((value) => ({ ...element, values: [value] })))
    .toSorted(
      (a, b) => startOf(a.values[0]) - startOf(b.values[0]) || compareText(textOf(a.values[0]), textOf(b.values[0])),
    );
}

function startOf(value: string | number | NumberRange | undefined): number {
  if (typeof value === 'number') return value;
  return typeof value === 'object' ? value.from : 2_147_483_647;
}

function textOf(value: string | number | NumberRange | undefined): string {
  return typeof value === 'object' ? `${value.from}..${value.to}` : String(value);
}

function firstNumber({ fields, groups }: OneofElement): number {
  return fields[0]?.number ?? groups[0]?.number ?? 0;
}
