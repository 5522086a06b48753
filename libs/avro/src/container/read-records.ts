import type { AvroError } from '../avro-error.ts';
import type { CodecOptions } from '../codec-options.ts';
import { explainBytes } from '../explain/explain-bytes.ts';
import { planResolver } from '../plan/build-plan.ts';
import { measureItem, measureMinimum } from '../plan/measure-plan.ts';
import { makeProduct } from '../products.ts';
import type { Schema } from '../schema/schema.ts';
import { isDataFault, MAX_EMPTY_ITEMS } from '../wire/faults.ts';
import type { Cursor } from '../wire/read.ts';
import type { ContainerInput } from './container-input.ts';

type Refuse = ContainerInput['refuse'];

/** Decodes the values of one file, block after block. */
export interface RecordReader {
  /** The values in a block's data, decoded where they stand as they are taken. `refuse` says which block it is. */
  read(bytes: Uint8Array, count: number, refuse: Refuse): Iterable<unknown>;
}

/** @throws AvroError from here and from `read` */
export function createRecordReader(
  writer: Schema,
  reader: Schema,
  options: CodecOptions,
  maxEmptyValues: number,
): RecordReader {
  const plan = planResolver(writer, reader, options);
  const decode = makeProduct(plan, 'decode', options.engine ?? 'jit');
  const minimum = measureMinimum(plan, new Map());
  /** What a value without bytes takes of the file's budget: the values that are made of it. */
  const emptyCost = Math.max(1, -measureItem(plan, new Map(), new Map()));
  let emptyLeft = maxEmptyValues;

  function* decodeAll(bytes: Uint8Array, count: number, refuse: Refuse): Generator<unknown, void, void> {
    const end = bytes.length;
    // Of its own: another block may be read between two values of this one.
    const cursor: Cursor = { at: 0, emptyItems: 0, paidTo: 0 };
    let at = 0;
    for (let record = 0; record < count; record++) {
      cursor.emptyItems = MAX_EMPTY_ITEMS;
      cursor.paidTo = at;
      let value: unknown;
      try {
        value = decode(bytes, at, end, cursor, 0);
      } catch (error) {
        if (!isDataFault(error)) throw error;
        throw explain(bytes, at, record, refuse);
      }
      if (cursor.at > end) throw explain(bytes, at, record, refuse);
      if (cursor.at === at && (emptyLeft -= emptyCost) < 0) {
        throw refuse({
          expected: `at most ${maxEmptyValues} values without bytes`,
          found: 'more',
          record,
          dataOffset: at,
        });
      }
      at = cursor.at;
      yield value;
    }
    if (at === end) return;
    throw refuse({ expected: `the end of the block after ${count} records`, found: `${end - at} bytes left` });
  }

  function explain(bytes: Uint8Array, at: number, record: number, refuse: Refuse): AvroError {
    const finding = explainBytes(plan, bytes, at, bytes.length, true);
    if (finding === undefined)
      return refuse({ expected: 'a record', found: 'bytes that were refused', record, dataOffset: at });
    const { path, expected, found, offset } = finding;
    return refuse({ path, expected, found, record, dataOffset: at + offset });
  }

  return {
    read(bytes, count, refuse) {
      if (count * minimum > bytes.length) {
        const expected = `${count} records of at least ${minimum} ${minimum === 1 ? 'byte' : 'bytes'}`;
        throw refuse({ expected, found: `${bytes.length} bytes` });
      }
      return decodeAll(bytes, count, refuse);
    },
  };
}
