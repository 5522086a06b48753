import type { Model } from '@sluice/asyncapi';
import type { JsonValue } from '@sluice/avro';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { addRuntime, RUNTIME_PATH, RUNTIME_TYPES_PATH } from '../../standalone/write-runtime.ts';
import { EMITTED_RUNTIME } from '../codec/emit-codec-module.ts';
import { emitAvro } from '../emit-avro.ts';
import type { AvroPlace } from '../emit-avro.ts';
import { startJsonSchemas } from '../json-schema/emit-json-schema.ts';
import { emitProtobuf } from '../protobuf/emit-protobuf.ts';
import { emitIndex } from '../text/index-file.ts';
import { readAvroForms } from '../types/avro-forms.ts';
import { createFilePaths } from '../types/file-paths.ts';
import { collectPayloads, writeJson } from './collect-payloads.ts';
import type { Payload } from './collect-payloads.ts';
import { emitChannel } from './emit-channel.ts';
import { CONNECTION_PATH, emitConnection } from './emit-connection.ts';
import { emitFormats } from './emit-formats.ts';
import { createPayloadTypes } from './payload-types.ts';
import type { JsonTypes } from './payload-types.ts';
import { planClients } from './plan-clients.ts';

/** Everything of a document in TypeScript: types and codecs of its schemas, and a class for each operation. */
export function generateClients(model: Model, options: GenerateOptions): readonly GeneratedFile[] {
  const plans = planClients(model);
  const payloads = collectPayloads(model, plans, options);
  const files = createFilePaths();
  for (const name of [CONNECTION_PATH, 'index', RUNTIME_PATH, RUNTIME_TYPES_PATH]) files.take([], name);
  const avro = payloads.own.filter((payload) => payload.kind === 'avro');
  const roots = avro.map(({ root }) => root);
  const emitted = emitAvro(roots, options, files);
  const places = new Map<Payload, AvroPlace>();
  for (const [index, payload] of avro.entries()) {
    const place = emitted.roots[index];
    if (place !== undefined) places.set(payload, place);
  }
  const forms = readAvroForms(
    roots.map(({ schema }) => schema),
    options,
    EMITTED_RUNTIME,
  );
  const messages = payloads.own.flatMap((payload) => (payload.kind === 'protobuf' ? [payload.message] : []));
  const protobuf = emitProtobuf(messages, options, files);
  const schemas = startJsonSchemas(listComponents(model), options, files);
  const types = createPayloadTypes(payloads, places, ({ message }) => protobuf.placeOf(message), placeJson(schemas));
  const channels = plans.map((plan) => emitChannel(plan, { model, payloads, types, options }));
  const formats = emitFormats(model, payloads, types, forms, options);
  const connection = emitConnection(model, options);
  const json = schemas.finish();
  const exports = [
    ...emitted.exports,
    ...protobuf.exports,
    ...json.exports,
    connection.exports,
    ...channels.map((channel) => channel.exports),
  ];
  return addRuntime(
    [
      ...emitted.files,
      ...protobuf.files,
      ...json.files,
      connection.file,
      ...(formats === undefined ? [] : [formats]),
      ...channels.map(({ file }) => file),
      emitIndex(exports, options),
    ],
    options,
  );
}

function listComponents({ components }: Model): ReadonlyMap<string, JsonValue> {
  const json = components.schemas.filter(({ format }) => format === 'asyncapi' || format === 'json-schema');
  return new Map(json.map(({ id, schema }) => [id, schema]));
}

/** Uses of one component share its type, and others of one text and name theirs. */
function placeJson(schemas: ReturnType<typeof startJsonSchemas>): JsonTypes {
  const known = new Map<string, { readonly path: string; readonly type: string }>();
  return (module, { component, schema }, name) => {
    const shared = component === undefined ? undefined : schemas.placeComponent(component);
    const key = `${name} ${writeJson(schema)}`;
    const place = shared ?? known.get(key) ?? schemas.place({ schema, name });
    known.set(key, place);
    return module.importType(place.type, `/${place.path}`);
  };
}
