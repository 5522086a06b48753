import type { EncodedRecord, TopicProducer } from './clients/topic-producer.ts';
import type { Ledger } from './ledger.ts';

export interface Delivery {
  readonly producer: TopicProducer;
  readonly ledger: Ledger;
  readonly topic: string;
  readonly machine: string;
  /** What a refusal of this batch is filed under. */
  readonly kind: string;
}

/** Sends one batch, enters its fate, and returns the records to send again: the good ones of a refused batch. */
export async function deliver(
  records: readonly EncodedRecord[],
  { producer, ledger, topic, machine, kind }: Delivery,
): Promise<readonly EncodedRecord[]> {
  ledger.noteProduced(records.length);
  const refusal = await producer.send(machine, records);
  if (refusal === undefined) {
    ledger.noteAccepted(machine, records.length);
    return [];
  }
  const reason = refusal.records[0]?.reason ?? refusal.message;
  ledger.noteRejected({ atMs: Date.now(), kind, topic, machine, records: records.length, reason });
  const bad = new Set(refusal.records.map(({ index }) => index));
  if (bad.size === 0) throw new Error(`a batch of ${machine} was refused with no record named: ${refusal.message}`);
  return records.filter((_, index) => !bad.has(index));
}
