import { SendRefusal } from '@sluice/serde';
import type { Ledger } from './ledger.ts';

export interface Delivery<Item> {
  /** Sends records of one key as one batch of one partition, so that they share one fate. */
  readonly send: (items: readonly Item[]) => Promise<void>;
  readonly ledger: Ledger;
  readonly topic: string;
  readonly sender: string;
  /** What a refusal of this batch is filed under. */
  readonly kind: string;
}

/**
 * Sends one batch, enters its fate, and returns what to send again: the good ones of a refused batch. Rejects when the
 * fate is not known: the broker is gone, or failed for another cause than a bad record.
 */
export async function deliver<Item>(
  items: readonly Item[],
  { send, ledger, topic, sender, kind }: Delivery<Item>,
): Promise<readonly Item[]> {
  ledger.noteProduced(items.length);
  try {
    await send(items);
  } catch (error) {
    if (!(error instanceof SendRefusal)) throw error;
    const { message, records } = error;
    ledger.noteRejected({ atMs: Date.now(), kind, topic, sender, records: items.length, reason: message });
    const bad = new Set(records.map(({ index }) => index));
    if (bad.size === 0 || bad.has(undefined)) {
      throw new Error(`a batch of ${sender} was refused with no record named: ${message}`, { cause: error });
    }
    return items.filter((_, index) => !bad.has(index));
  }
  ledger.noteAccepted({ topic, sender, records: items.length });
  return [];
}
