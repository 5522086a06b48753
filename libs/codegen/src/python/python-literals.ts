import type { JsonValue, RecordSchema, Schema } from '@sluice/avro';
import { readBase } from '../base-value.ts';
import type { Base } from '../base-value.ts';
import { logicalText } from '../named-types.ts';
import type { Leaf } from '../sample-leaf.ts';
import type { PythonModule } from './python-types.ts';
import { classText, pythonString, shownLogicalType, typeText } from './python-types.ts';

/** A value as Python text. One that is lazy may not be made while the module is read, or not be shared. */
export interface PythonLiteral {
  readonly text: string;
  readonly isLazy: boolean;
}

/** A default as JSON has it; undefined where no branch of a union takes it. */
export function defaultLiteral(module: PythonModule, schema: Schema, value: JsonValue): PythonLiteral | undefined {
  switch (schema.type) {
    case 'array': {
      if (!Array.isArray(value)) return undefined;
      const items = (value as readonly JsonValue[]).map((item) => defaultLiteral(module, schema.items, item));
      const texts = items.flatMap((item) => (item === undefined ? [] : [item.text]));
      return texts.length === items.length ? { text: `[${texts.join(', ')}]`, isLazy: true } : undefined;
    }
    case 'map': {
      if (!isObject(value)) return undefined;
      const entries = Object.entries(value).map(([key, item]) => {
        const literal = defaultLiteral(module, schema.values, item);
        return literal === undefined ? undefined : `${pythonString(key)}: ${literal.text}`;
      });
      return entries.includes(undefined) ? undefined : { text: `{${entries.join(', ')}}`, isLazy: true };
    }
    case 'record':
      return isObject(value) ? recordLiteral(module, schema, value) : undefined;
    case 'union': {
      for (const branch of schema.branches) {
        const literal = defaultLiteral(module, branch, value);
        if (literal !== undefined) return literal;
      }
      return undefined;
    }
    default: {
      const base = readBase(schema, value);
      return base === undefined ? undefined : leafLiteral(module, schema, base);
    }
  }
}

function recordLiteral(
  module: PythonModule,
  record: RecordSchema,
  value: Readonly<Record<string, JsonValue>>,
): PythonLiteral | undefined {
  const members: string[] = [];
  for (const field of record.fields) {
    const item = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    if (item === undefined) {
      if (field.default === undefined) return undefined;
      continue; // its class has the default
    }
    const literal = defaultLiteral(module, field.schema, item);
    if (literal === undefined) return undefined;
    members.push(`${module.names.attribute(record, field)}=${literal.text}`);
  }
  return { text: `${classText(module, record)}(${members.join(', ')})`, isLazy: true };
}

/** A base value of a type without parts. */
export function leafLiteral(module: PythonModule, schema: Leaf, base: Base): PythonLiteral {
  const logical = logicalLiteral(module, schema, base);
  if (logical !== undefined) return { text: logical, isLazy: false };
  if (base === null) return { text: 'None', isLazy: false };
  if (typeof base === 'boolean') return { text: base ? 'True' : 'False', isLazy: false };
  if (schema.type === 'enum' || schema.type === 'fixed') {
    const name = classText(module, schema);
    const isLazy = name.includes('.'); // another package, which may be only half read
    if (schema.type === 'enum') return { text: `${name}.${module.names.member(schema, String(base))}`, isLazy };
    return { text: `${name}(${bytesText(base as Uint8Array)})`, isLazy };
  }
  if (typeof base === 'string') return { text: pythonString(base), isLazy: false };
  if (base instanceof Uint8Array) return { text: bytesText(base), isLazy: false };
  const isFloat = schema.type === 'float' || schema.type === 'double';
  const text = String(base);
  return { text: isFloat && /^-?\d+$/.test(text) ? `${Object.is(base, -0) ? '-0' : text}.0` : text, isLazy: false };
}

function logicalLiteral(module: PythonModule, schema: Leaf, base: Base): string | undefined {
  const name = shownLogicalType(schema);
  if (name === undefined) return undefined;
  const text = logicalText(schema, typeof base === 'number' && schema.type === 'long' ? BigInt(base) : base);
  if (text === undefined) return undefined;
  const type = typeText(module, schema);
  switch (name) {
    case 'duration': {
      const bytes = base as Uint8Array;
      const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
      return `${type}(${[0, 4, 8].map((at) => view.getUint32(at, true)).join(', ')})`;
    }
    case 'decimal':
    case 'big-decimal':
    case 'uuid':
      return `${type}(${pythonString(text)})`;
    default:
      // Python 3.10 knows neither Z nor one or two digits of a fraction.
      return `${type}.fromisoformat(${pythonString(
        text
          .replace(/\.(\d{1,6})(?=Z?$)/, (_, digits: string) => `.${digits.padEnd(digits.length > 3 ? 6 : 3, '0')}`)
          .replace(/Z$/, '+00:00'),
      )})`;
  }
}

function bytesText(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `b"${text.join('')}"`;
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
