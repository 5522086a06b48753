import type { ParsedSchema, SchemaReference } from '@sluice/formats';
import type { RegisteredSchema, SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import { isSameMetadata, readVersionProperty, removeVersionProperty } from '../contract/metadata.ts';
import { isSameRuleSet } from '../contract/rule-set.ts';
import { deriveGuid } from '../guid.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { StoredSchema } from '../store/store.ts';
import { MAX_SCHEMA_BYTES, measureContract } from '../stored-schemas.ts';
import type { ReadOptions, SchemaText } from '../stored-schemas.ts';

/** A schema with what is said about it, as it came with a request or from the store. */
export interface SchemaDraft extends SchemaText {
  readonly metadata?: SchemaMetadata | undefined;
  readonly ruleSet?: SchemaRuleSet | undefined;
}

/** What is known of a schema before it has an id. */
export interface Content {
  readonly parsed: ParsedSchema;
  readonly references: readonly SchemaReference[];
  readonly metadata: SchemaMetadata | undefined;
  readonly ruleSet: SchemaRuleSet | undefined;
  readonly guid: string;
}

/** Parses and names a draft. Throws as StoredSchemas.readText does; metadata and rules count for the size too. */
export async function readContent(
  { schemas }: Pick<RegistryContext, 'schemas'>,
  draft: SchemaDraft,
  options: ReadOptions,
): Promise<Content> {
  const { metadata, ruleSet } = draft;
  if (measureContract(draft) + draft.schema.length > MAX_SCHEMA_BYTES) {
    throw registryError('SCHEMA_TOO_LARGE');
  }
  const { parsed, references } = await schemas.readText(draft, options);
  const guid = deriveGuid({ canonical: parsed.canonical, references, metadata, ruleSet });
  return { parsed, references, metadata, ruleSet, guid };
}

export function isBlank({ schema }: SchemaText): boolean {
  return schema.trim() === '';
}

/** What a registered schema would be registered again as. */
export function toDraft({ schemaType, schema, references, metadata, ruleSet }: RegisteredSchema): SchemaDraft {
  return { schemaType, schema, references, metadata, ruleSet };
}

/**
 * Whether it is worth comparing the schemas themselves, as Confluent's registry does: with the same references, or what
 * was sent has none and spells out what was stored with some; and what is said about both is the same.
 */
export function maySayTheSame(content: Content, stored: StoredSchema, storedVersion: number): boolean {
  const { parsed, references } = content;
  if (parsed.type !== stored.schemaType || !hasSameContract(content, stored, storedVersion)) return false;
  if (references.length === 0 && stored.references.length > 0) return true;
  // Canonical texts of Avro that differ in the order of attributes are equally long.
  if (references.length === 0 && parsed.type === 'AVRO' && stored.schema.length !== parsed.canonical.length)
    return false;
  return (
    references.length === stored.references.length &&
    references.every(({ name, subject, version }, index) => {
      const other = stored.references[index];
      return name === other?.name && subject === other.subject && version === other.version;
    })
  );
}

/** The version that metadata may name counts only where both name one, or where it is the version that it is about. */
function hasSameContract(content: Content, stored: StoredSchema, storedVersion: number): boolean {
  if (!isSameRuleSet(content.ruleSet, stored.ruleSet)) return false;
  const { metadata } = content;
  const named = readVersionProperty(metadata);
  const storedNamed = readVersionProperty(stored.metadata);
  if (named === undefined && storedNamed !== undefined && stored.metadata !== undefined) {
    return isSameMetadata(metadata ?? {}, removeVersionProperty(stored.metadata));
  }
  if (named !== undefined && storedNamed === undefined && metadata !== undefined) {
    return named === storedVersion && isSameMetadata(removeVersionProperty(metadata), stored.metadata ?? {});
  }
  return isSameMetadata(metadata, stored.metadata);
}
