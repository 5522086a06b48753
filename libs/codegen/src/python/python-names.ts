import type { EnumSchema, NamedSchema, RecordField, RecordSchema } from '@sluice/avro';
import { createFileScope, createNameScope, formatName } from '../names.ts';

/** What everything is called in Python. */
export interface PythonNames {
  /** The folders of a namespace's package; none for the root's. */
  folders(namespace: string): readonly string[];
  className(type: NamedSchema): string;
  attribute(record: RecordSchema, field: RecordField): string;
  member(type: EnumSchema, symbol: string): string;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const KEYWORDS = words(`
  False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield
`);

/** An attribute of these names would hide, in its own class, what the types of the attributes after it say. */
const IN_TYPES = words('int float bool str bytes list dict datetime decimal uuid enum serde dataclass field Duration');

/** What every member of an enum has already. */
const IN_ENUMS = words('name value mro');

/** Modules of ours that stand at the root, or in every package. */
const MODULES = words('models serdes serde avro_codecs avro_numbers avro_schema test_round_trip');

export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

export function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/** Names are given in the order of `types`: the first one keeps the name it asks for. */
export function namePython(types: readonly NamedSchema[]): PythonNames {
  const folders = createFolders();
  const classes = new Map<NamedSchema, string>();
  const scopes = new Map<string, ReturnType<typeof createNameScope>>();
  for (const type of types) {
    const namespace = folders(namespaceOf(type.name)).join('.');
    let scope = scopes.get(namespace);
    if (scope === undefined) scopes.set(namespace, (scope = createNameScope('python', IN_TYPES)));
    classes.set(type, scope.take(formatName(simpleName(type.name), 'pascal')));
  }
  const byName = new Map(types.map((type) => [type.name, classes.get(type)]));
  const attributes = cached((record: RecordSchema) =>
    nameAll(
      record.fields.map((field) => field.name),
      [...KEYWORDS, ...IN_TYPES, ...classes.values()],
    ),
  );
  const members = cached((type: EnumSchema) => nameAll(type.symbols, [...KEYWORDS, ...IN_ENUMS]));
  return {
    folders,
    className: (type) => byName.get(type.name) ?? formatName(simpleName(type.name), 'pascal'),
    attribute: (record, field) => attributes(record).get(field.name) ?? field.name,
    member: (type, symbol) => members(type).get(symbol) ?? symbol,
  };
}

/** Names that are identifiers stay as they are, but for two leading `_`, which Python would mangle. */
function nameAll(names: readonly string[], reserved: readonly string[]): ReadonlyMap<string, string> {
  const refused = new Set(reserved);
  const wanted = names.map((name) => {
    const plain = name.replace(/^_+/, '');
    return /^[A-Za-z_]\w*$/.test(name) && plain === name ? name : formatName(plain, 'snake');
  });
  // Whoever needs no change has the first right to a name.
  const taken = new Set(names.filter((name, index) => wanted[index] === name && !refused.has(name)));
  return new Map(
    names.map((name, index) => {
      const base = wanted[index] ?? name;
      if (base === name && taken.has(name)) return [name, name];
      let free = base;
      for (let count = 1; taken.has(free) || refused.has(free); count++)
        free = base + '_'.repeat(Math.min(count, 1)) + (count > 1 ? count : '');
      taken.add(free);
      return [name, free];
    }),
  );
}

/** A folder for each part of a namespace; parts that differ have folders that differ. */
function createFolders(): (namespace: string) => readonly string[] {
  const names = new Map<string, string>();
  const scopes = new Map<string, ReturnType<typeof createFileScope>>();
  return (namespace) => {
    const parts = namespace === '' ? [] : namespace.split('.');
    return parts.map((part, index) => {
      const path = parts.slice(0, index + 1).join('.');
      const known = names.get(path);
      if (known !== undefined) return known;
      const parent = parts.slice(0, index).join('.');
      let scope = scopes.get(parent);
      if (scope === undefined) scopes.set(parent, (scope = createFileScope('python', [...MODULES, ...KEYWORDS])));
      const folder = scope.take(formatName(part, 'snake'));
      names.set(path, folder);
      return folder;
    });
  };
}

function cached<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}
