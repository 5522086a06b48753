import { parseSchema } from '@sluice/avro';
import type { JsonValue, Schema } from '@sluice/avro';

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

/** A: the reading of a machine. B: an order of 15 fields. Each with a later version of its schema. */
export const SAMPLES = {
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

export type Sample = (typeof SAMPLES)[keyof typeof SAMPLES];

export function parse(schema: unknown): Schema {
  return parseSchema(schema as JsonValue);
}

/** The value as avsc takes and gives it: with Buffers only. */
export function withBuffers(value: Sample['value']): unknown {
  return 'signature' in value ? { ...value, signature: Buffer.from(value.signature) } : value;
}

/** A value as it is with Uint8Arrays only, and without the classes of those who made it. */
export function withoutBuffers(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(withoutBuffers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBuffers(item)]));
}
