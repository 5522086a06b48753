export { avroFormat } from './avro-format.ts';
