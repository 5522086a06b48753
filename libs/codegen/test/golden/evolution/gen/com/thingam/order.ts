// Made by `sluice generate --avro schemas/evolution --out gen`; edit its source instead.
import type { OrderState } from './order-state.ts';

/** Avro record `com.thingam.Order`. */
export interface Order {
  id: number;
  amount: number;
  state: OrderState;
  /**
   * Also read from `comment`.
   *
   * @defaultValue `null`
   */
  note: string | null;
}

/** `Order` to encode: fields left out take their defaults. */
export interface OrderInput extends Omit<Order, 'note'> {
  /**
   * Also read from `comment`.
   *
   * @defaultValue `null`
   */
  note?: string | null;
}
