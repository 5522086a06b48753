import type { EnumDescriptor, FieldDescriptor, MessageDescriptor, OneofDescriptor } from '@sluice/formats/protobuf';
import { CodegenError } from '../../codegen-error.ts';
import type { GenerateOptions } from '../../generate-options.ts';
import { createNameScope, formatName } from '../../names.ts';
import type { FilePaths } from '../types/file-paths.ts';

export type ProtobufType = MessageDescriptor | EnumDescriptor;

/** What is generated for a message or an enum. */
export interface ProtobufPlace {
  /** Of the module, without an extension. */
  readonly path: string;
  /** The type of decoded values. */
  readonly type: string;
  /** The type of what is encoded: another one where fields may be left out. */
  readonly input: string;
  /** Of an enum: the constant of its numbers by name. */
  readonly numbers: string;
  /** Of a message: the module of its codec, without an extension, and what is in it. */
  readonly codec: { readonly path: string; readonly name: string; readonly write: string; readonly read: string };
}

export interface ProtobufLayout {
  /** Each type that the roots reach, once, in the order of the text. */
  readonly types: readonly ProtobufType[];
  of(type: ProtobufType): ProtobufPlace;
  /** The key of a field or oneof in values. */
  keyOf(item: FieldDescriptor | OneofDescriptor): string;
  /** How a message shows that is no object of its own: `google.protobuf.Timestamp` as the options say. */
  shownOf(message: MessageDescriptor): ShownMessage | undefined;
}

/** A well-known message as a value of another type, and the functions of the run-time that write and read it. */
export interface ShownMessage {
  readonly type: string;
  readonly write: string;
  readonly read: string;
}

const TIMESTAMPS: Readonly<Record<string, ShownMessage | undefined>> = {
  date: { type: 'Date', write: 'writeTimestampDate', read: 'readTimestampDate' },
  text: { type: 'string', write: 'writeTimestampText', read: 'readTimestampText' },
};

/** @throws CodegenError where two types share a name and differ */
export function layOutProtobuf(
  roots: readonly MessageDescriptor[],
  { logicalTypes = 'none' }: Pick<GenerateOptions, 'logicalTypes'>,
  files: FilePaths,
): ProtobufLayout {
  const timestamp = typeof logicalTypes === 'string' ? TIMESTAMPS[logicalTypes] : undefined;
  const shownOf = ({ fullName }: MessageDescriptor): ShownMessage | undefined =>
    fullName === 'google.protobuf.Timestamp' ? timestamp : undefined;
  const isRoot = new Set<ProtobufType>(roots);
  const types = listTypes(roots).filter((type) => isRoot.has(type) || type.kind === 'enum' || !shownOf(type));
  const inputs = findInputs(types, shownOf);
  const keys = new Map<FieldDescriptor | OneofDescriptor, string>();
  const places = new Map<string, ProtobufPlace>();
  for (const type of types) places.set(type.fullName, placeType(type, inputs.has(type.fullName), files));
  return {
    types,
    of(type) {
      const place = places.get(type.fullName);
      if (place === undefined) throw new Error(`${type.fullName} has no place`);
      return place;
    },
    keyOf(item) {
      const known = keys.get(item);
      if (known !== undefined) return known;
      // All of one message at once; the item's own message is not known here.
      for (const type of types) if (type.kind === 'message') nameKeys(type, keys);
      return keys.get(item) ?? item.name;
    },
    shownOf,
  };
}

/** Parts of a message's name, with the messages that it is in. */
function partsOf(type: ProtobufType): { readonly outer: readonly string[]; readonly name: string } {
  const outer: string[] = [];
  for (let { parent } = type; parent !== undefined; { parent } = parent) outer.unshift(parent.name);
  return { outer, name: type.name };
}

function placeType(type: ProtobufType, hasInput: boolean, files: FilePaths): ProtobufPlace {
  const { outer, name } = partsOf(type);
  const { packageName } = type.file;
  const wish = [...outer, name].join('_');
  const scope = createNameScope('ts');
  const own = scope.take(formatName(wish, 'pascal'));
  const path = files.take([...(packageName === '' ? [] : packageName.split('.')), ...outer], name);
  return {
    path,
    type: own,
    input: hasInput ? scope.take(`${formatName(wish, 'pascal')}Input`) : own,
    numbers: scope.take(`${formatName(wish, 'upper')}_NUMBERS`),
    codec: {
      path: `${path}.codec`,
      name: createNameScope('ts').take(`${formatName(wish, 'camel')}Codec`),
      write: `write${own}`,
      read: `read${own}`,
    },
  };
}

/** What every object has: to TypeScript they are of another type already. */
const TAKEN_KEYS = ['__proto__', ...Object.getOwnPropertyNames(Object.prototype), 'toJSON'];

/** Fields of a oneof stand in its value, and have no key of their own. */
function nameKeys(message: MessageDescriptor, keys: Map<FieldDescriptor | OneofDescriptor, string>): void {
  const taken = new Set(TAKEN_KEYS);
  const take = (item: FieldDescriptor | OneofDescriptor, names: Set<string>): void => {
    if (keys.has(item)) return;
    let key = camelOf(item.name);
    for (let count = 1; names.has(key); count++) key = `${camelOf(item.name)}_${count === 1 ? '' : count}`;
    names.add(key);
    keys.set(item, key);
  };
  for (const item of membersOf(message)) {
    take(item, taken);
    if (!('fields' in item)) continue;
    const cases = new Set<string>();
    for (const field of item.fields) take(field, cases);
  }
}

/** The fields of a message in the order of their numbers, where a oneof stands for all of its own. */
export function membersOf(message: MessageDescriptor): readonly (FieldDescriptor | OneofDescriptor)[] {
  return [...new Set(message.fields.map((field) => field.oneof ?? field))];
}

/** As in protobuf's JSON: the letter after an underscore is a capital. */
function camelOf(name: string): string {
  const [first = '', ...rest] = name.split('_').filter((part) => part !== '');
  return first + rest.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('') || name;
}

/** Every type that messages reach; of several texts that define one in the same words, the first. */
function listTypes(roots: readonly MessageDescriptor[]): readonly ProtobufType[] {
  const types = new Map<string, ProtobufType>();
  const found = new Set<ProtobufType>(roots);
  // What is added on the way is visited too.
  for (const type of found) {
    const known = types.get(type.fullName) ?? type;
    if (known !== type && shapeOf(known) !== shapeOf(type)) {
      throw new CodegenError([{ path: type.fullName, message: 'two different schemas have this name' }]);
    }
    types.set(type.fullName, known);
    if (type.kind === 'message') for (const inner of typesWithin(type)) found.add(inner);
  }
  return [...types.values()];
}

function typesWithin(message: MessageDescriptor): readonly ProtobufType[] {
  return message.fields.flatMap(({ type }): readonly ProtobufType[] => {
    const value = type.kind === 'map' ? type.value : type;
    if (value.kind === 'enum') return [value.enum];
    return value.kind === 'message' ? [value.message] : [];
  });
}

/** All of a type that decides what is generated for it, as text. */
function shapeOf(type: ProtobufType): string {
  if (type.kind === 'enum')
    return JSON.stringify([type.isClosed, type.values.map(({ name, number }) => [name, number])]);
  return JSON.stringify(
    type.fields.map(({ name, number, label, type: of, oneof, isPacked }) => [
      name,
      number,
      label,
      oneof?.name,
      isPacked,
      JSON.stringify(of, (key, value: unknown) =>
        (key === 'enum' || key === 'message') && typeof value === 'object' && value !== null && 'fullName' in value
          ? value.fullName
          : value,
      ),
    ]),
  );
}

/** The messages that an encoder takes with less than a decoder gives, by full name. */
function findInputs(types: readonly ProtobufType[], shownOf: ProtobufLayout['shownOf']): ReadonlySet<string> {
  const inputs = new Set<string>();
  const messages = types.filter((type) => type.kind === 'message');
  const differs = (message: MessageDescriptor): boolean =>
    message.fields.some(({ label, oneof, type }) => {
      if (oneof === undefined && (label === 'implicit' || label === 'repeated')) return true;
      const value = type.kind === 'map' ? type.value : type;
      return value.kind === 'message' && shownOf(value.message) === undefined && inputs.has(value.message.fullName);
    });
  for (let before = -1; before !== inputs.size;) {
    before = inputs.size;
    for (const message of messages) if (differs(message)) inputs.add(message.fullName);
  }
  return inputs;
}
