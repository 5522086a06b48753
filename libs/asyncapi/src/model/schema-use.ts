import type { JsonValue } from '@sluice/avro';
import type { SchemaType } from '@sluice/formats';
import type { Place } from '../source/node.ts';

/** The languages of schemas; `asyncapi` is the superset of JSON Schema draft 7 that documents use by default. */
export type SchemaLanguage = 'asyncapi' | 'json-schema' | 'avro' | 'protobuf' | 'unknown';

/** What a registry calls them. A language it has no name for is absent. */
export const REGISTRY_TYPES = {
  asyncapi: 'JSON',
  'json-schema': 'JSON',
  avro: 'AVRO',
  protobuf: 'PROTOBUF',
} as const satisfies Partial<Record<SchemaLanguage, SchemaType>>;

/** A schema where it is used: a payload, headers, a key. */
export interface SchemaUse {
  readonly format: SchemaLanguage;
  /** The media type, as written; absent where the document says none. */
  readonly schemaFormat?: string;
  /** Its name in the model's `components.schemas`, where it comes from there. */
  readonly component?: string;
  /**
   * As written, and complete: references lead to `components.schemas` and nowhere else, and an Avro schema holds the
   * definitions of types that it names from other files. Protobuf is its source text. A whole schema that is an
   * `openRef` is `{"$ref": …}`.
   */
  readonly schema: JsonValue;
  /** Where the schema is not here but behind this reference, `registry:` or `http:`. */
  readonly openRef?: string;
  readonly place: Place;
}
