import { isNamed, simpleName } from '../schema/schema.ts';
import type { NamedSchema, RecordField, RecordSchema, Schema } from '../schema/schema.ts';
import { visitSchemas } from '../schema/visit.ts';

/** How a reader's aliases rename what a writer declared (Avro 1.12, Aliases). */
export interface Aliases {
  /** The writer's full name as the reader knows it. */
  typeName(schema: NamedSchema): string;
  /** The writer's field that fills a reader's field. */
  findField(writer: RecordSchema, reader: RecordSchema, field: RecordField): RecordField | undefined;
}

export function collectAliases(reader: Schema): Aliases {
  const types = new Map<string, string>();
  const records = new Map<string, RecordSchema>();
  visitSchemas([reader], (schema) => {
    if (!isNamed(schema)) return;
    for (const alias of schema.aliases) types.set(alias, schema.name);
    if (schema.type === 'record') records.set(schema.name, schema);
  });
  const typeName = (schema: NamedSchema): string => types.get(schema.name) ?? schema.name;
  return {
    typeName,
    findField(writer, target, field) {
      const name = typeName(writer);
      // The aliases that count are those of the reader's record of the writer's name. Where names differ in their
      // namespace only, the checker holds the records for the same, so the fields' own aliases count.
      const namesake = records.get(name) ?? (simpleName(name) === simpleName(target.name) ? target : undefined);
      return writer.fields.find((candidate) => renamed(candidate.name, namesake) === field.name);
    },
  };
}

function renamed(name: string, reader: RecordSchema | undefined): string {
  return reader?.fields.findLast((field) => field.aliases.includes(name))?.name ?? name;
}
