import type { Location, OptionElement, ProtoSyntax } from '../syntax/elements.ts';

/**
 * What a .proto file declares, with every name looked up: what validators, codecs, generators and documentation read.
 * Messages refer to each other as objects, so the model has cycles where the schema has them.
 */
export interface FileDescriptor {
  /** The name that others import it by; '' for the schema itself, which has none. */
  readonly name: string;
  /** `proto2` where the file says nothing. */
  readonly syntax: ProtoSyntax;
  /** '' where there is none. */
  readonly packageName: string;
  readonly imports: readonly FileImport[];
  /** The messages outside of others, in order; nested ones are in theirs. */
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  readonly services: readonly ServiceDescriptor[];
  /** Fields that the file, or a message in it, adds to messages that allow it. */
  readonly extensions: readonly ExtensionDescriptor[];
  readonly options: readonly OptionElement[];
}

export interface FileImport {
  readonly name: string;
  readonly kind: 'plain' | 'public' | 'weak';
  /** Undefined where neither a reference nor a built-in file has the name; nothing in the schema needs it then. */
  readonly file: FileDescriptor | undefined;
}

export interface MessageDescriptor {
  readonly kind: 'message';
  readonly name: string;
  /** With package and outer messages, without a leading dot, like `acme.Order.Line`. */
  readonly fullName: string;
  readonly file: FileDescriptor;
  /** The message that it is declared in. */
  readonly parent: MessageDescriptor | undefined;
  /** The comments before it, as text; '' where there are none. Registries do not keep comments. */
  readonly doc: string;
  /** All fields, those of oneofs and groups among them, in the order of their numbers. */
  readonly fields: readonly FieldDescriptor[];
  readonly oneofs: readonly OneofDescriptor[];
  /** Nested messages as written: the entries of maps are among them only where the text declares them (`map_entry`). */
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  /**
   * The way to it by positions among the messages of the file, then of each message: what the wire format of registries
   * puts before the payload. Undefined for a group, which has no position of its own.
   */
  readonly indexes: readonly number[] | undefined;
  /** Whether it is the entry of a map, written out. Fields of its type are maps in this model. */
  readonly isMapEntry: boolean;
  readonly reserved: readonly (string | ReservedRange)[];
  readonly extensionRanges: readonly ReservedRange[];
  readonly isDeprecated: boolean;
  readonly options: readonly OptionElement[];
}

/** Both ends are in. */
export interface ReservedRange {
  readonly from: number;
  readonly to: number;
}

/** The scalar types as the language names them. */
export type ScalarType =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes';

/** What one value of a field is. */
export type ValueType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarType }
  | { readonly kind: 'enum'; readonly enum: EnumDescriptor }
  /** `isGroup`: written between start and end marks in place of a length. */
  | { readonly kind: 'message'; readonly message: MessageDescriptor; readonly isGroup: boolean };

/** What a field holds: values of a type, or a map. */
export type FieldType = ValueType | { readonly kind: 'map'; readonly key: ScalarType; readonly value: ValueType };

export interface FieldDescriptor {
  readonly name: string;
  /** The name in protobuf's JSON: `json_name`, else the name in lower camel case. */
  readonly jsonName: string;
  readonly number: number;
  readonly type: FieldType;
  /**
   * `repeated` holds a list (a map is `repeated` too); `required` must be there; `optional` knows whether it was set;
   * `implicit` does not: proto3's plain fields, whose default value is the same as none.
   */
  readonly label: 'required' | 'optional' | 'implicit' | 'repeated';
  /** The oneof it belongs to; proto3's `optional` makes none. */
  readonly oneof: OneofDescriptor | undefined;
  /** Whether a writer puts the values of a repeated field into one block; readers take both forms. */
  readonly isPacked: boolean;
  /** The default that a proto2 field declares; a name where the type is an enum. */
  readonly defaultValue: ScalarValue | undefined;
  readonly isDeprecated: boolean;
  readonly doc: string;
  /** Without `default` and `json_name`. */
  readonly options: readonly OptionElement[];
  readonly location: Location;
}

/** Integers of 64 bits are bigint, bytes are Uint8Array, all other numbers are numbers. */
export type ScalarValue = number | bigint | boolean | string | Uint8Array;

export interface OneofDescriptor {
  readonly name: string;
  readonly fields: readonly FieldDescriptor[];
  readonly doc: string;
  readonly options: readonly OptionElement[];
}

export interface EnumDescriptor {
  readonly kind: 'enum';
  readonly name: string;
  readonly fullName: string;
  readonly file: FileDescriptor;
  readonly parent: MessageDescriptor | undefined;
  readonly doc: string;
  /** In the order of the text; the first is the default. */
  readonly values: readonly EnumValueDescriptor[];
  /** proto2's: a number that it does not name is no value of it. */
  readonly isClosed: boolean;
  readonly isDeprecated: boolean;
  readonly options: readonly OptionElement[];
}

export interface EnumValueDescriptor {
  readonly name: string;
  readonly number: number;
  readonly doc: string;
  readonly isDeprecated: boolean;
  readonly options: readonly OptionElement[];
}

export interface ExtensionDescriptor {
  /** The full name of the message that it adds to. */
  readonly extendee: string;
  /** With package and outer messages. */
  readonly fullName: string;
  readonly field: FieldDescriptor;
}

export interface ServiceDescriptor {
  readonly name: string;
  readonly fullName: string;
  readonly doc: string;
  readonly methods: readonly MethodDescriptor[];
  readonly options: readonly OptionElement[];
}

export interface MethodDescriptor {
  readonly name: string;
  readonly request: MessageDescriptor;
  readonly response: MessageDescriptor;
  readonly isRequestStreamed: boolean;
  readonly isResponseStreamed: boolean;
  readonly doc: string;
  readonly options: readonly OptionElement[];
}
