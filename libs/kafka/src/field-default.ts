import { isInVersions, type Field } from './table.ts';
import { ZERO_UUID } from './uuid.ts';

/** A maker of the field's default: a fresh value where it can be changed (arrays, structs). */
export function compileDefault(field: Field, version: number): () => unknown {
  if (field.default === null && isArrayOrStruct(field)) return () => null;
  if (field.type.startsWith('[]')) return () => [];
  if (field.fields !== undefined) return compileStructDefault(field.fields, version);
  const value = scalarDefault(field);
  return () => value;
}

function compileStructDefault(fields: readonly Field[], version: number): () => unknown {
  const makers = fields.map((field) => [field.name, compileDefault(field, version)] as const);
  return () => {
    const struct: Record<string, unknown> = {};
    for (const [name, make] of makers) struct[name] = make();
    return struct;
  };
}

/** Whether a value is the field's default in this version, and so not worth a tag. */
export function isDefault(field: Field, version: number, value: unknown): boolean {
  if (value === undefined) return true;
  if (value === null) return field.default === null;
  if (Array.isArray(value)) return field.default !== null && value.length === 0;
  if (field.fields !== undefined) {
    const struct = value as Record<string, unknown>;
    return (
      field.default !== null &&
      field.fields.every(
        (inner) => !isInVersions(inner.versions, version) || isDefault(inner, version, struct[inner.name]),
      )
    );
  }
  if (value instanceof Uint8Array) return field.default !== null && value.length === 0;
  return value === scalarDefault(field);
}

const EMPTY = new Uint8Array(0);

function scalarDefault(field: Field): unknown {
  if (field.default !== undefined) return field.default;
  switch (field.type) {
    case 'bool':
      return false;
    case 'int64':
      return 0n;
    case 'string':
      return '';
    case 'uuid':
      return ZERO_UUID;
    case 'bytes':
    case 'records':
      return EMPTY;
    default:
      return 0;
  }
}

function isArrayOrStruct(field: Field): boolean {
  return field.type.startsWith('[]') || field.fields !== undefined;
}
