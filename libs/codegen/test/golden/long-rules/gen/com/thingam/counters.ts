// Made by `sluice generate --avro schemas/long-rules --out gen`; edit its source instead.
import type { Inner, InnerInput } from './inner.ts';

/** Avro record `com.thingam.Counters`. */
export interface Counters {
  total: number;
  exact: bigint;
  id: string;
  list: (bigint | null)[];
  inner: Inner;
}

/** `Counters` to encode: fields left out take their defaults. */
export interface CountersInput extends Omit<Counters, 'inner'> {
  inner: InnerInput;
}
