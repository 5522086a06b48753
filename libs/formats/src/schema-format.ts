import type { ByteFinding } from '@sluice/avro';

/** The schema types of the Confluent REST API. */
export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

/** A named pointer from one schema to a registered version of another (Confluent REST API, `references`). */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** The text behind a {@link SchemaReference}, in dependency order when several are given. */
export interface ResolvedReference extends SchemaReference {
  readonly schema: string;
}

/** What is wrong with a schema's text. `pointer` is an RFC 6901 JSON Pointer, or a line:column where the text is not JSON. */
export interface SchemaFinding {
  readonly kind: string;
  readonly pointer: string;
  readonly message: string;
}

/** Why a reader's schema cannot read what a writer's schema wrote. `message` is worded as the language's own engine does. */
export interface CompatibilityFinding {
  readonly type: string;
  readonly path: string;
  readonly message: string;
}

/** A value of one format, parsed once. `model` is the format's own; only that format looks inside. */
export interface ParsedSchema<Model = unknown> {
  readonly type: SchemaType;
  readonly model: Model;
  /** The text that decides whether two registrations are the same schema (what the registry stores and hashes). */
  readonly canonical: string;
  /** The full name of the top-level type where the format has one: what RecordNameStrategy uses. */
  readonly recordName: string | undefined;
}

/** Walks `bytes[start, end)` without building a value; `undefined` means every byte was accounted for. */
export type ByteValidator = (bytes: Uint8Array, start: number, end: number) => ByteFinding | undefined;

/**
 * One schema language. Checking functions return findings; `parse` throws {@link SchemaFormatError} with them.
 * "The compatibility engine" everywhere means `checkCompatibility` of this interface.
 */
export interface SchemaFormat<Model = unknown> {
  readonly type: SchemaType;
  parse(schema: string, references?: readonly ResolvedReference[]): ParsedSchema<Model>;
  /** Can `reader` read what `writer` wrote? Empty when it can. */
  checkCompatibility(reader: ParsedSchema<Model>, writer: ParsedSchema<Model>): readonly CompatibilityFinding[];
  /** The finding as Confluent's registry words it; `reader` and `writer` name the two schemas, `new` and `old` there. */
  describeIncompatibility(finding: CompatibilityFinding, reader: string, writer: string): string;
  /** Whether two schemas with different `canonical` texts say the same, wherever their types were defined. */
  areEquivalent(a: ParsedSchema<Model>, b: ParsedSchema<Model>): boolean;
  compileByteValidator(schema: ParsedSchema<Model>): ByteValidator;
}
