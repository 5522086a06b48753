import type { EnumSchema, NamedSchema, RecordField, RecordSchema } from '@sluice/avro';
import { createNameScope, formatName } from '../names.ts';

/** What everything is called in Go: one package, for Go forbids packages that need each other. */
export interface GoNames {
  readonly packageName: string;
  typeName(type: NamedSchema): string;
  field(record: RecordSchema, field: RecordField): string;
  constant(type: EnumSchema, symbol: string): string;
  /** Of functions that make a value, a serializer, a deserializer. */
  maker(type: NamedSchema, what: '' | 'Serializer' | 'Deserializer'): string;
}

/** Names of `serde.go` and of what stands beside models. */
const OWN_NAMES = `Reference Schema Registry RegistryError HTTPRegistry Serializer Deserializer Ptr Rat AvroDate AvroTimestamp AvroTimeMillis AvroTimeMicros`;

/** Packages that generated text uses: small letters, as no name of ours has. */
export function nameGo(types: readonly NamedSchema[], packageName: string): GoNames {
  const scope = createNameScope('go', OWN_NAMES.split(' '));
  const typeNames = new Map(types.map((type) => [type.name, scope.take(exported(simpleName(type.name)))]));
  const constants = new Map<string, ReadonlyMap<string, string>>();
  for (const type of types) {
    if (type.type !== 'enum') continue;
    const prefix = typeNames.get(type.name) ?? '';
    const names = type.symbols.map((symbol) => [symbol, scope.take(prefix + formatName(symbol, 'pascal'))] as const);
    constants.set(type.name, new Map(names));
  }
  const fields = new Map<string, ReadonlyMap<string, string>>();
  for (const type of types) {
    if (type.type !== 'record') continue;
    const inside = createNameScope('go');
    fields.set(type.name, new Map(type.fields.map(({ name }) => [name, inside.take(exported(name))])));
  }
  const makers = new Map<string, string>();
  for (const type of types) {
    for (const what of ['', 'Serializer', 'Deserializer'] as const) {
      makers.set(`${type.name} ${what}`, scope.take(`New${typeNames.get(type.name) ?? ''}${what}`));
    }
  }
  return {
    packageName,
    typeName: (type) => typeNames.get(type.name) ?? exported(simpleName(type.name)),
    field: (record, field) => fields.get(record.name)?.get(field.name) ?? exported(field.name),
    constant: (type, symbol) => constants.get(type.name)?.get(symbol) ?? exported(symbol),
    maker: (type, what) => makers.get(`${type.name} ${what}`) ?? `New${what}`,
  };
}

/** The last part of the first type's namespace, where it is a word that Go takes. */
export function choosePackage(types: readonly NamedSchema[]): string {
  const parts = types[0]?.name.split('.') ?? [];
  const last =
    parts
      .at(-2)
      ?.toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '') ?? '';
  return /^[a-z]/.test(last) ? createNameScope('go').take(last).replaceAll('_', 'models') : 'models';
}

export function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/** Go exports what begins with a capital; only what is exported is written. */
function exported(name: string): string {
  const pascal = formatName(name, 'pascal');
  return /^\p{Lu}/u.test(pascal) ? pascal : `X${pascal}`;
}
