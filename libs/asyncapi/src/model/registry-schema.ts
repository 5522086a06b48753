import type { ResolvedReference, SchemaType } from '@sluice/formats';

/** One version of a subject, as a registry gives it: what a reference such as `registry:orders-value/3` leads to. */
export interface RegistrySchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schemaType: SchemaType;
  readonly schema: string;
  /** What the schema refers to, in dependency order, with its text. */
  readonly references: readonly ResolvedReference[];
}
