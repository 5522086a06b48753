import { expect } from 'vitest';
import type { Driver, InputRecord, ReadRecord } from './driver.ts';

/** How long members may take to agree or to read; a join of Kafka's own tools starts a JVM. */
const PATIENCE_MS = 45_000;

/** Waits until each member has partitions and together they have each of `partitions` once; answers the shares. They must read nothing. */
export async function waitForShares(
  driver: Driver,
  members: readonly string[],
  partitions: number,
): Promise<number[][]> {
  const all = Array.from({ length: partitions }, (_, number) => number);
  let shares: number[][] = [];
  for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs;) {
    shares = [];
    for (const member of members) {
      const { assigned, records } = await driver.call('poll', { member });
      expect(records).toEqual([]);
      shares.push(assigned);
    }
    const together = shares.flat().toSorted((a, b) => a - b);
    if (shares.every((share) => share.length > 0) && String(together) === String(all)) return shares;
  }
  throw new Error(`${members.join(' and ')} have ${JSON.stringify(shares)} of ${partitions} partitions`);
}

/** What the members read until they have `count` records and a further look brings nothing. */
export async function readAll(
  driver: Driver,
  members: readonly string[],
  count: number,
): Promise<ReadRecord<unknown>[]> {
  const read: ReadRecord<unknown>[] = [];
  const poll = async () => {
    for (const member of members) read.push(...(await driver.call('poll', { member })).records);
  };
  for (const endMs = Date.now() + PATIENCE_MS; read.length < count && Date.now() < endMs;) await poll();
  await poll();
  return read;
}

/** Each record was read once, as it was sent, and in the order it was sent among those of its key. */
export function checkRead(read: readonly ReadRecord<unknown>[], sent: readonly InputRecord[]): void {
  const byPlace = read.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
  const pick = ({ key, value, headers }: InputRecord | ReadRecord<unknown>) => ({ key, value, headers });
  for (const key of new Set(sent.map((record) => record.key))) {
    const ofKey = (records: readonly (InputRecord | ReadRecord<unknown>)[]) =>
      records.filter((record) => record.key === key).map(pick);
    expect(ofKey(byPlace)).toEqual(ofKey(sent));
  }
  expect(read).toHaveLength(sent.length);
  for (const partition of new Set(read.map((record) => record.partition))) {
    const offsets = read.filter((record) => record.partition === partition).map(({ offset }) => offset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  }
}
