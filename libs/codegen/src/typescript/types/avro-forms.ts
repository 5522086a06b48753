import { DATE_LOGICAL_TYPES, LOGICAL_TYPES, LOGICAL_TYPES_WITH_DATES, visitSchemas } from '@sluice/avro';
import type {
  CodecOptions,
  LogicalConversion,
  LogicalTypes,
  LongForm,
  RecordField,
  RecordSchema,
  Schema,
} from '@sluice/avro';
import { CodegenError } from '../../codegen-error.ts';
import type { CodegenFinding } from '../../codegen-error.ts';
import type { GenerateOptions } from '../../generate-options.ts';

/** How values show, place by place: what the options say, for types and codecs alike. */
export interface AvroForms {
  /** Of longs that no rule speaks of. */
  readonly long: LongForm;
  longOf(record: RecordSchema, field: RecordField): LongForm;
  /** The logical type that the schema's values show as, where it is not its base type's. */
  logicalOf(schema: Schema): BoundConversion | undefined;
  /** The type of values of a logical type that shows in a form of its own; undefined where it is the base type's. */
  shownOf(schema: Schema): string | undefined;
  /** The options of the codec of a root: rules for longs name fields of it and no others. */
  optionsFor(root: Schema): Pick<CodecOptions, 'long' | 'logicalTypes'>;
  /** The set of logical types that codecs import; undefined where every value is its base type's. */
  readonly logicalImport: { readonly name: string; readonly from: string } | undefined;
}

export interface BoundConversion {
  readonly name: string;
  readonly conversion: LogicalConversion;
}

/** @throws CodegenError where a rule for longs names a field of none of the roots */
export function readAvroForms(roots: readonly Schema[], options: GenerateOptions, runtime: string): AvroForms {
  const { default: long = 'number', fields = {} } =
    typeof options.long === 'object' ? options.long : { default: options.long };
  checkRules(Object.keys(fields), roots);
  const { types, shown, logicalImport } = readLogicalTypes(options, runtime);
  return {
    long,
    longOf: (record, field) => ownValue(fields, `${record.name}.${field.name}`) ?? long,
    logicalOf: (schema) => bindLogical(schema, types),
    shownOf(schema) {
      const logical = bindLogical(schema, types);
      return logical === undefined ? undefined : shown(logical.name);
    },
    optionsFor(root) {
      const known = listFields([root]);
      const rules = Object.fromEntries(Object.entries(fields).filter(([name]) => known.has(name)));
      const hasRules = Object.keys(rules).length > 0;
      return {
        ...(hasRules ? { long: { default: long, fields: rules } } : long === 'number' ? {} : { long }),
        ...(types === undefined ? {} : { logicalTypes: types }),
      };
    },
    logicalImport,
  };
}

interface LogicalForms {
  readonly types: LogicalTypes | undefined;
  readonly shown: (name: string) => string;
  readonly logicalImport: AvroForms['logicalImport'];
}

function readLogicalTypes({ logicalTypes = 'none' }: GenerateOptions, runtime: string): LogicalForms {
  switch (logicalTypes) {
    case 'none':
      return { types: undefined, shown: () => 'unknown', logicalImport: undefined };
    case 'text':
      return { types: LOGICAL_TYPES, shown: () => 'string', logicalImport: { name: 'LOGICAL_TYPES', from: runtime } };
    case 'date':
      return {
        types: LOGICAL_TYPES_WITH_DATES,
        shown: (name) => (Object.hasOwn(DATE_LOGICAL_TYPES, name) ? 'Date' : 'string'),
        logicalImport: { name: 'LOGICAL_TYPES_WITH_DATES', from: runtime },
      };
    default: {
      const { types, shown = {}, import: from } = logicalTypes;
      return { types, shown: (name) => ownValue(shown, name) ?? 'unknown', logicalImport: from };
    }
  }
}

/** Undefined where the logical type is not known or does not suit, as in a codec. */
function bindLogical(schema: Schema, types: LogicalTypes | undefined): BoundConversion | undefined {
  const name = logicalTypeOf(schema);
  if (types === undefined || name === undefined || schema.type === 'union' || schema.type === 'null') return undefined;
  const { type, props } = schema;
  const annotated = schema.type === 'fixed' ? { type, props, size: schema.size } : { type, props };
  const conversion = ownValue(types, name)?.bind(annotated);
  return conversion === undefined ? undefined : { name, conversion };
}

/** The logical type that a schema says it has, whether or not any codec knows it. */
export function logicalTypeOf(schema: Schema): string | undefined {
  if (schema.type === 'union') return undefined;
  const name = ownValue(schema.props, 'logicalType');
  return typeof name === 'string' ? name : undefined;
}

function checkRules(names: readonly string[], roots: readonly Schema[]): void {
  if (names.length === 0) return;
  const known = listFields(roots);
  const findings = names
    .filter((name) => !known.has(name))
    .map((path): CodegenFinding => ({ path, message: 'the rule for longs names no field of the schemas' }));
  const [first, ...rest] = findings;
  if (first !== undefined) throw new CodegenError([first, ...rest]);
}

function listFields(roots: readonly Schema[]): ReadonlySet<string> {
  const names = new Set<string>();
  visitSchemas(roots, (schema) => {
    if (schema.type === 'record') for (const field of schema.fields) names.add(`${schema.name}.${field.name}`);
  });
  return names;
}

function ownValue<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
