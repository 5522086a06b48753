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
  /** Into the reader's schema, as the engine counts. */
  readonly path: string;
  readonly message: string;
  /** More than the engine says, where the format knows. */
  readonly details?: CompatibilityDetails;
}

export interface CompatibilityOptions {
  /** Confluent's policy LENIENT: formats that know it (JSON Schema) let pass what it lets pass. */
  readonly lenient?: boolean;
}

export interface CompatibilityDetails {
  /** The way to the values that cannot be read, like `readings[].value`; '' is the value itself. */
  readonly valuePath: string;
  /** The types compared there. */
  readonly reader: SchemaPart;
  readonly writer: SchemaPart;
  /** What to change, in a sentence: where the reader's schema is the one that may change, and where the writer's is. */
  readonly fix: { readonly reader: string; readonly writer: string };
}

/** What a type in a schema is, without what it holds. */
export interface SchemaPart {
  readonly kind: string;
  /** The full name, where it has one. */
  readonly name?: string;
  /** Of an enumeration. */
  readonly symbols?: readonly string[];
  /** In bytes, where all its values have one size. */
  readonly size?: number;
  /** The names of the types that a union is made of. */
  readonly branches?: readonly string[];
}

/** What a change does to programs although it is compatible. */
export interface ChangeWarning {
  readonly type: string;
  /** The way to the values that it is about, in the new schema. */
  readonly valuePath: string;
  readonly message: string;
  /** What to change in the new schema, in a sentence. */
  readonly fix: string;
}

/** A value of one format, parsed once. `model` is the format's own; only that format looks inside. */
export interface ParsedSchema<Model = unknown> {
  readonly type: SchemaType;
  readonly model: Model;
  /** The text that decides whether two registrations are the same schema (what the registry stores and hashes). */
  readonly canonical: string;
  /** The full name of the top-level type where the format has one: what RecordNameStrategy uses. */
  readonly recordName: string | undefined;
  /** The models of its references, where the format needs them again. */
  readonly referenced?: readonly Model[];
}

/** A part of a schema that tags can be on, named as Confluent's registry names it. */
export interface SchemaEntity {
  /** Dotted names from the outermost type, like `com.acme.Order.total`. */
  readonly entityPath: string;
  readonly entityType: 'sr_record' | 'sr_field';
}

/** The tags written into a schema's text at one entity. */
export interface SchemaTags {
  readonly schemaEntity: SchemaEntity;
  readonly tags: readonly string[];
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
  checkCompatibility(
    reader: ParsedSchema<Model>,
    writer: ParsedSchema<Model>,
    options?: CompatibilityOptions,
  ): readonly CompatibilityFinding[];
  /** What is worth knowing before `to` follows `from`, and is no verdict: absent where the format has nothing to warn of. */
  findWarnings?(from: ParsedSchema<Model>, to: ParsedSchema<Model>): readonly ChangeWarning[];
  /** The finding as Confluent's registry words it; `reader` and `writer` name the two schemas, `new` and `old` there. */
  describeIncompatibility(finding: CompatibilityFinding, reader: string, writer: string): string;
  /** Whether two schemas with different `canonical` texts say the same, wherever their types were defined. */
  areEquivalent(a: ParsedSchema<Model>, b: ParsedSchema<Model>): boolean;
  compileByteValidator(schema: ParsedSchema<Model>): ByteValidator;
  /**
   * Where a schema declares several messages and each payload says which it is: the schema with the message at `indexes`
   * in place of the first one; undefined where there is none. Absent where a schema is of one type.
   */
  selectMessage?(schema: ParsedSchema<Model>, indexes: readonly number[]): ParsedSchema<Model> | undefined;
  /** The schema in normal form (Confluent's `normalize=true`): schemas that differ in nothing that matters have one text. */
  normalize(schema: ParsedSchema<Model>): ParsedSchema<Model>;
  /**
   * The text for the query parameter `format`, like `resolved` or `serialized`; undefined where the language has no such
   * form, and then `canonical` stands for it.
   */
  render(schema: ParsedSchema<Model>, form: string): string | undefined;
  /** The tags in the schema's text; absent where the format reads none. */
  listTags?(schema: ParsedSchema<Model>): readonly SchemaTags[];
  /** The text with tags added, then others removed. Throws {@link SchemaFormatError} for an entity that is not there. */
  changeTags?(schema: ParsedSchema<Model>, added: readonly SchemaTags[], removed: readonly SchemaTags[]): string;
  /** Whether the outermost type has a field of this name; absent where the format cannot say. */
  hasTopLevelField?(schema: ParsedSchema<Model>, name: string): boolean;
}
