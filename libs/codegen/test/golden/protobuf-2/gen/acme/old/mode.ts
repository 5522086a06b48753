// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.

/** The numbers of `Mode` on the wire. */
export const MODE_NUMBERS = {
  SLOW: 1,
  FAST: 2,
} as const;

/** Protobuf enum `acme.old.Mode`. A number that it does not name is passed over. */
export type Mode = keyof typeof MODE_NUMBERS;
