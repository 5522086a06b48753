// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import type { Money, MoneyInput } from '../../../money.ts';
import type { OrderLineTag, OrderLineTagInput } from './line/tag.ts';

/** Protobuf message `acme.shop.v1.Order.Line`. */
export interface OrderLine {
  sku: string;
  count: number;
  price?: Money;
  tags: OrderLineTag[];
}

/** `OrderLine` to encode: what is left out takes its default. */
export interface OrderLineInput {
  sku?: string;
  count?: number;
  price?: MoneyInput;
  tags?: OrderLineTagInput[];
}
