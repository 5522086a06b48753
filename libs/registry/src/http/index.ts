export { createRegistryApp, ENDPOINTS } from './app.ts';
export type { AnswerForm, Endpoint, Method, ServerFacts } from './endpoint.ts';
export { createOwnRegistryApi, OWN_ENDPOINTS } from './own-api.ts';
export { MAX_BODY_BYTES } from './read-json.ts';
export type { FieldType, Shape } from './request-shape.ts';
export type { RegistryAppOptions } from './serve-endpoints.ts';
