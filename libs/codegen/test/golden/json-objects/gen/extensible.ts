// Made by `sluice generate --avro schemas/json-objects --out gen`; edit its source instead.

export interface Extensible {
  id: number;
  name?: string;
  missing: unknown;
  [key: string]: unknown;
}
