// Made by `sluice generate --avro schemas/json-combined --out gen`; edit its source instead.

export interface Pet {
  petType: string;
  name: string;
}
