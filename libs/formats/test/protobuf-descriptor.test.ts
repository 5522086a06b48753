import { describe, expect, it } from 'vitest';
import { findMessage, findMessageByIndexes, KNOWN_FILE_NAMES, parseProtobuf } from '../src/protobuf/index.ts';
import type { FieldDescriptor } from '../src/protobuf/index.ts';

const ORDER = `
syntax = "proto3";
package acme.shop;
import "google/protobuf/timestamp.proto";

// An order.
// It has lines.
message Order {
  reserved 9, 20 to 29, "old_name";
  string order_id = 1; // the key
  repeated Line lines = 2;
  google.protobuf.Timestamp created_at = 3 [json_name = "when"];
  map<string, int64> totals = 4;
  oneof payment {
    string card = 6;
    bytes token = 5;
  }
  optional int32 priority = 7 [deprecated = true];
  repeated sint32 deltas = 8;
  State state = 10;
  message Line {
    message Discount { double rate = 1; }
    Discount discount = 1;
    Order order = 2;
  }
  message Note {}
}
enum State { STATE_UNKNOWN = 0; OPEN = 1; }
`;

describe('the model of a file', () => {
  const { file } = parseProtobuf(ORDER);
  const [order] = file.messages;
  const fields = new Map((order?.fields ?? []).map((field) => [field.name, field]));
  const field = (name: string): FieldDescriptor => {
    const found = fields.get(name);
    if (found === undefined) throw new Error(`no field ${name}`);
    return found;
  };

  it('names what the file declares', () => {
    expect(file).toMatchObject({ name: '', syntax: 'proto3', packageName: 'acme.shop' });
    expect(file.imports.map(({ name, kind }) => [name, kind])).toEqual([['google/protobuf/timestamp.proto', 'plain']]);
    expect(order).toMatchObject({ fullName: 'acme.shop.Order', doc: 'An order.\nIt has lines.', indexes: [0] });
    expect(order?.reserved).toEqual([{ from: 9, to: 9 }, { from: 20, to: 29 }, 'old_name']);
    expect(file.enums[0]).toMatchObject({ fullName: 'acme.shop.State', isClosed: false });
  });

  it('gives fields in the order of their numbers, with labels, names and types', () => {
    expect(order?.fields.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10]);
    expect(field('order_id')).toMatchObject({ jsonName: 'orderId', label: 'implicit', doc: 'the key' });
    expect(field('created_at')).toMatchObject({ jsonName: 'when', label: 'optional' });
    expect(field('totals')).toMatchObject({
      label: 'repeated',
      type: { kind: 'map', key: 'string', value: { kind: 'scalar', scalar: 'int64' } },
    });
    expect(field('priority')).toMatchObject({ label: 'optional', isDeprecated: true, oneof: undefined });
    expect(field('deltas')).toMatchObject({ label: 'repeated', isPacked: true });
    expect(field('state').type).toMatchObject({ kind: 'enum', enum: { name: 'State' } });
    expect(field('card').oneof?.fields.map(({ name }) => name)).toEqual(['token', 'card']);
  });

  it('links messages as objects, in circles too, and knows built-in files', () => {
    const line = findMessage(file, 'acme.shop.Order.Line');
    expect(field('lines').type).toEqual({ kind: 'message', message: line, isGroup: false });
    expect(line?.fields[1]?.type).toMatchObject({ kind: 'message', message: order });
    expect(field('created_at').type).toMatchObject({ message: { fullName: 'google.protobuf.Timestamp' } });
  });

  it.each([
    [[0], 'acme.shop.Order'],
    [[0, 0], 'acme.shop.Order.Line'],
    [[0, 0, 0], 'acme.shop.Order.Line.Discount'],
    [[0, 1], 'acme.shop.Order.Note'],
  ])('finds the message at %j by its indexes and by its name', (indexes, fullName) => {
    const found = findMessageByIndexes(file, indexes);
    expect(found?.fullName).toBe(fullName);
    expect(found?.indexes).toEqual(indexes);
    expect(findMessage(file, fullName)).toBe(found);
    expect(findMessage(file, fullName.replace('acme.shop.', ''))).toBe(found);
  });

  it('never finds the entry of a map, but what stands there without such entries', () => {
    const { file: written } = parseProtobuf(`syntax = "proto3";
      message M {
        repeated MapEntry map = 1;
        message MapEntry { option map_entry = true; string key = 1; int32 value = 2; }
        message Note {}
      }`);
    expect(written.messages[0]?.fields[0]?.type).toMatchObject({ kind: 'map', key: 'string' });
    for (const indexes of [
      [0, 0],
      [0, 1],
    ])
      expect(findMessageByIndexes(written, indexes)?.name).toBe('Note');
  });

  it('finds nothing at other indexes and names', () => {
    for (const indexes of [[], [1], [0, 2], [0, 0, 0, 0], [-1]])
      expect(findMessageByIndexes(file, indexes)).toBe(undefined);
    for (const name of ['Line', 'acme.Order', '', 'State']) expect(findMessage(file, name)).toBe(undefined);
  });
});

describe('proto2', () => {
  const { file } = parseProtobuf(`
    package old;
    message M {
      required int32 a = 1 [default = -0x10];
      optional Kind kind = 2 [default = TWO];
      optional bytes raw = 3 [default = "\\x00\\377z"];
      repeated uint32 plain = 4;
      repeated uint32 packed = 5 [packed = true];
      optional group Part = 6 { optional string name = 1; }
      optional uint64 big = 7 [default = 18446744073709551615];
      optional double down = 8 [default = -inf];
      extensions 100 to max;
    }
    enum Kind { ONE = 1; TWO = 2; }
    extend M { optional string more = 100; }
  `);
  const fields = file.messages[0]?.fields ?? [];

  it('reads labels, defaults, groups and extensions', () => {
    expect(fields.map(({ name, label, defaultValue }) => [name, label, defaultValue])).toEqual([
      ['a', 'required', -16],
      ['kind', 'optional', 'TWO'],
      ['raw', 'optional', Uint8Array.of(0, 255, 122)],
      ['plain', 'repeated', undefined],
      ['packed', 'repeated', undefined],
      ['part', 'optional', undefined],
      ['big', 'optional', 18_446_744_073_709_551_615n],
      ['down', 'optional', -Infinity],
    ]);
    expect(fields.map(({ isPacked }) => isPacked)).toEqual([false, false, false, false, true, false, false, false]);
    expect(fields[5]?.type).toMatchObject({ kind: 'message', isGroup: true, message: { fullName: 'old.M.Part' } });
    expect(file.enums[0]?.isClosed).toBe(true);
    expect(file.messages[0]?.extensionRanges).toEqual([{ from: 100, to: 536_870_911 }]);
    expect(file.extensions.map(({ extendee, fullName }) => [extendee, fullName])).toEqual([['old.M', 'old.more']]);
  });
});

describe('built-in files', () => {
  it.each(KNOWN_FILE_NAMES)('%s reads as a schema of its own', (name) => {
    const { file } = parseProtobuf(`syntax = "proto3"; import public "${name}";`);
    expect(file.imports[0]?.file?.name).toBe(name);
  });
});
