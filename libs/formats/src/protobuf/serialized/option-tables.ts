/**
 * The options of google/protobuf/descriptor.proto that registries keep in a serialized file, in the order in which
 * Confluent's registry prints them. Features and defaults of editions are not among them: there are no editions here.
 */
export interface KnownOption {
  readonly name: string;
  readonly number: number;
  readonly type: 'bool' | 'string' | readonly string[];
  /** By which value of an enum begins; 0 when absent. */
  readonly first?: number;
  readonly isRepeated?: boolean;
}

const RETENTIONS = ['RETENTION_UNKNOWN', 'RETENTION_RUNTIME', 'RETENTION_SOURCE'];
const TARGETS = [
  'UNKNOWN',
  'FILE',
  'EXTENSION_RANGE',
  'MESSAGE',
  'FIELD',
  'ONEOF',
  'ENUM',
  'ENUM_ENTRY',
  'SERVICE',
  'METHOD',
];

export const OPTION_TABLES = {
  file: [
    { name: 'java_package', number: 1, type: 'string' },
    { name: 'java_outer_classname', number: 8, type: 'string' },
    { name: 'java_multiple_files', number: 10, type: 'bool' },
    { name: 'java_generate_equals_and_hash', number: 20, type: 'bool' },
    { name: 'java_string_check_utf8', number: 27, type: 'bool' },
    { name: 'optimize_for', number: 9, type: ['SPEED', 'CODE_SIZE', 'LITE_RUNTIME'], first: 1 },
    { name: 'go_package', number: 11, type: 'string' },
    { name: 'cc_generic_services', number: 16, type: 'bool' },
    { name: 'java_generic_services', number: 17, type: 'bool' },
    { name: 'py_generic_services', number: 18, type: 'bool' },
    { name: 'deprecated', number: 23, type: 'bool' },
    { name: 'cc_enable_arenas', number: 31, type: 'bool' },
    { name: 'objc_class_prefix', number: 36, type: 'string' },
    { name: 'csharp_namespace', number: 37, type: 'string' },
    { name: 'swift_prefix', number: 39, type: 'string' },
    { name: 'php_class_prefix', number: 40, type: 'string' },
    { name: 'php_namespace', number: 41, type: 'string' },
    { name: 'php_metadata_namespace', number: 44, type: 'string' },
    { name: 'ruby_package', number: 45, type: 'string' },
  ],
  message: [
    { name: 'no_standard_descriptor_accessor', number: 2, type: 'bool' },
    { name: 'deprecated', number: 3, type: 'bool' },
    { name: 'map_entry', number: 7, type: 'bool' },
  ],
  field: [
    { name: 'ctype', number: 1, type: ['STRING', 'CORD', 'STRING_PIECE'] },
    { name: 'packed', number: 2, type: 'bool' },
    { name: 'jstype', number: 6, type: ['JS_NORMAL', 'JS_STRING', 'JS_NUMBER'] },
    { name: 'deprecated', number: 3, type: 'bool' },
    { name: 'debug_redact', number: 16, type: 'bool' },
    { name: 'retention', number: 17, type: RETENTIONS },
    { name: 'targets', number: 19, type: TARGETS.map((target) => `TARGET_TYPE_${target}`), isRepeated: true },
  ],
  enum: [
    { name: 'allow_alias', number: 2, type: 'bool' },
    { name: 'deprecated', number: 3, type: 'bool' },
  ],
  enumValue: [
    { name: 'deprecated', number: 1, type: 'bool' },
    { name: 'debug_redact', number: 3, type: 'bool' },
  ],
  service: [{ name: 'deprecated', number: 33, type: 'bool' }],
  method: [
    { name: 'deprecated', number: 33, type: 'bool' },
    { name: 'idempotency_level', number: 34, type: ['IDEMPOTENCY_UNKNOWN', 'NO_SIDE_EFFECTS', 'IDEMPOTENT'] },
  ],
  extensionRange: [{ name: 'verification', number: 3, type: ['DECLARATION', 'UNVERIFIED'] }],
} as const satisfies Record<string, readonly KnownOption[]>;

export type OptionTable = keyof typeof OPTION_TABLES;

/** Confluent's own option, an extension of the same number wherever it may stand. */
export const META_NUMBER = 1088;

export const META_NAMES: Readonly<Partial<Record<OptionTable, string>>> = {
  file: 'confluent.file_meta',
  message: 'confluent.message_meta',
  field: 'confluent.field_meta',
  enum: 'confluent.enum_meta',
  enumValue: 'confluent.enum_value_meta',
};

/** The number of each type in a FieldDescriptorProto. */
export const TYPE_NUMBERS = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  group: 10,
  message: 11,
  bytes: 12,
  uint32: 13,
  enum: 14,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
} as const;

export const LABEL_NUMBERS = { optional: 1, required: 2, repeated: 3 } as const;
