export { createRegistryApp } from './app.ts';
export type { RegistryAppOptions } from './app.ts';
export { MAX_BODY_BYTES } from './read-json.ts';
