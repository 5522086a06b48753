// @confluentinc/schemaregistry, driven by the lines of ../actions.ts. usage: confluent.cjs REGISTRY_URL
const { create, createFileRegistry, fromBinary } = require('@bufbuild/protobuf');
const { FileDescriptorProtoSchema } = require('@bufbuild/protobuf/wkt');
const registry = require('@confluentinc/schemaregistry');
const { serve } = require('./serve.cjs');

const client = registry.SchemaRegistryClient.newClient({ baseURLs: [process.argv[2]], maxRetries: 0 });

const infoOf = ({ schema, type, references, properties }) => ({
  schema,
  schemaType: type,
  references,
  ...(properties && { metadata: { properties } }),
});
const show = ({ schema, schemaType = 'AVRO', references = [] }) => ({ schema, type: schemaType, references });
const showRegistered = (found) => ({ id: found.id, version: found.version, ...show(found) });
const showPlace = ({ id, version }) => ({ id, version });

const ACTIONS = {
  register: async ({ subject, normalize, ...schema }) => ({
    id: await client.register(subject, infoOf(schema), normalize),
  }),
  lookup: async ({ subject, ...schema }) => showPlace(await client.getIdFullResponse(subject, infoOf(schema))),
  'by-id': async ({ id, subject = '' }) => show(await client.getBySubjectAndId(subject, id)),
  'by-version': async ({ subject, version }) => showRegistered(await client.getSchemaMetadata(subject, version)),
  latest: async ({ subject }) => showRegistered(await client.getLatestSchemaMetadata(subject)),
  'guid-of': async ({ subject }) => ({ guid: (await client.getLatestSchemaMetadata(subject)).guid }),
  'by-guid': async ({ guid }) => ({ schema: (await client.getByGuid(guid)).schema }),
  'by-properties': async ({ subject, properties }) =>
    showPlace(await client.getLatestWithMetadata(subject, properties)),
  versions: ({ subject }) => client.getAllVersions(subject),
  subjects: () => client.getAllSubjects(),
  compatible: ({ subject, ...schema }) => client.testSubjectCompatibility(subject, infoOf(schema)),
  'delete-version': ({ subject, version, permanent }) => client.deleteSubjectVersion(subject, version, permanent),
  'delete-subject': ({ subject, permanent }) => client.deleteSubject(subject, permanent),
  'set-level': ({ subject, level }) =>
    subject === undefined ? client.updateDefaultCompatibility(level) : client.updateCompatibility(subject, level),
  level: ({ subject }) => (subject === undefined ? client.getDefaultCompatibility() : client.getCompatibility(subject)),
  exchange,
};

async function exchange({ topic, type, id, value, registers = false }) {
  const config = { autoRegisterSchemas: registers, useLatestVersion: !registers };
  const { serializer, deserializer, written, read } = await SERDES[type](id, value, config);
  const payload = await serializer.serialize(topic, written);
  const found = await deserializer.deserialize(topic, payload);
  return { id: payload.readUInt32BE(1), value: read(found) };
}

const same = (value) => JSON.parse(JSON.stringify(value)); // avsc's objects have classes of their own
const { SerdeType } = registry;
const SERDES = {
  AVRO: async (id, written, config) => ({
    serializer: new registry.AvroSerializer(client, SerdeType.VALUE, config),
    deserializer: new registry.AvroDeserializer(client, SerdeType.VALUE, {}),
    written,
    read: same,
  }),
  JSON: async (id, written, config) => ({
    serializer: new registry.JsonSerializer(client, SerdeType.VALUE, config),
    deserializer: new registry.JsonDeserializer(client, SerdeType.VALUE, {}),
    written,
    read: same,
  }),
  PROTOBUF: async (id, value, config) => {
    const types = await describe(await client.getBySubjectAndId('', id, 'serialized'), 'order.proto');
    const message = types.getMessage('shop.Order');
    const serializer = new registry.ProtobufSerializer(client, SerdeType.VALUE, config);
    for (const type of types) if (type.kind === 'message') serializer.registry.add(type);
    const { id: number, customer } = value;
    return {
      serializer,
      deserializer: new registry.ProtobufDeserializer(client, SerdeType.VALUE, {}),
      written: create(message, { id: BigInt(number), customer: create(types.getMessage('shop.Customer'), customer) }),
      read: ({ id: found, customer: { name } }) => ({ id: Number(found), customer: { name } }),
    };
  },
};

/** The types of the file that the registry serialized, and of those that it imports. */
async function describe(info, name) {
  const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(info.schema, 'base64'));
  file.name = name;
  const imported = [];
  for (const reference of info.references ?? []) {
    const found = await client.getSchemaMetadata(reference.subject, reference.version, true, 'serialized');
    imported.push(await describe(found, reference.name));
  }
  const all = createFileRegistry(...imported);
  return createFileRegistry(
    all,
    createFileRegistry(file, (wanted) => all.getFile(wanted)),
  );
}

const asked = Object.entries(ACTIONS).map(([name, action]) => [
  name,
  (args) => {
    client.clearCaches(); // each answer is to be the registry's
    return action(args);
  },
]);
void serve(Object.fromEntries(asked), ({ status, errorCode, message }) =>
  errorCode === undefined ? undefined : { status, code: errorCode, message },
);
