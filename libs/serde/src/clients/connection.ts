import { createHttpSource } from '../http-source.ts';
import type { RegistryClient } from '../registry-client.ts';
import { createSchemaCache } from '../schema-cache.ts';
import type { SchemaCache } from '../schema-cache.ts';
import { SerdeError } from '../serde-error.ts';
import type { Transport } from './transport.ts';

/** A Kafka client and a registry, which any number of producers and consumers may share. */
export interface Connection extends AsyncDisposable {
  readonly transport: Transport;
  readonly registry: RegistryClient | undefined;
  /** Schemas of the registry, kept by id. */
  readonly schemas: SchemaCache | undefined;
  close(): Promise<void>;
}

export interface ConnectionParts {
  readonly transport: Transport;
  /** Absent where records carry no schema ids. */
  readonly registry?: RegistryClient | undefined;
}

/** Joins the two. Closing it closes the transport. */
export function createConnection({ transport, registry }: ConnectionParts): Connection {
  const schemas = registry === undefined ? undefined : createSchemaCache(createHttpSource(registry));
  let closing: Promise<void> | undefined;
  function close(): Promise<void> {
    schemas?.close();
    closing ??= transport.close();
    return closing;
  }
  return { transport, registry, schemas, close, [Symbol.asyncDispose]: close };
}

/** The registry and its schemas. @throws SerdeError where the connection has none; `what` needs it */
export function requireRegistry(
  { registry, schemas }: Connection,
  what: string,
): { readonly registry: RegistryClient; readonly schemas: SchemaCache } {
  if (registry === undefined || schemas === undefined) {
    throw new SerdeError('no-registry', `${what} needs a schema registry: give the connection its URL`);
  }
  return { registry, schemas };
}
