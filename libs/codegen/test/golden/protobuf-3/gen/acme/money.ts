// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/**
 * An amount of some currency.
 *
 * Protobuf message `acme.Money`.
 */
export interface Money {
  /** ISO 4217. */
  currency: string;
  units: bigint;
  nanos: number;
}

/** `Money` to encode: what is left out takes its default. */
export interface MoneyInput {
  /** ISO 4217. */
  currency?: string;
  units?: bigint;
  nanos?: number;
}
