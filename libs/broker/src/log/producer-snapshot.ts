import type { Crc32c } from '@sluice/kafka';
import { lastSequenceOf, ProducerStates } from './producer-states.ts';

const VERSION = 1;
const HEAD_BYTES = 10;
const ENTRY_BYTES = 46;

/** The producers of a partition in Kafka's `.snapshot` format, version 1: of each producer its latest batch. */
export function encodeProducerSnapshot(states: ProducerStates, crc32c: Crc32c): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + states.size * ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, VERSION);
  view.setInt32(6, states.size);
  let at = HEAD_BYTES;
  for (const [producerId, state] of states.entries()) {
    const last = state.batches.at(-1);
    view.setBigInt64(at, producerId);
    view.setInt16(at + 8, state.epoch);
    view.setInt32(at + 10, last?.lastSequence ?? -1);
    view.setBigInt64(at + 14, BigInt(last?.lastOffset ?? -1));
    view.setInt32(at + 22, last === undefined ? 0 : last.lastOffset - last.baseOffset);
    view.setBigInt64(at + 26, last?.timestampMs ?? -1n);
    view.setInt32(at + 34, -1); // coordinator epoch: no transaction
    view.setBigInt64(at + 38, -1n); // first offset of the open transaction: none
    at += ENTRY_BYTES;
  }
  view.setUint32(2, crc32c(bytes.subarray(6)));
  return bytes;
}

/** Undefined when the bytes are no whole snapshot. */
export function decodeProducerSnapshot(bytes: Uint8Array, crc32c: Crc32c): ProducerStates | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getInt32(6);
  if (view.getInt16(0) !== VERSION || bytes.length !== HEAD_BYTES + count * ENTRY_BYTES) return undefined;
  if (view.getUint32(2) !== crc32c(bytes.subarray(6))) return undefined;
  const states = new ProducerStates();
  for (let at = HEAD_BYTES; at < bytes.length; at += ENTRY_BYTES) {
    const lastSequence = view.getInt32(at + 10);
    const lastOffset = Number(view.getBigInt64(at + 14));
    const delta = view.getInt32(at + 22);
    if (lastSequence < 0 || lastOffset < 0) continue;
    states.record(view.getBigInt64(at), view.getInt16(at + 8), {
      baseSequence: firstSequenceOf(lastSequence, delta),
      lastSequence,
      baseOffset: lastOffset - delta,
      lastOffset,
      timestampMs: view.getBigInt64(at + 26),
    });
  }
  return states;
}

function firstSequenceOf(lastSequence: number, delta: number): number {
  const first = lastSequence - delta;
  return first >= 0 ? first : lastSequenceOf(first + 0x7fff_ffff + 1, 1);
}
