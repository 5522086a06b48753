import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, compileResolver, DATE_LOGICAL_TYPES, LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { CodecOptions, JsonValue, LogicalType, LogicalTypes } from '@sluice/avro';
import { fromHex, toHex } from './hex.ts';

const ENGINES = ['jit', 'interpreter'] as const;
const DATES: LogicalTypes = { ...LOGICAL_TYPES, ...DATE_LOGICAL_TYPES };

const on = (type: string, logicalType: string, rest: object = {}): JsonValue => ({ type, logicalType, ...rest });
const fixed = (size: number, logicalType: string, rest: object = {}): JsonValue =>
  on('fixed', logicalType, { name: 'F', size, ...rest });
const decimal = (precision: number, scale: number): JsonValue => on('bytes', 'decimal', { precision, scale });
const record = (...fields: JsonValue[]): JsonValue => ({ type: 'record', name: 'R', fields });

function codecOf(schema: JsonValue, options: CodecOptions = { logicalTypes: LOGICAL_TYPES }) {
  return compileCodec(parseSchema(schema), options);
}

function findingsOf(action: () => unknown) {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof AvroError) return error.findings;
    throw error;
  }
}

describe.each(ENGINES)('logical types: %s', (engine) => {
  // Decimals, big decimals, the duration and the UUID as Java's conversions write them.
  const shown: readonly [schema: JsonValue, shown: unknown, bytes: string, types?: LogicalTypes][] = [
    [decimal(10, 2), '0.00', '0200'],
    [decimal(10, 2), '-12.50', '04fb1e'],
    [decimal(10, 2), '12345678.90', '08499602d2'],
    [decimal(10, 2), '-0.01', '02ff'],
    [decimal(10, 2), '1.28', '040080'],
    [decimal(10, 2), '-1.28', '0280'],
    [decimal(10, 2), '99999999.99', '0a02540be3ff'],
    [decimal(4, 0), '-7', '02f9'],
    [decimal(4, 4), '-0.0007', '02f9'],
    [fixed(5, 'decimal', { precision: 10, scale: 2 }), '-12.50', 'fffffffb1e'],
    [fixed(5, 'decimal', { precision: 11 }), '99999999999', '174876e7ff'],
    [on('bytes', 'big-decimal'), '0', '06020000'],
    [on('bytes', 'big-decimal'), '12.50', '080404e204'],
    [on('bytes', 'big-decimal'), '-12.50', '0804fb1e04'],
    [on('bytes', 'big-decimal'), '1.5E+3', '06020f03'],
    [on('bytes', 'big-decimal'), '1E-7', '0602010e'],
    [on('bytes', 'big-decimal'), '0E-10', '06020014'],
    [on('bytes', 'big-decimal'), '123456789012345678901234567890.123', '201c06163e665beb7ca6a2e1a64244cb06'],
    [fixed(16, 'uuid'), 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'f81d4fae7dec11d0a76500a0c91e6bf6'],
    [
      on('string', 'uuid'),
      'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      '4866383164346661652d376465632d313164302d613736352d303061306339316536626636',
    ],
    [fixed(12, 'duration'), 'P1M2DT3.004S', '0100000002000000bc0b0000'],
    [fixed(12, 'duration'), 'PT0S', '0'.repeat(24)],
    [fixed(12, 'duration'), 'P4294967295M4294967295DT4294967.295S', 'f'.repeat(24)],
    [on('int', 'date'), '1970-01-01', '00'],
    [on('int', 'date'), '2024-02-29', '8cb502'],
    [on('int', 'date'), '0000-03-01', 'd7e957'],
    [on('int', 'date'), '-000001-12-31', 'd1ea57'],
    [on('int', 'date'), '+5881580-07-11', 'feffffff0f'],
    [on('int', 'date'), '-5877641-06-23', 'ffffffff0f'],
    [on('int', 'time-millis'), '23:59:59.999', 'feefb252'],
    [on('long', 'time-micros'), '00:00:00.000001', '02'],
    [on('long', 'timestamp-millis'), '1969-12-31T23:59:59.999Z', '01'],
    [on('long', 'timestamp-millis'), '+292278994-08-17T07:12:55.807Z', 'feffffffffffffffff01'],
    [on('long', 'timestamp-micros'), '+294247-01-10T04:00:54.775807Z', 'feffffffffffffffff01'],
    [on('long', 'timestamp-nanos'), '1677-09-21T00:12:43.145224192Z', 'ffffffffffffffffff01'],
    [on('long', 'local-timestamp-nanos'), '2262-04-11T23:47:16.854775807', 'feffffffffffffffff01'],
    [on('long', 'local-timestamp-micros'), '1970-01-01T00:00:00.000001', '02'],
    [on('int', 'date'), new Date('1969-12-31'), '01', DATES],
    [on('long', 'timestamp-millis'), new Date(-1), '01', DATES],
    [on('long', 'local-timestamp-millis'), new Date(8.64e15), '8080e0ad9882d91e', DATES],
    [on('long', 'timestamp-micros'), '1970-01-01T00:00:00.000001Z', '02', DATES],
  ];
  it.each(shown)('%j shows %s', (schema, value, bytes, logicalTypes = LOGICAL_TYPES) => {
    const codec = codecOf(schema, { logicalTypes, engine });
    expect(codec.decode(fromHex(bytes))).toEqual(value);
    expect(toHex(codec.encode(value))).toBe(bytes);
    expect(codec.validateValue(value)).toEqual([]);
    // The base value, too.
    const base = codecOf(schema, { long: 'bigint', engine }).decode(fromHex(bytes));
    expect(toHex(codec.encode(base))).toBe(bytes);
  });

  const taken: readonly [schema: JsonValue, value: unknown, shown: string][] = [
    [decimal(10, 2), '+1', '1.00'],
    [decimal(10, 2), '1.500', '1.50'],
    [decimal(10, 2), '12e-1', '1.20'],
    [decimal(10, 2), '-0', '0.00'],
    [on('bytes', 'big-decimal'), '1500', '1500'],
    [fixed(16, 'uuid'), 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
    [on('int', 'date'), new Date('2026-11-21'), '2026-11-21'],
    [on('int', 'time-millis'), '13:45', '13:45:00.000'],
    [on('int', 'time-millis'), '13:45:30.1000', '13:45:30.100'],
    [on('long', 'time-micros'), 5, '00:00:00.000005'],
    [on('long', 'timestamp-millis'), new Date(5), '1970-01-01T00:00:00.005Z'],
    [on('long', 'timestamp-nanos'), new Date(-5), '1969-12-31T23:59:59.995000000Z'],
    [on('long', 'timestamp-micros'), 7, '1970-01-01T00:00:00.000007Z'],
    [on('long', 'timestamp-millis'), '2026-11-21T00:30:00+01:00', '2026-11-20T23:30:00.000Z'],
    [on('long', 'local-timestamp-millis'), '2026-11-21T13:45', '2026-11-21T13:45:00.000'],
    [fixed(12, 'duration'), 'P1Y1W', 'P12M7D'],
    [fixed(12, 'duration'), 'PT1H1M1.5S', 'PT3661.5S'],
  ];
  it.each(taken)('%j takes %s', (schema, value, text) => {
    const codec = codecOf(schema, { logicalTypes: LOGICAL_TYPES, engine });
    expect(codec.decode(codec.encode(value))).toBe(text);
  });

  const refused: readonly [schema: JsonValue, ...values: unknown[]][] = [
    [
      decimal(4, 2),
      '1.234',
      '100.00',
      '100',
      'x',
      '',
      '1.',
      '.5',
      '1e',
      1,
      5n,
      null,
      new Uint8Array(),
      fromHex('2710'),
    ],
    [fixed(2, 'decimal', { precision: 4 }), '10000', fromHex('00'), fromHex('2710')],
    [
      on('bytes', 'big-decimal'),
      '1E-2147483648',
      '1E99999999999',
      fromHex('0000'),
      fromHex('020100ff'),
      '9'.repeat(10_001),
    ],
    [on('string', 'uuid'), 'x', 'f81d4fae7dec11d0a76500a0c91e6bf6', 5],
    [fixed(16, 'uuid'), 'x', new Uint8Array(15)],
    [on('int', 'date'), '2023-02-29', '2026-13-01', '2026-00-01', '-000000-01-01', '12026-01-01', '+5881580-07-12'],
    [on('int', 'date'), new Date(1), new Date(NaN), 1.5, 2 ** 31, 5n],
    [on('int', 'time-millis'), '24:00', '12:60', '12:00:60', '12:00:00.0001', '12', -1, 86_400_000],
    [on('long', 'time-micros'), '12:00:00.0000001', -1n, 86_400_000_000n],
    [on('long', 'timestamp-millis'), '2026-11-21T00:00:00', '2026-11-21', '2026-11-21T00:00:00.0001Z', new Date(NaN)],
    [on('long', 'timestamp-millis'), '+292278994-08-17T07:12:55.808Z', 2 ** 53, 2n ** 63n, '2026-11-21T00:00+24:00'],
    [on('long', 'timestamp-nanos'), '2262-04-11T23:47:16.854775808Z', new Date(8.64e15)],
    [on('long', 'local-timestamp-millis'), '2026-11-21T00:00:00Z', '2026-11-21T00:00:00+01:00'],
    [fixed(12, 'duration'), 'P', 'PT', 'P1', 'P-1D', 'P4294967296D', 'PT0.0001S', 'P1.5D', new Uint8Array(11)],
  ];
  it.each(refused)('%j refuses', (schema, ...values) => {
    const codec = codecOf(record({ name: 'a', type: schema }), { logicalTypes: LOGICAL_TYPES, engine });
    for (const a of values) {
      const findings = codec.validateValue({ a });
      expect([a, findings]).toMatchObject([a, [{ path: 'a' }]]);
      expect(findingsOf(() => codec.encode({ a }))).toEqual(findings);
    }
  });

  const malformed: readonly [schema: JsonValue, bytes: string, found: string, types?: LogicalTypes][] = [
    [decimal(4, 2), '042710', 'Uint8Array of 2 bytes'],
    [decimal(4, 2), '00', 'Uint8Array of 0 bytes'],
    [on('bytes', 'big-decimal'), '0402ff', 'Uint8Array of 2 bytes'],
    [on('string', 'uuid'), '0278', 'string "x"'],
    [on('int', 'time-millis'), '01', 'number -1'],
    [on('long', 'time-micros'), '01', 'bigint -1'],
    [on('int', 'date'), 'feffffff0f', 'number 2147483647', DATES],
    [on('long', 'timestamp-millis'), '8280e0ad9882d91e', 'bigint 8640000000000001', DATES],
  ];
  it.each(malformed)('%j refuses the bytes %s', (type, bytes, found, logicalTypes = LOGICAL_TYPES) => {
    const codec = codecOf(record({ name: 'x', type: 'int' }, { name: 'a', type }), { logicalTypes, engine });
    expect(findingsOf(() => codec.decode(fromHex(`02${bytes}`)))).toMatchObject([
      { path: 'a', found, offset: 1, kind: 'malformed' },
    ]);
    // The bytes are those of the base type all the same.
    expect(codec.validateBytes(fromHex(`02${bytes}`), 0, 1 + bytes.length / 2)).toEqual([]);
  });

  it.each<JsonValue>([
    on('int', 'decimal', { precision: 4 }),
    on('bytes', 'decimal'),
    decimal(0, 0),
    decimal(2, 3),
    decimal(2, -1),
    decimal(2.5, 0),
    decimal(10_001, 0),
    on('bytes', 'decimal', { precision: '4' }),
    fixed(2, 'decimal', { precision: 5 }),
    fixed(0, 'decimal', { precision: 1 }),
    fixed(15, 'uuid'),
    fixed(11, 'duration'),
    on('long', 'date'),
    on('int', 'timestamp-millis'),
    on('string', 'constructor'),
    on('string', 'unknown'),
    on('string', '__proto__'),
    { type: 'string', logicalType: 5 },
  ])('%j is its base type', (schema) => {
    const [plain, logical] = [codecOf(schema, { engine }), codecOf(schema, { logicalTypes: LOGICAL_TYPES, engine })];
    const bytes = fromHex('0'.repeat(2 * ((schema as { size?: number }).size ?? 1)));
    expect(logical.decode(bytes)).toEqual(plain.decode(bytes));
  });

  it('converts what was promoted to the base type', () => {
    const cases: readonly [writer: JsonValue, reader: JsonValue, value: unknown, shown: unknown][] = [
      ['int', on('long', 'timestamp-millis'), 5, '1970-01-01T00:00:00.005Z'],
      ['string', decimal(4, 2), 'd', '1.00'],
      [
        'bytes',
        on('string', 'uuid'),
        new TextEncoder().encode('f81d4fae-7dec-11d0-a765-00a0c91e6bf6'),
        'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      ],
      [['null', 'int'], ['null', on('long', 'time-micros')], 5, '00:00:00.000005'],
      ['int', ['null', 'string', on('long', 'time-micros')], 5, '00:00:00.000005'],
      ['int', [on('long', 'time-micros'), 'double'], 5, { long: '00:00:00.000005' }],
      [on('int', 'date'), on('int', 'time-millis'), 5, '00:00:00.005'],
      [on('int', 'date'), 'int', 5, 5],
    ];
    for (const [writer, reader, value, text] of cases) {
      const [from, to] = [parse(writer), parse(reader)];
      const resolver = compileResolver(from, to, { logicalTypes: LOGICAL_TYPES, engine });
      expect(resolver.decode(compileCodec(from).encode(value))).toEqual(text);
    }
  });

  it('shows defaults too, each its own', () => {
    const fields = [
      { name: 'at', type: on('long', 'timestamp-millis'), default: 5 },
      { name: 'days', type: { type: 'array', items: ['null', on('int', 'date')] }, default: [] },
      { name: 'all', type: { type: 'array', items: on('int', 'date') }, default: [0, 1] },
      {
        name: 'in',
        type: { ...(record({ name: 'at', type: on('long', 'timestamp-millis'), default: 7 }) as object), name: 'I' },
        default: {},
      },
      { name: 'price', type: decimal(4, 2), default: '\u0064' },
    ];
    const resolver = compileResolver(parse(record()), parse(record(...fields)), { logicalTypes: DATES, engine });
    const expected = {
      at: new Date(5),
      days: [],
      all: [new Date(0), new Date(86_400_000)],
      in: { at: new Date(7) },
      price: '1.00',
    };
    const [first, second] = [resolver.decode(new Uint8Array()), resolver.decode(new Uint8Array())] as { at: Date }[];
    expect(first).toEqual(expected);
    first?.at.setTime(0);
    expect(second).toEqual(expected);
    const codec = codecOf(record(...fields), { logicalTypes: DATES, engine });
    expect(codec.decode(codec.encode({}))).toEqual(expected);
    // A default that is none of the logical type.
    const bad = parse(record({ name: 'a', type: on('int', 'time-millis'), default: -1 }));
    expect(compileResolver(parse(record()), bad, { logicalTypes: DATES, engine }).unresolvable).toHaveLength(1);
  });

  it("takes types of one's own, on any base type, and what they throw for a refusal", () => {
    const point: LogicalType = {
      bind: (schema) =>
        schema.type === 'record'
          ? {
              expected: 'point "x,y"',
              fromBase: (base) => Object.values(base as object).join(),
              toBase: (value) => ({ x: BigInt(String(value).split(',')[0] ?? ''), y: String(value).split(',')[1] }),
              isShown: (value) => typeof value === 'string',
            }
          : undefined,
    };
    const schema = record({
      name: 'p',
      type: [
        'null',
        {
          type: 'record',
          name: 'P',
          logicalType: 'point',
          fields: [
            { name: 'x', type: 'long' },
            { name: 'y', type: on('string', 'point') },
          ],
        },
      ],
    });
    const codec = codecOf(schema, { logicalTypes: { point }, engine });
    expect(toHex(codec.encode({ p: '3,a' }))).toBe('02060261');
    expect(codec.decode(fromHex('02060261'))).toEqual({ p: '3,a' });
    expect(codec.validateValue({ p: 'x,a' })).toMatchObject([{ path: 'p', expected: 'point "x,y"' }]);
    // What is wrong with the base value that a conversion made is told, too.
    expect(codec.validateValue({ p: '3' })).toMatchObject([{ path: 'p.y', expected: 'string' }]);
    const stubborn: LogicalType = {
      bind: () => ({ expected: 'nothing', fromBase: () => fail(), toBase: () => fail(), isShown: () => fail() }),
    };
    const none = codecOf(['null', on('int', 'none')], { logicalTypes: { none: stubborn }, engine });
    expect(findingsOf(() => none.decode(fromHex('0202')))).toMatchObject([{ expected: 'nothing', found: 'number 1' }]);
    expect(findingsOf(() => none.encode(1))).toMatchObject([{ expected: 'nothing' }]);
    expect(findingsOf(() => none.encode('x'))).toMatchObject([{ expected: 'one of null, int' }]);
  });

  it("follows recursion through a type of one's own", () => {
    const id: LogicalType = {
      bind: () => ({ expected: 'it', fromBase: (base) => base, toBase: (value) => value, isShown: () => true }),
    };
    const list = { type: 'record', name: 'L', logicalType: 'id', fields: [{ name: 'next', type: ['null', 'L'] }] };
    const codec = codecOf(list, { logicalTypes: { id }, engine });
    expect(codec.decode(codec.encode({ next: { next: null } }))).toEqual({ next: { next: null } });
    expect(() => codec.decode(new Uint8Array(5000).fill(2))).toThrow('nested at most');
  });

  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const int32 = fc.integer();
  const bytesOf = (size: number) =>
    fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => new Uint8Array(bytes));
  const ranges: readonly (readonly [schema: JsonValue, base: fc.Arbitrary<unknown>])[] = [
    [on('int', 'date'), int32],
    [on('int', 'time-millis'), fc.integer({ min: 0, max: 86_399_999 })],
    [on('long', 'time-micros'), fc.bigInt({ min: 0n, max: 86_399_999_999n })],
    ...['', 'local-'].flatMap((local) =>
      ['millis', 'micros', 'nanos'].map((unit) => [on('long', `${local}timestamp-${unit}`), int64] as const),
    ),
    [fixed(12, 'duration'), bytesOf(12)],
    [fixed(16, 'uuid'), bytesOf(16)],
    [
      fixed(9, 'decimal', { precision: 21, scale: 7 }),
      fc.bigInt({ min: 1n - 10n ** 21n, max: 10n ** 21n - 1n }).map((value) => packInteger(value, 9)),
    ],
    [
      on('bytes', 'decimal', { precision: 40, scale: 3 }),
      fc.bigInt({ min: 1n - 10n ** 40n, max: 10n ** 40n - 1n }).map((value) => packInteger(value)),
    ],
    [
      on('bytes', 'big-decimal'),
      fc.tuple(fc.bigInt(), int32).map(([value, scale]) => packBigDecimal(packInteger(value), scale)),
    ],
  ];
  it.each(ranges)('%j comes back exactly over its whole range', (schema, arbitrary) => {
    const logical = codecOf(schema, { logicalTypes: LOGICAL_TYPES, engine });
    const base = codecOf(schema, { long: 'bigint', engine });
    fc.assert(
      fc.property(arbitrary, (value) => {
        const bytes = base.encode(value);
        const text = logical.decode(bytes);
        expect(typeof text).toBe('string');
        expect(logical.encode(text)).toEqual(bytes);
        expect(logical.decode(logical.encode(text))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with Date where a Date reaches', () => {
    const codec = codecOf(on('long', 'timestamp-millis'), { logicalTypes: LOGICAL_TYPES, engine });
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(codec.decode(codec.encode(date))).toBe(date.toISOString());
      }),
    );
  });
});

function parse(schema: JsonValue) {
  return parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
}

function fail(): never {
  throw new Error('stubborn');
}

/** Two's complement, in the fewest bytes where no size is given. */
function packInteger(value: bigint, size?: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.unshift(Number(BigInt.asUintN(8, rest)));
    rest >>= 8n;
  } while (size === undefined ? rest !== (((bytes[0] ?? 0) & 0x80) === 0 ? 0n : -1n) : bytes.length < size);
  return Uint8Array.from(bytes);
}

function packBigDecimal(digits: Uint8Array, scale: number): Uint8Array {
  const pair = record({ name: 'digits', type: 'bytes' }, { name: 'scale', type: 'int' });
  return compileCodec(parseSchema(pair)).encode({ digits, scale });
}
