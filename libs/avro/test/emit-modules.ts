import { LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { EmitOptions, JsonValue, Schema } from '@sluice/avro';

/** What to emit, by the name of the codec. */
export interface EmittedModule {
  readonly schema: Schema;
  readonly options: Omit<EmitOptions, 'name'>;
}

const parse = (json: JsonValue): Schema => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json);
const record = (name: string, fields: Readonly<Record<string, JsonValue>>): JsonValue => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, json]) => {
    const isField = typeof json === 'object' && json !== null && 'default' in json;
    return { name: field, ...(isField ? json : { type: json }) };
  }),
});

const logical = { logicalTypes: LOGICAL_TYPES };
const logicalTypes = { name: 'LOGICAL_TYPES', from: '@sluice/avro' };
const timestamp = { type: 'long', logicalType: 'timestamp-millis' };
const money = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };
const symbols = 'ABCDEFGHIJKL'.split('');

const manyFields = Object.fromEntries(Array.from({ length: 1100 }, (_, index) => [`f${index}`, 'int']));

/** One of each kind of code that the printers print. */
export const MODULES: Readonly<Record<string, EmittedModule>> = {
  nothing: { schema: parse('null'), options: {} },
  emptyRecord: { schema: parse(record('Empty', {})), options: {} },
  list: {
    schema: parse(record('Node', { d: 'int', next: ['null', 'Node'], all: { type: 'array', items: 'Node' } })),
    options: { options: { long: 'bigint' } },
  },
  scalars: {
    schema: parse(
      record('Scalars', {
        a: 'boolean',
        b: 'int',
        c: 'long',
        d: 'float',
        end: 'double',
        p: 'bytes',
        v: 'string',
        fixed: { type: 'fixed', name: 'F', size: 3 },
        short: { type: 'enum', name: 'Short', symbols: ['A', 'B'] },
        long: { type: 'enum', name: 'Long', symbols },
      }),
    ),
    options: { options: { long: { default: 'string', fields: { 'Scalars.c': 'bigint' } }, utf8: 'strict' } },
  },
  unions: {
    schema: parse(
      record('Unions', {
        readLong: ['null', 'string', 'long', { type: 'map', values: ['int', 'Unions'] }],
        tagged: ['int', 'long', 'float', { type: 'enum', name: 'E', symbols }, 'string'],
        bare: ['null', record('Bare', { isObject: 'string' })],
        beside: ['int', 'double', { type: 'map', values: 'string' }],
      }),
    ),
    options: {},
  },
  defaults: {
    schema: parse(
      record('Defaults', {
        ['__proto__']: { type: 'boolean', default: true },
        constructor: { type: { type: 'array', items: 'long' }, default: [1, 2] },
        toString: { type: record('Inner', { a: { type: 'string', default: 'x'.repeat(200) } }), default: {} },
        map: { type: { type: 'map', values: 'bytes' }, default: { ['__proto__']: '\u0000\u00ff' } },
        big: { type: 'long', default: 2n ** 53n + 2n },
      }),
    ),
    options: {
      options: { long: 'bigint' },
      readers: [{ name: 'fromNothing', writer: parse(record('Defaults', {})) }],
    },
  },
  manyFields: {
    schema: parse(record('Many', manyFields)),
    options: {
      readers: [{ name: 'fromLonger', writer: parse(record('Many', { first: 'string', ...manyFields })) }],
    },
  },
  logicals: {
    schema: parse(
      record('Logicals', {
        at: timestamp,
        maybe: ['null', money, timestamp, 'string'],
        price: { type: money, default: '\u0001' },
        beside: [{ type: 'int', logicalType: 'date' }, 'long', { type: 'map', values: 'string' }],
        map: { type: 'map', values: { type: 'string', logicalType: 'uuid' } },
      }),
    ),
    options: {
      options: logical,
      logicalTypes,
      readers: [
        {
          name: 'fromOld',
          writer: parse(
            record('Logicals', { at: 'int', maybe: 'string', gone: 'float', map: { type: 'map', values: 'string' } }),
          ),
        },
        { name: 'fromOther', writer: parse(record('Logicals', { at: ['int', 'string'], maybe: 'null' })) },
      ],
    },
  },
};
