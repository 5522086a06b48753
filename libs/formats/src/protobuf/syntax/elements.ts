/**
 * A .proto file as it is written: what stands where, in order, with names not yet looked up and numbers in options as the
 * text had them. The text that a registry stores is printed from this.
 */
export interface FileElement {
  readonly syntax: ProtoSyntax | undefined;
  readonly packageName: string | undefined;
  readonly imports: readonly ImportElement[];
  readonly publicImports: readonly ImportElement[];
  readonly weakImports: readonly ImportElement[];
  readonly types: readonly TypeElement[];
  readonly services: readonly ServiceElement[];
  readonly extends: readonly ExtendElement[];
  readonly options: readonly OptionElement[];
}

export type ProtoSyntax = 'proto2' | 'proto3';

/** Lines and columns count from 1; 0:0 is for what no text was read for. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

export const NOWHERE: Location = { line: 0, column: 0 };

export interface ImportElement {
  readonly name: string;
  readonly location: Location;
}

export type TypeElement = MessageElement | EnumElement;

export interface MessageElement {
  readonly kind: 'message';
  readonly name: string;
  readonly doc: string;
  readonly location: Location;
  readonly types: readonly TypeElement[];
  readonly options: readonly OptionElement[];
  readonly reserved: readonly ReservedElement[];
  readonly fields: readonly FieldElement[];
  readonly oneofs: readonly OneofElement[];
  readonly extensions: readonly ExtensionsElement[];
  readonly groups: readonly GroupElement[];
  readonly extends: readonly ExtendElement[];
}

export interface EnumElement {
  readonly kind: 'enum';
  readonly name: string;
  readonly doc: string;
  readonly location: Location;
  readonly options: readonly OptionElement[];
  readonly constants: readonly EnumConstantElement[];
  readonly reserved: readonly ReservedElement[];
}

export interface EnumConstantElement {
  readonly name: string;
  readonly number: number;
  readonly doc: string;
  readonly location: Location;
  readonly options: readonly OptionElement[];
}

export type FieldLabel = 'required' | 'optional' | 'repeated';

export interface FieldElement {
  readonly label: FieldLabel | undefined;
  /** A scalar's name, a type's name as written, or `map<K, V>`. */
  readonly type: string;
  readonly name: string;
  readonly number: number;
  /** The option `default`, which is no option of the field's. */
  readonly defaultValue: string | undefined;
  /** The option `json_name`, which is no option of the field's. */
  readonly jsonName: string | undefined;
  readonly options: readonly OptionElement[];
  readonly doc: string;
  readonly location: Location;
}

export interface GroupElement {
  readonly label: FieldLabel | undefined;
  readonly name: string;
  readonly number: number;
  readonly fields: readonly FieldElement[];
  readonly doc: string;
  readonly location: Location;
}

export interface OneofElement {
  readonly name: string;
  readonly fields: readonly FieldElement[];
  readonly groups: readonly GroupElement[];
  readonly options: readonly OptionElement[];
  readonly doc: string;
  readonly location: Location;
}

/** Both ends are in. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export interface ReservedElement {
  readonly values: readonly (string | number | NumberRange)[];
  readonly location: Location;
}

export interface ExtensionsElement {
  readonly values: readonly (number | NumberRange)[];
  readonly options: readonly OptionElement[];
  readonly location: Location;
}

export interface ExtendElement {
  /** The message that is extended, as written. */
  readonly name: string;
  readonly fields: readonly FieldElement[];
  readonly location: Location;
}

export interface ServiceElement {
  readonly name: string;
  readonly rpcs: readonly RpcElement[];
  readonly options: readonly OptionElement[];
  readonly doc: string;
  readonly location: Location;
}

export interface RpcElement {
  readonly name: string;
  readonly requestType: string;
  readonly responseType: string;
  readonly requestStreaming: boolean;
  readonly responseStreaming: boolean;
  readonly options: readonly OptionElement[];
  readonly doc: string;
  readonly location: Location;
}

export interface OptionElement {
  readonly name: string;
  /** Whether the name stood in parentheses: an option that is an extension. */
  readonly isCustom: boolean;
  readonly value: OptionValue;
}

/** `option` is what follows a dot in a name: `(my.option).part = 1`. */
export type OptionValue =
  | { readonly kind: 'string' | 'boolean' | 'number' | 'enum'; readonly text: string }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, OptionValue> }
  | { readonly kind: 'list'; readonly items: readonly OptionValue[] }
  | { readonly kind: 'option'; readonly option: OptionElement };

/** The largest number that a field can have: 2^29 - 1. */
export const MAX_FIELD_NUMBER = 536_870_911;
