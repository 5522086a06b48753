import { formatContent } from '../schema/format-schema.ts';
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

/**
 * The reader's aliases; none where both schemas say the same, for then nothing was renamed, though an alias be the name
 * of something else in them. Java looks at `Schema.equals` too before it applies aliases.
 */
export function collectAliases(writer: Schema, reader: Schema): Aliases {
  const types = new Map<string, string>();
  const records = new Map<string, RecordSchema>();
  let hasAliases = false;
  visitSchemas(writer === reader ? [] : [reader], (schema) => {
    if (!isNamed(schema)) return;
    for (const alias of schema.aliases) types.set(alias, schema.name);
    if (schema.type === 'record') records.set(schema.name, schema);
    hasAliases ||= schema.aliases.length > 0 || hasFieldAliases(schema);
  });
  const applies = hasAliases && formatContent(writer) !== formatContent(reader);
  const renamings = new Map<RecordSchema, Map<RecordSchema | undefined, FieldsByName>>();
  const typeName = (schema: NamedSchema): string => (applies ? types.get(schema.name) : undefined) ?? schema.name;
  /**
   * The aliases that count are those of the reader's record of the writer's name. Where names differ in their namespace
   * only, the checker holds the records for the same, so the fields' own aliases count.
   */
  function findNamesake(record: RecordSchema, target: RecordSchema): RecordSchema | undefined {
    if (!applies) return undefined;
    const name = typeName(record);
    return records.get(name) ?? (simpleName(name) === simpleName(target.name) ? target : undefined);
  }
  return {
    typeName,
    findField(record, target, field) {
      const namesake = findNamesake(record, target);
      let byNamesake = renamings.get(record);
      if (byNamesake === undefined) renamings.set(record, (byNamesake = new Map()));
      let fields = byNamesake.get(namesake);
      if (fields === undefined) byNamesake.set(namesake, (fields = renameFields(record, namesake)));
      return fields.get(field.name);
    },
  };
}

function hasFieldAliases(schema: NamedSchema): boolean {
  return schema.type === 'record' && schema.fields.some((field) => field.aliases.length > 0);
}

type FieldsByName = ReadonlyMap<string, RecordField>;

/** The writer's fields by the names that the reader knows them by: the first of several, by the last alias of several. */
function renameFields(writer: RecordSchema, reader: RecordSchema | undefined): FieldsByName {
  const names = new Map(reader?.fields.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const)));
  const fields = new Map<string, RecordField>();
  for (const field of writer.fields) {
    const name = names.get(field.name) ?? field.name;
    if (!fields.has(name)) fields.set(name, field);
  }
  return fields;
}
