// Made by `sluice generate --avro schemas/recursion --out gen`; edit its source instead.

/** Avro record `Node`. */
export interface Node {
  value: number;
  /** @defaultValue `null` */
  next: Node | null;
}

/** `Node` to encode: fields left out take their defaults. */
export interface NodeInput extends Omit<Node, 'next'> {
  /** @defaultValue `null` */
  next?: NodeInput | null;
}
