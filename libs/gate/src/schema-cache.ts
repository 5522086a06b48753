import type { ByteValidator, Formats, ParsedSchema, ResolvedReference } from '@sluice/formats';
import { resolveReferences } from '@sluice/serde';
import type { RegisteredSchema, SchemaSource } from '@sluice/serde';
import { remember } from './bounded-map.ts';
import { createLookup, createTurnstile } from './lookup.ts';
import type { LookupLimits, Turnstile } from './lookup.ts';
import { createReadyMessages } from './message-validator.ts';
import type { ReadyMessages } from './message-validator.ts';

/** A registered schema made ready. What an id means never changes, so entries only leave for want of room. */
export type SchemaEntry =
  | {
      readonly recordName: string | undefined;
      readonly validator: () => ByteValidator;
      /** Where a schema is of several messages and each payload says which: the name of its own. */
      readonly recordNameAt?: ReadyMessages['recordNameAt'];
    }
  /** The registry has it but it cannot be used, e.g. its format is not supported here. */
  | { readonly problem: string };

export interface SchemaCache {
  /** `undefined` when the source does not know `id` now. */
  read(id: number): Promise<SchemaEntry | undefined>;
  /** Whether the source knows `id`, without making the schema ready; rejects when too many ask at once. */
  has(id: number): Promise<boolean>;
}

export interface SchemaCacheOptions {
  readonly source: SchemaSource;
  readonly formats: Formats;
  readonly turnstile: Turnstile;
  readonly maxSchemas: number;
}

/** Presence only words a refusal better, so a stream of made-up ids gets few answers. */
const PRESENCE_LIMITS: LookupLimits = { maxConcurrent: 8, maxWaiting: 64, timeoutMs: 2000 };

export function createSchemaCache({ source, formats, turnstile, maxSchemas }: SchemaCacheOptions): SchemaCache {
  const entries = new Map<number, SchemaEntry>();

  const lookup = createLookup(turnstile, async (id: number) => {
    const registered = await source.byId(id);
    if (registered === undefined) return { entry: undefined };
    const entry = await makeReady(registered, await resolveReferences(source, registered.references), formats);
    remember(entries, id, entry, maxSchemas);
    return { entry };
  });
  const lookupPresence = createLookup(createTurnstile(PRESENCE_LIMITS), async (id: number) => ({
    known: (await source.byId(id)) !== undefined,
  }));

  return {
    async read(id) {
      const known = entries.get(id);
      if (known !== undefined) return known;
      const { entry } = await lookup(id, (answer) => answer.entry !== undefined);
      return entry;
    },
    async has(id) {
      if (entries.has(id)) return true;
      const { known } = await lookupPresence(id, (answer) => answer.known);
      return known;
    },
  };
}

async function makeReady(
  registered: RegisteredSchema,
  references: readonly ResolvedReference[],
  formats: Formats,
): Promise<SchemaEntry> {
  const format = await formats.find(registered.schemaType);
  if (format === undefined) return { problem: `schema type ${registered.schemaType} is not supported` };
  let parsed: ParsedSchema;
  try {
    parsed = format.parse(registered.schema, references);
  } catch (error) {
    return {
      problem: `the registered schema cannot be parsed: ${error instanceof Error ? error.message : 'unknown error'}`,
    };
  }
  if (format.selectMessage !== undefined) {
    const messages = createReadyMessages(format, format.selectMessage, parsed);
    return { recordName: parsed.recordName, validator: () => messages.validate, recordNameAt: messages.recordNameAt };
  }
  let validator: ByteValidator | undefined;
  return { recordName: parsed.recordName, validator: () => (validator ??= format.compileByteValidator(parsed)) };
}
