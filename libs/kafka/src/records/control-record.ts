import { writeBatch } from './batch.ts';
import { noCodecs, type Crc32c } from './codecs.ts';

/** The end of a transaction on a partition (KIP-98): the one record of a control batch. */
export interface EndTxnMarker {
  readonly type: 'abort' | 'commit';
  readonly coordinatorEpoch: number;
}

/** Names at the place of their number in a control record's key. */
const TYPES = ['abort', 'commit'] as const;

/** Reads a control record; undefined when it is of another type than a transaction's end, or malformed. */
export function readEndTxnMarker(key: Uint8Array, value: Uint8Array): EndTxnMarker | undefined {
  if (key.length < 4 || value.length < 6) return undefined;
  const type = TYPES[new DataView(key.buffer, key.byteOffset).getInt16(2)];
  if (type === undefined) return undefined;
  return { type, coordinatorEpoch: new DataView(value.buffer, value.byteOffset).getInt32(2) };
}

/** Writes the control batch that ends a producer's transaction. `timestamp` in ms since 1970. */
export function writeEndTxnBatch(
  marker: EndTxnMarker & {
    readonly producerId: bigint;
    readonly producerEpoch: number;
    readonly timestamp: bigint;
    readonly baseOffset?: bigint;
    readonly partitionLeaderEpoch?: number;
  },
  crc32c: Crc32c,
): Uint8Array {
  const { type, coordinatorEpoch, timestamp, ...batch } = marker;
  // Key: version 0, type. Value: version 0, coordinator epoch.
  const key = new Uint8Array(4);
  new DataView(key.buffer).setInt16(2, TYPES.indexOf(type));
  const value = new Uint8Array(6);
  new DataView(value.buffer).setInt32(2, coordinatorEpoch);
  const records = [{ key, value, timestamp }];
  return writeBatch({ ...batch, records, isTransactional: true, isControl: true }, noCodecs, crc32c);
}
