// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** Protobuf message `acme.shop.v1.Order.Voucher`. */
export interface OrderVoucher {
  code: string;
}

/** `OrderVoucher` to encode: what is left out takes its default. */
export interface OrderVoucherInput {
  code?: string;
}
