// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import type { Int64Value, Int64ValueInput } from '../../../google/protobuf/int64-value.ts';
import type { Struct, StructInput } from '../../../google/protobuf/struct.ts';
import type { Timestamp, TimestampInput } from '../../../google/protobuf/timestamp.ts';
import type { Money, MoneyInput } from '../../money.ts';
import type { OrderLine, OrderLineInput } from './order/line.ts';
import type { OrderVoucher, OrderVoucherInput } from './order/voucher.ts';
import type { State } from './state.ts';

/**
 * An order as the shop takes it.
 * It is never changed once it was taken.
 *
 * Protobuf message `acme.shop.v1.Order`.
 */
export interface Order {
  /** Its number on the receipt. */
  id: string;
  state: State;
  lines: OrderLine[];
  takenAt?: Timestamp;
  note?: string;
  /**
   * How it is paid.
   *
   * `card`: The number of a card.
   *
   * `voucher`: Deprecated.
   */
  payment?:
    | { case: 'card'; value: string }
    | { case: 'cash'; value: Money }
    | { case: 'token'; value: Uint8Array }
    | { case: 'voucher'; value: OrderVoucher }
    | { case: 'statePaid'; value: State };
  labels: Record<string, string>;
  byNumber: Map<bigint, OrderLine>;
  extra?: Struct;
  points?: Int64Value;
  parent?: Order;
  history: State[];
  unpackedHistory: State[];
  states: Record<string, State>;
  weights: Map<boolean, number>;
  constructor_: string;
  delete: string;
}

/** `Order` to encode: what is left out takes its default. */
export interface OrderInput {
  /** Its number on the receipt. */
  id?: string;
  state?: State;
  lines?: OrderLineInput[];
  takenAt?: TimestampInput;
  note?: string;
  /**
   * How it is paid.
   *
   * `card`: The number of a card.
   *
   * `voucher`: Deprecated.
   */
  payment?:
    | { case: 'card'; value: string }
    | { case: 'cash'; value: MoneyInput }
    | { case: 'token'; value: Uint8Array }
    | { case: 'voucher'; value: OrderVoucherInput }
    | { case: 'statePaid'; value: State };
  labels?: Record<string, string>;
  byNumber?: ReadonlyMap<bigint, OrderLineInput>;
  extra?: StructInput;
  points?: Int64ValueInput;
  parent?: OrderInput;
  history?: State[];
  unpackedHistory?: State[];
  states?: Record<string, State>;
  weights?: ReadonlyMap<boolean, number>;
  constructor_?: string;
  delete?: string;
}
