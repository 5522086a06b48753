// Made by `sluice generate --avro schemas/logical-text --out gen`; edit its source instead.
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
  price: string;
  fixedPrice: Amount;
  /** `bytes big-decimal` on the wire. */
  any: string;
  /** `string uuid` on the wire. */
  id: string;
  rawId: RawId;
  /** `int date` on the wire. */
  day: string;
  /** `int time-millis` on the wire. */
  time: string;
  /** `long time-micros` on the wire. */
  timeMicros: string;
  /**
   * `long timestamp-millis` on the wire.
   *
   * @defaultValue `0`
   */
  at: string;
  /** `long timestamp-micros` on the wire. */
  atMicros: string;
  /** `long timestamp-nanos` on the wire. */
  atNanos: string;
  /** `long local-timestamp-millis` on the wire. */
  local: string;
  span: Span;
  /** `long timestamp-millis` on the wire. */
  maybe: string | null;
  /** `int date` on the wire. */
  dates: string[];
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
  at?: string;
}
