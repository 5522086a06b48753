// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** Protobuf message `acme.shop.v1.Order.Line.Tag`. */
export interface OrderLineTag {
  name: string;
}

/** `OrderLineTag` to encode: what is left out takes its default. */
export interface OrderLineTagInput {
  name?: string;
}
