/** The languages of schemas, by the registry's names. */
export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

/** One order in each language: as it began, grown compatibly, broken for readers of what is stored, and with a customer by reference. */
interface OrderSchemas {
  readonly order: string;
  readonly grown: string;
  readonly broken: string;
  /** How Confluent names what is wrong with `broken`. */
  readonly fault: string;
  readonly customer: string;
  readonly withCustomer: string;
  /** The name by which `withCustomer` refers to `customer`. */
  readonly reference: string;
  /** A value of `withCustomer`. */
  readonly value: object;
  /** `order` in another notation that means the same; `normalize` makes them one. */
  readonly otherwise: string;
}

/** All in the form in which the registry answers them. */
export const SCHEMAS = {
  AVRO: {
    order: avroOrder({ name: 'item', type: 'string' }),
    grown: avroOrder({ name: 'item', type: 'string' }, { name: 'note', type: 'string', default: '' }),
    broken: avroOrder({ name: 'item', type: 'string' }, { name: 'price', type: 'double' }),
    fault: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    customer: JSON.stringify({
      type: 'record',
      name: 'Customer',
      namespace: 'shop',
      fields: [{ name: 'name', type: 'string' }],
    }),
    withCustomer: avroOrder({ name: 'customer', type: 'Customer' }),
    reference: 'shop.Customer',
    value: { id: 7, customer: { name: 'Ada' } },
    otherwise: avroOrder({ name: 'item', type: { type: 'string' } }),
  },
  JSON: {
    order: jsonOrder({ item: { type: 'string' } }),
    grown: jsonOrder({ item: { type: 'string' }, note: { type: 'string' } }),
    broken: jsonOrder({ item: { type: 'boolean' } }),
    fault: 'TYPE_CHANGED',
    customer: JSON.stringify({
      $id: 'customer.json',
      type: 'object',
      title: 'Customer',
      properties: { name: { type: 'string' } },
      additionalProperties: false,
    }),
    withCustomer: jsonOrder({ customer: { $ref: 'customer.json' } }),
    reference: 'customer.json',
    value: { id: 7, customer: { name: 'Ada' } },
    otherwise: JSON.stringify({
      additionalProperties: false,
      properties: { item: { type: 'string' }, id: { type: 'integer' } },
      title: 'Order',
      type: 'object',
    }),
  },
  PROTOBUF: {
    order: protobufFile('message Order {\n  int64 id = 1;\n  string item = 2;\n}'),
    grown: protobufFile('message Order {\n  int64 id = 1;\n  string item = 2;\n  string note = 3;\n}'),
    broken: protobufFile('message Order {\n  int64 id = 1;\n  bool item = 2;\n}'),
    fault: 'FIELD_SCALAR_KIND_CHANGED',
    customer: protobufFile('message Customer {\n  string name = 1;\n}'),
    withCustomer: protobufFile(
      'import "customer.proto";\n\nmessage Order {\n  int64 id = 1;\n  .shop.Customer customer = 2;\n}',
    ),
    reference: 'customer.proto',
    value: { id: 7, customer: { name: 'Ada' } },
    otherwise: protobufFile('message Order {\n  string item = 2;\n  int64 id = 1;\n}'),
  },
} as const satisfies Record<SchemaType, OrderSchemas>;

function avroOrder(...fields: readonly object[]): string {
  const id = { name: 'id', type: 'long' };
  return JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields: [id, ...fields] });
}

function jsonOrder(properties: object): string {
  return JSON.stringify({
    type: 'object',
    title: 'Order',
    properties: { id: { type: 'integer' }, ...properties },
    additionalProperties: false,
  });
}

function protobufFile(body: string): string {
  return `syntax = "proto3";\npackage shop;\n\n${body}\n`;
}
