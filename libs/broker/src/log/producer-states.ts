/** What a partition keeps of a producer's latest batches, so that a batch sent twice is stored once. */
export interface ProducedBatch {
  readonly baseSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly timestampMs: bigint;
}

export interface ProducerState {
  epoch: number;
  /** Oldest first, at most {@link BATCHES_KEPT}. */
  readonly batches: ProducedBatch[];
}

export type SequenceVerdict =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly batch: ProducedBatch }
  | { readonly kind: 'refuse'; readonly error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' | 'INVALID_PRODUCER_EPOCH' };

/** As many as a client may have in flight (max.in.flight.requests.per.connection with idempotence). */
const BATCHES_KEPT = 5;
const MAX_SEQUENCE = 0x7fff_ffff;
const APPEND: SequenceVerdict = { kind: 'append' };
const OUT_OF_ORDER: SequenceVerdict = { kind: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
const FENCED: SequenceVerdict = { kind: 'refuse', error: 'INVALID_PRODUCER_EPOCH' };

/** The idempotent producers of one partition (KIP-98). The longest idle ones are forgotten beyond `maxProducers`. */
export class ProducerStates {
  readonly #states = new Map<bigint, ProducerState>();
  readonly #maxProducers: number;

  constructor(maxProducers = 10_000) {
    this.#maxProducers = maxProducers;
  }

  get size(): number {
    return this.#states.size;
  }

  entries(): IterableIterator<[bigint, ProducerState]> {
    return this.#states.entries();
  }

  check(producerId: bigint, epoch: number, baseSequence: number, lastSequence: number): SequenceVerdict {
    const state = this.#states.get(producerId);
    // Kafka accepts any first sequence of a producer that it knows nothing of: the log may have been truncated.
    if (state === undefined) return APPEND;
    if (epoch < state.epoch) return FENCED;
    if (epoch > state.epoch) return baseSequence === 0 ? APPEND : OUT_OF_ORDER;
    for (const batch of state.batches) {
      if (batch.baseSequence === baseSequence && batch.lastSequence === lastSequence)
        return { kind: 'duplicate', batch };
    }
    const last = state.batches.at(-1);
    return last === undefined || baseSequence === nextSequence(last.lastSequence) ? APPEND : OUT_OF_ORDER;
  }

  record(producerId: bigint, epoch: number, batch: ProducedBatch): void {
    const known = this.#states.get(producerId);
    const state = known?.epoch === epoch ? known : { epoch, batches: [] };
    if (state.batches.length === BATCHES_KEPT) state.batches.shift();
    state.batches.push(batch);
    this.#states.delete(producerId);
    this.#states.set(producerId, state);
    if (this.#states.size > this.#maxProducers) {
      for (const oldest of this.#states.keys()) {
        this.#states.delete(oldest);
        break;
      }
    }
  }

  clear(): void {
    this.#states.clear();
  }
}

/** The sequence number of a batch's last record; numbers wrap from 2^31 - 1 to 0. */
export function lastSequenceOf(baseSequence: number, count: number): number {
  const last = baseSequence + count - 1;
  return last > MAX_SEQUENCE ? last - MAX_SEQUENCE - 1 : last;
}

function nextSequence(sequence: number): number {
  return sequence === MAX_SEQUENCE ? 0 : sequence + 1;
}
