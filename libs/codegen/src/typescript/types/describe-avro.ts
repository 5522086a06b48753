import type { JsonValue, RecordField, Schema } from '@sluice/avro';
import { codeSpan } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import { logicalTypeOf } from './avro-forms.ts';

/** The logical type that a schema says it has, or the one in a union with null, in a sentence. */
export function describeLogicalType(schema: Schema): string | undefined {
  const names = listLogicalTypes(schema);
  return names.length === 0 ? undefined : `${names.map(codeSpan).join(' or ')} on the wire.`;
}

function listLogicalTypes(schema: Schema): readonly string[] {
  switch (schema.type) {
    case 'union':
      return schema.branches.flatMap((branch) => ('name' in branch ? [] : listLogicalTypes(branch)));
    case 'array':
      return 'name' in schema.items ? [] : listLogicalTypes(schema.items);
    case 'map':
      return 'name' in schema.values ? [] : listLogicalTypes(schema.values);
    default: {
      const name = logicalTypeOf(schema);
      return name === undefined ? [] : [`${schema.type} ${name}${parametersOf(schema)}`];
    }
  }
}

function parametersOf(schema: Schema): string {
  if (schema.type === 'union') return '';
  const { precision, scale = 0, logicalType } = schema.props;
  if (logicalType !== 'decimal' || typeof precision !== 'number' || typeof scale !== 'number') return '';
  return `(${precision}, ${scale})`;
}

const MAX_DEFAULT = 200;

/** The default as TSDoc tells it; long ones are cut. */
export function describeDefault(field: RecordField): Paragraph {
  if (field.default === undefined) return undefined;
  const text = writeJson(field.default);
  const shown = text.length > MAX_DEFAULT ? `${text.slice(0, MAX_DEFAULT).toWellFormed()}…` : text;
  return { tagged: `@defaultValue ${codeSpan(shown.replaceAll(CONTROLS, escapeControl))}` };
}

const CONTROLS = /[\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202F\u2060-\u206F\uFEFF]/g;

function escapeControl(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${writeJson(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
