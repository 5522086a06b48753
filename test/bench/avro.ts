// libs/avro against avsc, interleaved in one process: medians of ROUNDS, in nanoseconds, and how many times faster we are.
//   node test/bench/avro.ts
import avsc from 'avsc';
import { compileCodec, compileResolver, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';

const ROUNDS = 21;
const ROUND_MS = 15;

const SENSOR = {
  type: 'record',
  name: 'MachineSensor',
  fields: [
    { name: 'machine', type: 'string' },
    { name: 'sensor', type: 'string' },
    { name: 'value', type: 'float' },
    { name: 'units', type: 'string' },
  ],
};

const ORDER = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'placedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
    {
      name: 'customer',
      type: {
        type: 'record',
        name: 'Customer',
        fields: [
          { name: 'id', type: 'long' },
          { name: 'name', type: 'string' },
          { name: 'email', type: ['null', 'string'], default: null },
        ],
      },
    },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED', 'DONE'] } },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'quantity', type: 'int' },
            { name: 'price', type: 'double' },
          ],
        },
      },
    },
    { name: 'labels', type: { type: 'map', values: 'string' } },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'discount', type: ['null', 'double'], default: null },
    { name: 'total', type: 'double' },
    { name: 'weight', type: 'float' },
    { name: 'parcels', type: 'int' },
    { name: 'isGift', type: 'boolean' },
    { name: 'signature', type: 'bytes' },
    { name: 'shippedOn', type: ['null', { type: 'int', logicalType: 'date' }], default: null },
    { name: 'currency', type: 'string' },
  ],
};

const SAMPLES = {
  A: {
    schema: SENSOR,
    evolved: { ...SENSOR, fields: [...SENSOR.fields, { name: 'quality', type: 'int', default: 0 }] },
    value: { machine: 'SuperOven3000', sensor: 'OvenTemp', value: 230.5, units: 'C' },
  },
  B: {
    schema: ORDER,
    evolved: {
      ...ORDER,
      fields: [
        ...ORDER.fields.filter(({ name }) => name !== 'weight'),
        { name: 'channel', type: 'string', default: 'web' },
      ],
    },
    value: {
      id: 'ord-2026-000123',
      placedAt: 1_767_225_600_123,
      customer: { id: 812_331, name: 'Thingam Industries', email: 'orders@thingam.example' },
      status: 'PAID',
      lines: [
        { sku: 'THG-0001', quantity: 3, price: 19.99 },
        { sku: 'THG-0002', quantity: 1, price: 249.5 },
        { sku: 'THG-0003', quantity: 12, price: 3.25 },
        { sku: 'THG-0004', quantity: 2, price: 80 },
      ],
      labels: { region: 'north', priority: 'high', warehouse: 'W7' },
      note: 'leave at the gate',
      discount: null,
      total: 508.47,
      weight: 12.25,
      parcels: 2,
      isGift: false,
      signature: Uint8Array.from({ length: 32 }, (_, index) => index * 7),
      shippedOn: 20_454,
      currency: 'EUR',
    },
  },
};

/** Two ways to do one thing: ours, then the one it is measured against. */
type Duel = readonly [name: string, ours: () => unknown, theirs: () => unknown];

function listDuels(sample: (typeof SAMPLES)[keyof typeof SAMPLES]): readonly Duel[] {
  const [schema, evolved] = [parse(sample.schema), parse(sample.evolved)];
  const codec = compileCodec(schema);
  const resolver = compileResolver(schema, evolved);
  const peer = avsc.Type.forSchema(sample.schema as avsc.Schema);
  const peerEvolved = avsc.Type.forSchema(sample.evolved as avsc.Schema);
  const peerResolver = peerEvolved.createResolver(peer);
  const { value } = sample;
  // avsc takes and gives Buffers only.
  const peerValue = 'signature' in value ? { ...value, signature: Buffer.from(value.signature) } : value;
  const bytes = codec.encode(value);
  const peerBytes = Buffer.from(bytes);
  if (Buffer.compare(peer.toBuffer(peerValue), peerBytes) !== 0) throw new Error('the peers encode differently');
  const target = new Uint8Array(1024);
  const peerTarget = Buffer.alloc(1024);
  return [
    [
      "encode into a caller's buffer",
      () => codec.encodeInto(value, target, 0),
      () => peer.encode(peerValue, peerTarget, 0),
    ],
    ['encode to a new value', () => codec.encode(value), () => peer.toBuffer(peerValue)],
    ['decode', () => codec.decode(bytes), () => peer.fromBuffer(peerBytes)],
    ['evolved decode', () => resolver.decode(bytes), () => peerEvolved.fromBuffer(peerBytes, peerResolver)],
    ['validate, against our decode', () => codec.validateBytes(bytes, 0, bytes.length), () => codec.decode(bytes)],
  ];
}

function parse(schema: unknown): ReturnType<typeof parseSchema> {
  return parseSchema(schema as JsonValue);
}

let sink: unknown;

/** Nanoseconds a call, over about ROUND_MS. */
function measure(action: () => unknown, calls: number): number {
  const begun = process.hrtime.bigint();
  for (let index = 0; index < calls; index++) sink = action();
  return Number(process.hrtime.bigint() - begun) / calls;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function run(): void {
  const duels = Object.entries(SAMPLES).flatMap(([name, sample]) =>
    listDuels(sample).map(([what, ours, theirs]) => ({
      name: `${name} ${what}`,
      ours,
      theirs,
      times: [[], []] as number[][],
    })),
  );
  // Everything runs hot before anything is measured: code compiled for one type only would not stay so in a program.
  for (const { ours, theirs } of duels) for (const action of [ours, theirs]) measure(action, 20_000);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { ours, theirs, times } of duels) {
      for (const [index, action] of [ours, theirs].entries()) {
        const calls = Math.ceil((ROUND_MS * 1e6) / Math.max(20, measure(action, 200)));
        times[index]?.push(measure(action, calls));
      }
    }
  }
  for (const { name, times } of duels) {
    const [ours, theirs] = times.map(median) as [number, number];
    process.stdout.write(
      `${name.padEnd(34)} ${ours.toFixed(0).padStart(6)} ${theirs.toFixed(0).padStart(6)}  ${(theirs / ours).toFixed(2)}x\n`,
    );
  }
}

run();
if (sink === Symbol.iterator) process.stdout.write('');
