import { isAvroOnly, MEDIA_TYPES } from '../model/schema-format.ts';
import type { SchemaComponent } from '../model/model.ts';
import type { SchemaUse } from '../model/schema-use.ts';
import { toRef } from '../source/pointer.ts';
import { defined } from './written.ts';
import type { Written } from './written.ts';

export type Components = ReadonlyMap<string, SchemaComponent>;

/** A schema where it is used: by reference where it is a component, with its format around it where it says one. */
export function writeSchema(use: SchemaUse, components: Components): Written {
  const { component, schemaFormat } = use;
  if (component === undefined) return writeFormat(schemaFormat, use.schema);
  const ref = defined({ $ref: toRef('components', 'schemas', component) });
  return components.get(component)?.schemaFormat === schemaFormat ? ref : writeFormat(schemaFormat, ref);
}

export function writeComponent({ schemaFormat, schema }: SchemaComponent): Written {
  return writeFormat(schemaFormat, schema);
}

/** A key's schema: the binding allows Avro as it is, and reading knows it again where JSON Schema has no such type. */
export function writeKeySchema(use: SchemaUse, components: Components): Written {
  const isPlain = use.component === undefined && use.schemaFormat === MEDIA_TYPES.avro && isAvroOnly(use.schema);
  return isPlain ? use.schema : writeSchema(use, components);
}

function writeFormat(schemaFormat: string | undefined, schema: Written): Written {
  return schemaFormat === undefined ? schema : defined({ schemaFormat, schema });
}
