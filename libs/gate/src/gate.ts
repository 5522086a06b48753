import type { Formats } from '@sluice/formats';
import type { SchemaSource } from '@sluice/serde';
import { createFieldGate } from './field-gate.ts';
import { createTurnstile } from './lookup.ts';
import { createSchemaCache } from './schema-cache.ts';
import { createSubjectCache } from './subject-cache.ts';
import type { Gate, TopicPolicy } from './verdict.ts';

export interface GateOptions {
  readonly source: SchemaSource;
  readonly formats: Formats;
  /** Milliseconds of a clock that does not go back. */
  readonly now?: () => number;
  /** Schemas kept ready. */
  readonly maxSchemas?: number;
  /** Subjects whose versions are kept. */
  readonly maxSubjects?: number;
  /** Age at which a subject's versions are read again in the background. */
  readonly refreshAfterMs?: number;
  /** Age at which they no longer serve: the source is asked first, and when it does not answer the record is refused. */
  readonly maxStaleMs?: number;
  /** How long the source may take to answer. */
  readonly lookupTimeoutMs?: number;
}

const MAX_CONCURRENT_LOOKUPS = 32;
const MAX_WAITING_LOOKUPS = 10_000;

/**
 * A gate in front of topics. What it accepted it remembers; what it refuses it asks the source for each time,
 * so that a freshly registered id is valid at once and no refusal outlives its reason.
 *
 * A deletion is seen at once where the source reports changes. Elsewhere (a registry over HTTP, or another replica
 * on the same database) it is seen `refreshAfterMs` (5 s) plus one look-up after the versions were last read,
 * and at the latest after `maxStaleMs` (60 s) while the registry does not answer.
 */
export function createGate(options: GateOptions): Gate {
  const { source, formats, now = () => performance.now() } = options;
  const turnstile = createTurnstile({
    maxConcurrent: MAX_CONCURRENT_LOOKUPS,
    maxWaiting: MAX_WAITING_LOOKUPS,
    timeoutMs: options.lookupTimeoutMs ?? 5000,
  });
  const schemas = createSchemaCache({ source, formats, turnstile, maxSchemas: options.maxSchemas ?? 1000 });
  const subjects = createSubjectCache({
    source,
    turnstile,
    now,
    maxSubjects: options.maxSubjects ?? 10_000,
    refreshAfterMs: options.refreshAfterMs ?? 5000,
    maxStaleMs: options.maxStaleMs ?? 60_000,
  });

  return {
    open(topic: string, { key, value, acceptDeleted }: TopicPolicy) {
      const shared = { topic, acceptDeleted, schemas, subjects, now };
      return {
        checksKey: key.validation !== 'none',
        checksValue: value.validation !== 'none',
        checkKey: key.validation === 'none' ? accept : createFieldGate({ ...shared, field: 'key', policy: key }),
        checkValue:
          value.validation === 'none' ? accept : createFieldGate({ ...shared, field: 'value', policy: value }),
      };
    },
    close: () => subjects.close(),
  };
}

function accept(): undefined {
  return undefined;
}
