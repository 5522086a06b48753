import type { SchemaPart } from '../../schema-format.ts';

/** How Confluent's registry words a difference; `{reader}`, `{writer}` and `{path}` are put in. */
const WORDINGS = {
  added: "The keyword at path '{path}' in the {reader} schema is not present in the {writer} schema",
  increased: "The value at path '{path}' in the {reader} schema is more than its value in the {writer} schema",
  decreased: "The value at path '{path}' in the {reader} schema is less than its value in the {writer} schema",
  changed: "The value at path '{path}' is different between the {reader} and {writer} schema",
  fewer:
    "An array or combined type at path '{path}' has fewer elements in the {reader} schema than the {writer} schema",
  more: "An array or combined type at path '{path}' has more elements in the {reader} schema than the {writer} schema",
  other: "A type at path '{path}' is different between the {reader} schema and the {writer} schema",
  open: "The {reader} schema has an open content model and has a property or item at path '{path}' which is missing in the {writer} schema",
  required:
    "The {reader} schema has an unopen content model and has a required property at path '{path}' which is missing in the {writer} schema",
  closed:
    "The {reader} has a closed content model and is missing a property or item present at path '{path}' in the {writer} schema",
  uncovered:
    "A property or item is missing in the {reader} schema but present at path '{path}' in the {writer} schema and is not covered by its partially open content model",
  unexpected:
    "The {reader} schema has a property or item at path '{path}' which is missing in the {writer} schema and is not covered by its partially open content model",
  /** Confluent's registry has no words for it. */
  nothing: '',
} as const;

/** What to change: in the schema that reads, and in the one that writes. */
interface Remedy {
  readonly reader: string;
  readonly writer: string;
}

const LEAVE_OUT: Remedy = {
  reader: 'leave the keyword out, or register the schema as a new subject',
  writer: 'give the writer the same keyword, so that it writes only what it allows',
};
const WIDEN: Remedy = {
  reader: 'allow at least the values that were allowed before',
  writer: 'allow no more values than the reader does',
};
const KEEP: Remedy = {
  reader: 'keep what the earlier schema has, or allow both with anyOf',
  writer: 'write what the reader expects',
};
const NAME_LATER: Remedy = {
  reader:
    'close the schema with "additionalProperties": false before properties are added (any value may stand under that name already), or say nothing of its type: {}',
  writer: 'declare the property, with a schema that the reader allows',
};
const OPTIONAL: Remedy = {
  reader: 'do not require the property, or give it a default',
  writer: 'require the property',
};
const KEEP_MEMBER: Remedy = {
  reader: 'keep the property or item, or open the schema to others',
  writer: 'do not write the property or item',
};

interface DifferenceRule {
  readonly wording: keyof typeof WORDINGS;
  readonly remedy: Remedy;
}

const rule = (wording: keyof typeof WORDINGS, remedy: Remedy): DifferenceRule => ({ wording, remedy });

/**
 * The differences that keep a reader from what a writer may have written, by Confluent's names (Difference.Type of its
 * json-schema-provider, less COMPATIBLE_CHANGES_STRICT of SchemaDiff). All others are compatible.
 */
const INCOMPATIBLE: Readonly<Record<string, DifferenceRule>> = {
  SCHEMA_ADDED: rule('nothing', LEAVE_OUT),
  TYPE_NARROWED: rule('other', WIDEN),
  TYPE_CHANGED: rule('other', KEEP),
  MAX_LENGTH_ADDED: rule('added', LEAVE_OUT),
  MAX_LENGTH_DECREASED: rule('decreased', WIDEN),
  MIN_LENGTH_ADDED: rule('added', LEAVE_OUT),
  MIN_LENGTH_INCREASED: rule('increased', WIDEN),
  PATTERN_ADDED: rule('added', LEAVE_OUT),
  PATTERN_CHANGED: rule('changed', KEEP),
  MAXIMUM_ADDED: rule('added', LEAVE_OUT),
  MAXIMUM_DECREASED: rule('decreased', WIDEN),
  MINIMUM_ADDED: rule('added', LEAVE_OUT),
  MINIMUM_INCREASED: rule('increased', WIDEN),
  EXCLUSIVE_MAXIMUM_ADDED: rule('added', LEAVE_OUT),
  EXCLUSIVE_MAXIMUM_DECREASED: rule('decreased', WIDEN),
  EXCLUSIVE_MINIMUM_ADDED: rule('added', LEAVE_OUT),
  EXCLUSIVE_MINIMUM_INCREASED: rule('increased', WIDEN),
  MULTIPLE_OF_ADDED: rule('added', LEAVE_OUT),
  MULTIPLE_OF_EXPANDED: rule('increased', WIDEN),
  MULTIPLE_OF_CHANGED: rule('changed', KEEP),
  REQUIRED_ATTRIBUTE_ADDED: rule('added', OPTIONAL),
  MAX_PROPERTIES_ADDED: rule('added', LEAVE_OUT),
  MAX_PROPERTIES_DECREASED: rule('decreased', WIDEN),
  MIN_PROPERTIES_ADDED: rule('added', LEAVE_OUT),
  MIN_PROPERTIES_INCREASED: rule('increased', WIDEN),
  ADDITIONAL_PROPERTIES_REMOVED: rule('added', LEAVE_OUT),
  ADDITIONAL_PROPERTIES_NARROWED: rule('fewer', WIDEN),
  DEPENDENCY_ARRAY_ADDED: rule('added', LEAVE_OUT),
  DEPENDENCY_ARRAY_EXTENDED: rule('more', WIDEN),
  DEPENDENCY_ARRAY_CHANGED: rule('changed', KEEP),
  DEPENDENCY_SCHEMA_ADDED: rule('added', LEAVE_OUT),
  REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: rule('open', NAME_LATER),
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL: rule('open', NAME_LATER),
  OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: rule('open', NAME_LATER),
  REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: rule('required', OPTIONAL),
  PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL: rule('closed', KEEP_MEMBER),
  PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: rule('uncovered', KEEP_MEMBER),
  PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: rule('unexpected', WIDEN),
  UNEVALUATED_PROPERTIES_REMOVED: rule('added', LEAVE_OUT),
  UNEVALUATED_PROPERTIES_NARROWED: rule('fewer', WIDEN),
  MAX_ITEMS_ADDED: rule('added', LEAVE_OUT),
  MAX_ITEMS_DECREASED: rule('decreased', WIDEN),
  MIN_ITEMS_ADDED: rule('added', LEAVE_OUT),
  MIN_ITEMS_INCREASED: rule('increased', WIDEN),
  MAX_CONTAINS_ADDED: rule('added', LEAVE_OUT),
  MAX_CONTAINS_DECREASED: rule('decreased', WIDEN),
  MIN_CONTAINS_ADDED: rule('added', LEAVE_OUT),
  MIN_CONTAINS_INCREASED: rule('increased', WIDEN),
  UNIQUE_ITEMS_ADDED: rule('added', LEAVE_OUT),
  ADDITIONAL_ITEMS_REMOVED: rule('added', LEAVE_OUT),
  ADDITIONAL_ITEMS_NARROWED: rule('fewer', WIDEN),
  UNEVALUATED_ITEMS_REMOVED: rule('added', LEAVE_OUT),
  UNEVALUATED_ITEMS_NARROWED: rule('fewer', WIDEN),
  ITEM_ADDED_TO_OPEN_CONTENT_MODEL: rule('open', NAME_LATER),
  ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL: rule('closed', KEEP_MEMBER),
  ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: rule('uncovered', KEEP_MEMBER),
  ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: rule('unexpected', WIDEN),
  ENUM_ARRAY_NARROWED: rule('fewer', WIDEN),
  ENUM_ARRAY_CHANGED: rule('other', WIDEN),
  COMBINED_TYPE_CHANGED: rule('other', KEEP),
  PRODUCT_TYPE_EXTENDED: rule('more', WIDEN),
  SUM_TYPE_NARROWED: rule('fewer', WIDEN),
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: rule('other', KEEP),
  NOT_TYPE_EXTENDED: rule('more', WIDEN),
};

/** Something that differs between two schemas. Paths are relative to the pair of schemas compared. */
export interface Difference {
  readonly type: string;
  /** Into the schemas, as Confluent writes it: steps by `/`, unescaped. */
  readonly path: readonly string[];
  /** To the values: keys, `[3]`, `[]` for every item, `*` for any key. */
  readonly valuePath: readonly string[];
  readonly reader: SchemaPart;
  readonly writer: SchemaPart;
}

export function isCompatible({ type }: Difference): boolean {
  return !Object.hasOwn(INCOMPATIBLE, type);
}

/** In Confluent's words, which say nothing of some types. */
export function wordDifference(type: string, path: string, reader: string, writer: string): string {
  const wording = Object.hasOwn(INCOMPATIBLE, type) ? INCOMPATIBLE[type]?.wording : undefined;
  const names: Readonly<Record<string, string>> = { reader, writer, path };
  return WORDINGS[wording ?? 'nothing'].replaceAll(/\{(reader|writer|path)\}/g, (_, name: string) => names[name] ?? '');
}

/** What to change so that a difference is none, in a sentence for either schema. */
export function remedyOf(type: string): Remedy {
  return (Object.hasOwn(INCOMPATIBLE, type) ? INCOMPATIBLE[type]?.remedy : undefined) ?? KEEP;
}
