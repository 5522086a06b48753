import type { JsonValue } from '@sluice/avro';

/** A schema, a value of it, and the schema it is read with where that is another. */
export interface Case {
  readonly json: JsonValue;
  readonly value: unknown;
  readonly reader?: JsonValue;
}

interface Rule {
  readonly reason: string;
  /** Where the two may differ for this reason, as narrow as can be said without asking either. */
  readonly covers: (item: Case) => boolean;
  /** Where they do: a case that agrees makes the rule needless. */
  readonly example: Case;
}

const record = (...fields: JsonValue[]): JsonValue => ({ type: 'record', name: 'R', fields });
const enumeration = (name: string, ...symbols: string[]): JsonValue => ({ type: 'enum', name, symbols });
const own = (key: string, value: unknown): object => Object.defineProperty({}, key, { value, enumerable: true });

const SYMBOLS = /"symbols":(\[[^\]]*\])/g;
const NAMESPACE = /"name":"([^"]*)\.[^".]*"/g;

/** Where avsc 5.7.9 is wrong, or stricter than Java; Java's behaviour, which the conformance cases hold, is ours. */
export const RULES = {
  'key-__proto__': {
    reason: 'avsc sets the prototype of a map by its key `__proto__`, and the entry is lost.',
    covers: ({ value }) => holds(value, (part) => typeof part === 'object' && Object.hasOwn(part, '__proto__')),
    example: { json: { type: 'map', values: 'string' }, value: own('__proto__', 'x') },
  },
  'field-__proto__': {
    reason: 'avsc sets the prototype of a record by its field `__proto__`, and the field is lost.',
    covers: ({ json }) => fieldNames(json).has('__proto__'),
    example: { json: record({ name: '__proto__', type: 'int' }), value: own('__proto__', 1) },
  },
  'inherited-field-names': {
    reason: 'avsc looks up fields of a resolver in an object that inherits `toString` and `constructor`.',
    covers: ({ json, reader }) =>
      reader !== undefined && [...fieldNames(json)].some((name) => name !== '__proto__' && name in Object.prototype),
    example: {
      json: record({ name: 'toString', type: 'int' }),
      value: { toString: 1 },
      reader: record({ name: 'toString', type: 'int' }),
    },
  },
  'default-of-a-later-branch': {
    reason: 'A default may be of any branch of its union, as Java has it since 1.12; to avsc it must be of the first.',
    covers: ({ reader }) => holds(reader, isLateDefault),
    example: {
      json: record(),
      value: {},
      reader: record({ name: 'a', type: ['string', 'int'], default: 1 }),
    },
  },
  'lone-surrogate': {
    reason: 'A lone surrogate is written as `?`, as in Java; avsc writes it as if it were a character, or U+FFFD.',
    covers: ({ value }) =>
      holds(
        value,
        () => false,
        (text) => !text.isWellFormed(),
      ),
    example: { json: 'string', value: '\ud800' },
  },
  'eager-resolution': {
    reason: 'avsc refuses a schema that cannot take every value of the writer; ours, as Java, refuses such a value.',
    covers: ({ json, reader }) => reader !== undefined && listAll(json, SYMBOLS) !== listAll(reader, SYMBOLS),
    example: { json: enumeration('E', 'A', 'B'), value: 'A', reader: enumeration('E', 'A') },
  },
  'other-namespace': {
    reason: 'Names of types are resolved without their namespaces, as in Java; avsc refuses other full names.',
    covers: ({ json, reader }) => reader !== undefined && listAll(json, NAMESPACE) !== listAll(reader, NAMESPACE),
    example: { json: enumeration('x.E', 'A'), value: 'A', reader: enumeration('y.E', 'A') },
  },
  'first-promotion': {
    reason: 'An exact branch comes before one to promote to, wherever it stands; avsc takes the first that fits.',
    covers: ({ json, reader }) =>
      Object.entries(PROMOTED).some(
        ([type, wider]) => count(json, type) > 0 && holds({ reader }, (part) => isBeside(part, type, wider)),
      ),
    example: { json: 'int', value: 5, reader: ['double', 'int'] },
  },
  'int-as-float': {
    reason: 'An int read as a float is rounded to one; avsc gives the int.',
    covers: ({ json, reader }) => reader !== undefined && count(reader, 'float') > count(json, 'float'),
    example: { json: 'int', value: 16_777_217, reader: 'float' },
  },
  'long-as-double': {
    reason: 'avsc reads a long as a double by way of 53 bits, and loses the sign of -2^63.',
    covers: ({ json, reader }) => reader !== undefined && count(reader, 'long') < count(json, 'long'),
    example: { json: 'long', value: -(2n ** 63n), reader: 'double' },
  },
} as const satisfies Record<string, Rule>;

/** The rule that a difference falls under, if one is. */
export function findRule(item: Case): string | undefined {
  return Object.entries<Rule>(RULES).find(([, { covers }]) => covers(item))?.[0];
}

/** Whether a test holds for some object or array in a value, or some text, keys among them. */
function holds(
  value: unknown,
  test: (part: Record<string, unknown>) => boolean,
  testText: (text: string) => boolean = () => false,
): boolean {
  if (typeof value === 'string') return testText(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  if (test(value as Record<string, unknown>)) return true;
  return Object.entries(value).some(([key, item]) => testText(key) || holds(item, test, testText));
}

function fieldNames(json: JsonValue): ReadonlySet<string> {
  const names = new Set<string>();
  holds(json, (part) => {
    const fields = part['fields'];
    if (Array.isArray(fields)) for (const field of fields as { name: string }[]) names.add(field.name);
    return false;
  });
  return names;
}

function isLateDefault(part: Record<string, unknown>): boolean {
  const { type } = part;
  return 'default' in part && Array.isArray(type) && type[0] === 'string' && typeof part['default'] !== 'string';
}

function count(json: JsonValue, type: string): number {
  return JSON.stringify(json).split(`"${type}"`).length - 1;
}

const PROMOTED = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/** A union of a type and of what it may be promoted to. */
function isBeside(part: unknown, type: string, wider: readonly string[]): boolean {
  return Array.isArray(part) && part.includes(type) && wider.some((other) => part.includes(other));
}

function listAll(json: JsonValue, pattern: RegExp): string {
  return Array.from(JSON.stringify(json).matchAll(pattern), ([, found]) => found)
    .toSorted((a = '', b = '') => (a < b ? -1 : 1))
    .join();
}
