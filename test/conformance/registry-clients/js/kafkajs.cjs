// @kafkajs/confluent-schema-registry, driven by the lines of ../actions.ts. usage: kafkajs.cjs REGISTRY_URL
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const { serve } = require('./serve.cjs');

const host = process.argv[2];
/** A new one for each call: each answer is to be the registry's. A retry would only repeat a refusal later. */
const open = () => new SchemaRegistry({ host, retry: { retries: 0 } });

void serve(
  {
    register: async ({ subject, schema, type, references }) => {
      const { id } = await open().register({ type, schema, references }, { subject });
      return { id };
    },
    lookup: async ({ subject, schema, type }) => ({
      id: await open().getRegistryIdBySchema(subject, { type, schema }),
    }),
    'by-id': async ({ id }) => {
      await open().getSchema(id);
      return {};
    },
    'by-version': async ({ subject, version }) => ({ id: await open().getRegistryId(subject, version) }),
    latest: async ({ subject }) => ({ id: await open().getLatestSchemaId(subject) }),
    exchange: async ({ id, value }) => {
      const payload = await open().encode(id, value);
      const read = await open().decode(payload);
      return { id: payload.readUInt32BE(1), value: JSON.parse(JSON.stringify(read), plain) };
    },
  },
  // ConfluentSchemaRegistryError keeps only the message of the answer that it stands for.
  ({ status, message, name }) =>
    status !== undefined || name === 'ConfluentSchemaRegistryError' ? { status, message } : undefined,
);

/** protobufjs writes 64-bit integers as text. */
function plain(name, value) {
  return name === 'id' ? Number(value) : value;
}
