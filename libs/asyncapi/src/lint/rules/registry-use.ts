import { AvroError, formatSchema, SchemaParser } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import type { Model } from '../../model/model.ts';
import type { SchemaLanguage, SchemaUse } from '../../model/schema-use.ts';
import type { RegistrySchema } from '../../model/registry-schema.ts';

const LANGUAGES = { AVRO: 'avro', JSON: 'json-schema', PROTOBUF: 'protobuf' } as const satisfies Record<
  RegistrySchema['schemaType'],
  SchemaLanguage
>;

/** The model with what its references to registries lead to put in their place, where that is known. */
export function resolveUses(model: Model, registry: ReadonlyMap<string, RegistrySchema>): Model {
  if (registry.size === 0) return model;
  const known = new Map<SchemaUse, SchemaUse>();
  const resolve = <Use extends SchemaUse>(use: Use): Use => {
    const found = use.openRef === undefined ? undefined : registry.get(use.openRef);
    if (found === undefined) return use;
    const before = known.get(use) ?? toUse(use, found);
    known.set(use, before);
    const { openRef: _, ...rest } = use;
    return { ...rest, ...before } as Use;
  };
  const resolveMessage = (message: Model['components']['messages'][number]): typeof message => ({
    ...message,
    ...(message.payload && { payload: resolve(message.payload) }),
    ...(message.headers && { headers: resolve(message.headers) }),
    ...(message.kafka?.key && { kafka: { ...message.kafka, key: resolve(message.kafka.key) } }),
  });
  return {
    ...model,
    channels: model.channels.map((channel) => ({ ...channel, messages: channel.messages.map(resolveMessage) })),
    components: {
      ...model.components,
      messages: model.components.messages.map(resolveMessage),
      schemas: model.components.schemas.map(resolve),
    },
  };
}

/** The registered schema where the reference to it stands. */
export function toUse({ place }: Pick<SchemaUse, 'place'>, registered: RegistrySchema): SchemaUse {
  const schema = readText(registered);
  return { format: LANGUAGES[registered.schemaType], schema, place };
}

function readText({ schemaType, schema, references }: RegistrySchema): JsonValue {
  if (schemaType === 'PROTOBUF') return schema;
  try {
    if (schemaType === 'AVRO' && references.length > 0) {
      const parser = new SchemaParser();
      for (const reference of references) parser.parse(reference.schema, reference.name);
      return JSON.parse(formatSchema(parser.parse(schema))) as JsonValue;
    }
    return JSON.parse(schema) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AvroError) return schema;
    throw error;
  }
}
