import { checkSchema } from './check-schema.ts';
import { isNamed } from './schema.ts';
import type { Schema } from './schema.ts';

/**
 * Parsing Canonical Form (Avro 1.12, Parsing Canonical Form for Schemas): what two schemas share when they read and
 * write the same bytes. A name stands for its type from the second time on.
 */
export function toCanonicalForm(schema: Schema): string {
  checkSchema(schema, 'the schema');
  return write(schema, new Set());
}

function write(schema: Schema, known: Set<string>): string {
  if (!isNamed(schema)) {
    switch (schema.type) {
      case 'array':
        return `{"type":"array","items":${write(schema.items, known)}}`;
      case 'map':
        return `{"type":"map","values":${write(schema.values, known)}}`;
      case 'union':
        return `[${schema.branches.map((branch) => write(branch, known)).join(',')}]`;
      default:
        return `"${schema.type}"`;
    }
  }
  if (known.has(schema.name)) return `"${schema.name}"`;
  known.add(schema.name);
  const head = `{"name":"${schema.name}","type":"${schema.type}"`;
  switch (schema.type) {
    case 'record': {
      const fields = schema.fields.map((field) => `{"name":"${field.name}","type":${write(field.schema, known)}}`);
      return `${head},"fields":[${fields.join(',')}]}`;
    }
    case 'enum':
      return `${head},"symbols":[${schema.symbols.map((symbol) => `"${symbol}"`).join(',')}]}`;
    case 'fixed':
      return `${head},"size":${schema.size}}`;
  }
}
