import { formatSchema, parseSchema, schemasWithin, visitSchemas } from '@sluice/avro';
import type { JsonObject, RecordField, RecordSchema, Schema } from '@sluice/avro';
import { SchemaFormatError } from '../schema-format-error.ts';
import type { ParsedSchema, SchemaEntity, SchemaTags } from '../schema-format.ts';

/** The attribute that holds the tags of a record or field. */
const TAGS = 'confluent:tags';

/** The tags of records and fields, in the order of the text; those of what references define too. */
export function listTags({ model }: ParsedSchema<Schema>): readonly SchemaTags[] {
  const found: SchemaTags[] = [];
  const seen = new Set<string>();
  const add = (entityPath: string, entityType: SchemaEntity['entityType'], props: JsonObject): void => {
    const tags = readTags(props);
    if (tags.length > 0) found.push({ schemaEntity: { entityPath, entityType }, tags });
  };
  // A stack of steps: a chain of types may be longer than any nesting of text.
  const stack: (Schema | { readonly record: RecordSchema; readonly field: RecordField })[] = [model];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if ('field' in next) {
      add(`${next.record.name}.${next.field.name}`, 'sr_field', next.field.props);
      stack.push(next.field.schema);
    } else if (next.type !== 'record') {
      stack.push(...schemasWithin(next).toReversed());
    } else if (!seen.has(next.name)) {
      const record = next;
      seen.add(record.name);
      add(record.name, 'sr_record', record.props);
      stack.push(...record.fields.map((field) => ({ record, field })).toReversed());
    }
  }
  return found;
}

/** The schema's text with tags added, then others removed. Throws for what the text does not define. */
export function changeTags(
  { canonical, referenced = [] }: ParsedSchema<Schema>,
  added: readonly SchemaTags[],
  removed: readonly SchemaTags[],
): string {
  // A schema of our own, so that its attributes may be changed.
  const schema = parseSchema(canonical, { references: referenced });
  const foreign = new Set<Schema>();
  visitSchemas(referenced, (part) => foreign.add(part));
  for (const { schemaEntity, tags } of added) {
    const props = findProps(schema, foreign, schemaEntity);
    writeTags(props, [...new Set([...readTags(props), ...tags])]);
  }
  for (const { schemaEntity, tags } of removed) {
    const props = findProps(schema, foreign, schemaEntity);
    const kept = readTags(props).filter((tag) => !tags.includes(tag));
    writeTags(props, kept);
  }
  return formatSchema(schema, { references: referenced });
}

function findProps(root: Schema, foreign: ReadonlySet<Schema>, { entityPath, entityType }: SchemaEntity): JsonObject {
  const end = entityPath.lastIndexOf('.');
  const recordName = entityType === 'sr_record' ? entityPath : entityPath.slice(0, Math.max(end, 0));
  let found: JsonObject | undefined;
  visitSchemas([root], (part) => {
    if (found !== undefined || part.type !== 'record' || foreign.has(part) || !isNamed(part, recordName)) return;
    const field = part.fields.find(({ name }) => name === entityPath.slice(end + 1));
    found = entityType === 'sr_record' ? part.props : field?.props;
  });
  if (found !== undefined) return found;
  const message = `No matching path '${entityPath}' found in the schema`;
  throw new SchemaFormatError([{ kind: 'no-such-entity', pointer: '', message }]);
}

/** A name without a namespace stands for one in any. */
function isNamed({ name }: RecordSchema, wanted: string): boolean {
  return name === wanted || (!wanted.includes('.') && name.endsWith(`.${wanted}`));
}

function readTags(props: JsonObject): readonly string[] {
  const tags = Object.hasOwn(props, TAGS) ? props[TAGS] : undefined;
  return Array.isArray(tags) ? tags.map(String) : [];
}

function writeTags(props: JsonObject, tags: readonly string[]): void {
  if (tags.length === 0) Reflect.deleteProperty(props, TAGS);
  else Reflect.set(props, TAGS, tags);
}
