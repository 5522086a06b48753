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

function writeFormat(schemaFormat: string | undefined, schema: Written): Written {
  return schemaFormat === undefined ? schema : defined({ schemaFormat, schema });
}
