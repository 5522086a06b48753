export { createOpenApi } from './open-api.ts';
export type { OpenApiOptions, OperationGroup } from './open-api.ts';
export type { DocumentedOperation } from './describe-operation.ts';
export type { RefusalText } from './describe-errors.ts';
export type { JsonSchema } from './describe-shape.ts';
