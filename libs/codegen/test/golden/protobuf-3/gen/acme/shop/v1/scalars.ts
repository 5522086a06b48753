// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** Protobuf message `acme.shop.v1.Scalars`. */
export interface Scalars {
  aDouble: number;
  aFloat: number;
  anInt32: number;
  anInt64: bigint;
  aUint32: number;
  aUint64: bigint;
  aSint32: number;
  aSint64: bigint;
  aFixed32: number;
  aFixed64: bigint;
  aSfixed32: number;
  aSfixed64: bigint;
  aBool: boolean;
  aString: string;
  someBytes: Uint8Array;
  doubles: number[];
  floats: number[];
  int32s: number[];
  int64s: bigint[];
  uint32s: number[];
  uint64s: bigint[];
  sint32s: number[];
  sint64s: bigint[];
  fixed32s: number[];
  fixed64s: bigint[];
  sfixed32s: number[];
  sfixed64s: bigint[];
  bools: boolean[];
  strings: string[];
  bytesList: Uint8Array[];
  unpacked: number[];
  int32Map: Map<number, number>;
  uint64Map: Map<bigint, Uint8Array>;
  maybe?: number;
  farAway: number;
}

/** `Scalars` to encode: what is left out takes its default. */
export interface ScalarsInput {
  aDouble?: number;
  aFloat?: number;
  anInt32?: number;
  anInt64?: bigint;
  aUint32?: number;
  aUint64?: bigint;
  aSint32?: number;
  aSint64?: bigint;
  aFixed32?: number;
  aFixed64?: bigint;
  aSfixed32?: number;
  aSfixed64?: bigint;
  aBool?: boolean;
  aString?: string;
  someBytes?: Uint8Array;
  doubles?: number[];
  floats?: number[];
  int32s?: number[];
  int64s?: bigint[];
  uint32s?: number[];
  uint64s?: bigint[];
  sint32s?: number[];
  sint64s?: bigint[];
  fixed32s?: number[];
  fixed64s?: bigint[];
  sfixed32s?: number[];
  sfixed64s?: bigint[];
  bools?: boolean[];
  strings?: string[];
  bytesList?: Uint8Array[];
  unpacked?: number[];
  int32Map?: ReadonlyMap<number, number>;
  uint64Map?: ReadonlyMap<bigint, Uint8Array>;
  maybe?: number;
  farAway?: number;
}
