import { AvroError, compileCodec, compileJsonCodec, LOGICAL_TYPES } from '@sluice/avro';
import type { CodecOptions, JsonValue, Schema } from '@sluice/avro';
import { formatJson } from '../content/format-json.ts';
import type { ExampleFinding } from '../docs-options.ts';
import { isList, isObject } from '../schema/json-words.ts';

/**
 * What people write as an example of an Avro value: the values of our codecs as JSON (a union's branch bare where it is
 * the only one of its kind), the same with logical types as text, or Avro's JSON encoding (every branch under its name).
 */
export type ExampleForm = 'plain' | 'logical' | 'avro-json';

export interface AvroExample {
  readonly findings: readonly ExampleFinding[];
  /** The form that fits; none where there are findings. */
  readonly form?: ExampleForm;
  /** The value in Avro's JSON encoding, on several lines. */
  readonly avroJson?: string;
  readonly plainJson?: string;
}

/** Once each, so nothing is worth compiling; and pages may be made where code from text is forbidden. */
const OPTIONS: CodecOptions = { engine: 'interpreter', long: 'string' };
const FORMS = [
  { form: 'plain', options: OPTIONS },
  { form: 'logical', options: { ...OPTIONS, logicalTypes: LOGICAL_TYPES } },
] as const;

/** Whether an example fits its schema in any of the forms; findings are those of the form that comes nearest. */
export function checkAvroExample(schema: Schema, example: JsonValue): AvroExample {
  try {
    return checkForms(schema, example);
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    return { findings: [{ path: '', message: error.message }] };
  }
}

/** The value of a text in Avro's JSON encoding, in both forms. */
export function showAvroJson(schema: Schema, text: string): AvroExample {
  const value = compileJsonCodec(schema, { engine: 'interpreter', long: 'bigint' }).fromAvroJson(text);
  return { findings: [], form: 'plain', avroJson: reformat(schema, value), plainJson: formatJson(toJson(value)) };
}

function checkForms(schema: Schema, example: JsonValue): AvroExample {
  let nearest: readonly ExampleFinding[] | undefined;
  for (const { form, options } of FORMS) {
    const value = toValue(schema, example, form === 'logical');
    const findings = compileCodec(schema, options).validateValue(value).map(describeFinding);
    if (findings.length === 0) return { findings, form, avroJson: reformat(schema, value, options) };
    if (nearest === undefined || findings.length < nearest.length) nearest = findings;
  }
  try {
    const text = formatJson(example);
    const value = compileJsonCodec(schema, OPTIONS).fromAvroJson(text);
    return { findings: [], form: 'avro-json', avroJson: reformat(schema, value) };
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
  }
  return { findings: nearest ?? [] };
}

function reformat(schema: Schema, value: unknown, options: CodecOptions = OPTIONS): string {
  return compileJsonCodec(schema, { ...options, indent: 2 }).toAvroJson(value);
}

function describeFinding({ path, expected, found }: { path: string; expected: string; found: string }): ExampleFinding {
  return { path, message: `expected ${expected}, found ${found}` };
}

/** JSON has no bytes: a text with one character for each byte stands for them, as in defaults. */
function toValue(schema: Schema, json: JsonValue, isLogical: boolean): unknown {
  switch (schema.type) {
    case 'bytes':
    case 'fixed':
      if (typeof json !== 'string' || (isLogical && schema.props['logicalType'] !== undefined)) return json;
      return toBytes(json) ?? json;
    case 'array':
      return isList(json) ? json.map((item) => toValue(schema.items, item, isLogical)) : json;
    case 'map':
      return mapMembers(json, (item) => toValue(schema.values, item, isLogical));
    case 'record': {
      const fields = new Map(schema.fields.map((field) => [field.name, field.schema]));
      return mapMembers(json, (item, name) => {
        const field = fields.get(name);
        return field === undefined ? item : toValue(field, item, isLogical);
      });
    }
    case 'union':
      return toBranch(schema.branches, json, isLogical);
    default:
      return json;
  }
}

function toBranch(branches: readonly Schema[], json: JsonValue, isLogical: boolean): unknown {
  const named = (branch: Schema): string => ('name' in branch ? branch.name : branch.type);
  if (isObject(json)) {
    const [key = '', ...rest] = Object.keys(json);
    const tagged = rest.length === 0 ? branches.find((branch) => named(branch) === key) : undefined;
    if (tagged !== undefined) return mapMembers(json, (item) => toValue(tagged, item, isLogical));
  }
  const branch = branches.find(({ type }) => {
    if (isObject(json)) return type === 'record' || type === 'map';
    if (isList(json)) return type === 'array';
    return typeof json === 'string' && (type === 'string' || type === 'enum' || type === 'bytes' || type === 'fixed');
  });
  return branch === undefined ? json : toValue(branch, json, isLogical);
}

function mapMembers(json: JsonValue, change: (item: JsonValue, name: string) => unknown): unknown {
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, item]) => [name, change(item, name)]));
}

function toBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 255) return undefined;
    bytes[index] = unit;
  }
  return bytes;
}

/** A decoded value as JSON. Numbers that JSON has not are text, as in Avro's JSON encoding. */
function toJson(value: unknown): JsonValue {
  if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join('');
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  const members = Object.entries(value).map(([name, item]): [string, JsonValue] => [name, toJson(item)]);
  return Object.fromEntries(members);
}
