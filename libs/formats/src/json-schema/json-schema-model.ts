import type { ResolvedReference } from '../schema-format.ts';
import type { Documents } from './load/documents.ts';
import type { Shape } from './load/shape.ts';
import type { Json } from './text/json.ts';

/** A JSON Schema, with what it refers to. */
export interface JsonSchemaModel {
  readonly json: Json;
  readonly references: readonly ResolvedReference[];
  readonly documents: Documents;
  readonly shape: Shape;
}
