export { jsonSchemaFormat } from './json-schema-format.ts';
