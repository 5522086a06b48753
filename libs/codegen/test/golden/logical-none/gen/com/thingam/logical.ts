// Made by `sluice generate --avro schemas/logical-none --out gen`; edit its source instead.
import type { Amount } from './amount.ts';
import type { RawId } from './raw-id.ts';
import type { Span } from './span.ts';

/** Avro record `com.thingam.Logical`. */
export interface Logical {
  /**
   * In euros.
   *
   * `bytes decimal(9, 2)` on the wire.
   */
  price: Uint8Array;
  fixedPrice: Amount;
  /** `bytes big-decimal` on the wire. */
  any: Uint8Array;
  /** `string uuid` on the wire. */
  id: string;
  rawId: RawId;
  /** `int date` on the wire. */
  day: number;
  /** `int time-millis` on the wire. */
  time: number;
  /** `long time-micros` on the wire. */
  timeMicros: number;
  /**
   * `long timestamp-millis` on the wire.
   *
   * @defaultValue `0`
   */
  at: number;
  /** `long timestamp-micros` on the wire. */
  atMicros: number;
  /** `long timestamp-nanos` on the wire. */
  atNanos: number;
  /** `long local-timestamp-millis` on the wire. */
  local: number;
  span: Span;
  /** `long timestamp-millis` on the wire. */
  maybe: number | string | null;
  /** `int date` on the wire. */
  dates: number[];
  /** `string no-such-type` on the wire. */
  unknown: string;
  /** `string date` on the wire. */
  unsuitable: string;
}

/** `Logical` to encode: fields left out take their defaults. */
export interface LogicalInput extends Omit<Logical, 'at'> {
  /**
   * `long timestamp-millis` on the wire.
   *
   * @defaultValue `0`
   */
  at?: number;
}
