import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';

/** The schema languages, those that few need loaded when the first such schema comes. */
export const FORMATS = createFormats([
  avroFormat,
  { type: 'JSON', load: async () => (await import('@sluice/formats/json-schema')).jsonSchemaFormat },
  { type: 'PROTOBUF', load: async () => (await import('@sluice/formats/protobuf')).protobufFormat },
]);
