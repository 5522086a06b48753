import type { JsonValue } from '@sluice/avro';
import type { SchemaComponent } from '../model/model.ts';
import type { SchemaUse } from '../model/schema-use.ts';
import { toRef } from '../source/pointer.ts';
import { createRefWriter } from './write-refs.ts';
import { defined } from './written.ts';
import type { Written } from './written.ts';

/** The schemas of a document's components, and how those that refer to them are written. */
export interface Components {
  readonly byName: ReadonlyMap<string, SchemaComponent>;
  readonly writeRefs: (schema: JsonValue) => JsonValue;
}

export function indexComponents(schemas: readonly SchemaComponent[]): Components {
  return { byName: new Map(schemas.map((schema) => [schema.id, schema])), writeRefs: createRefWriter(schemas) };
}

/** A schema where it is used: by reference where it is a component, with its format around it where it says one. */
export function writeSchema(use: SchemaUse, components: Components): Written {
  const { component, schemaFormat } = use;
  if (component === undefined) return writeFormat(schemaFormat, writeText(use, components));
  const target = components.byName.get(component);
  if (target?.schemaFormat === schemaFormat) return defined({ $ref: toRef('components', 'schemas', component) });
  const inner = target?.schemaFormat === undefined ? [] : ['schema'];
  return writeFormat(schemaFormat, defined({ $ref: toRef('components', 'schemas', component, ...inner) }));
}

export function writeComponent(component: SchemaComponent, components: Components): Written {
  return writeFormat(component.schemaFormat, writeText(component, components));
}

function writeText({ format, schema }: SchemaUse, { writeRefs }: Components): Written {
  return format === 'asyncapi' || format === 'json-schema' ? writeRefs(schema) : schema;
}

function writeFormat(schemaFormat: string | undefined, schema: Written): Written {
  return schemaFormat === undefined ? schema : defined({ schemaFormat, schema });
}
