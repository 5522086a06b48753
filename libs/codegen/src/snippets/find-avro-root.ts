import type { Operation } from '@sluice/asyncapi';
import type { NamedSchema } from '@sluice/avro';
import { isNamedSchema } from '../named-types.ts';
import type { SnippetSource } from './snippet-writer.ts';

/** The Avro type of an operation's values, where all are of one; undefined where they are not, or it has no name. */
export function findAvroRoot({ plans, payloads }: SnippetSource, operation: Operation): NamedSchema | undefined {
  const clients = plans.flatMap((plan) => plan.clients);
  const client = clients.find((item) => item.operation.id === operation.id);
  const [message, ...more] = client?.messages ?? [];
  if (message === undefined || more.length > 0) return undefined;
  const payload = payloads.valueOf(message);
  return payload.kind === 'avro' && isNamedSchema(payload.root.schema) ? payload.root.schema : undefined;
}
