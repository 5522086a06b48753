import { ENVELOPE_BYTES, readEnvelope, writeEnvelope } from '../../envelope.ts';
import { readSchemaIdHeader, SCHEMA_ID_HEADERS, writeGuidHeader, writeIdHeader } from '../../envelope-header.ts';
import type { SchemaInput } from '../../registry-client.ts';
import { refuseRules } from '../../rules/refuse-rules.ts';
import { SerdeError } from '../../serde-error.ts';
import type { RecordPart } from '../../subject-name.ts';
import { subjectName } from '../../subject-name.ts';
import { requireRegistry } from '../connection.ts';
import type { Connection } from '../connection.ts';
import { findHeader } from '../transport.ts';
import type { RecordHeaders } from '../transport.ts';
import type { PartPlace, ReceivedPart } from './payload-format.ts';

/** How a registered schema's id goes with bytes: before them, or in a header. */
export interface Framing {
  readonly subject: string;
  readonly id: number;
  readonly headers: RecordHeaders;
  /** Bytes before the payload: an envelope's, or none. */
  readonly prefixBytes: number;
  /** The payload with what stands before it. */
  frame(payload: Uint8Array): Uint8Array;
}

/** Registers a schema, or finds it, as `place` says. `recordName` is what the schema calls itself. */
export async function openFraming(
  place: PartPlace,
  input: SchemaInput,
  recordName: string | undefined,
): Promise<Framing> {
  const { topic, part, idLocation = 'payload', autoRegister = true } = place;
  const what = `the ${part} schema of topic ${topic}`;
  const { registry, schemas } = requireRegistry(place.connection, what);
  const subject = subjectOf(place, recordName);
  const answer = autoRegister
    ? await registry.registerSchema(subject, input)
    : await registry.findSchema(subject, input);
  const id = answer?.id;
  if (id === undefined) throw new SerdeError('unknown-schema', `${what} is not registered under subject ${subject}`);
  refuseRules(answer?.ruleSet, 'WRITE', subject);
  if (idLocation === 'payload') {
    return { subject, id, headers: [], prefixBytes: ENVELOPE_BYTES, frame: (payload) => prefix(id, payload) };
  }
  const guid = answer?.guid ?? (await schemas.byId(id))?.guid ?? '';
  const mark = guid === '' ? writeIdHeader(id) : writeGuidHeader(guid);
  const headers = [[SCHEMA_ID_HEADERS[part], mark]] as const;
  return { subject, id, headers, prefixBytes: 0, frame: (payload) => payload };
}

/** A document names one strategy for both parts; keys seldom have a name, and are then under their topic. */
export function subjectOf({ topic, part, strategy = 'TopicNameStrategy' }: PartPlace, recordName?: string): string {
  const applied = part === 'key' && recordName === undefined ? 'TopicNameStrategy' : strategy;
  return subjectName(applied, topic, part, recordName);
}

function prefix(id: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(ENVELOPE_BYTES + payload.length);
  bytes.set(payload, writeEnvelope(bytes, 0, id));
  return bytes;
}

/**
 * Takes the mark off a record's key or value, a header's before an envelope's, and finds its schema. Without a registry
 * nothing is taken off. A schema that the registry does not know is left undefined.
 */
export async function receivePart(
  { schemas }: Connection,
  part: RecordPart,
  bytes: Uint8Array,
  headers: RecordHeaders,
): Promise<ReceivedPart> {
  if (schemas === undefined) return { bytes, offset: 0, mark: undefined, schema: undefined };
  const header = findHeader(headers, SCHEMA_ID_HEADERS[part]);
  const found = header === undefined ? undefined : readSchemaIdHeader(header);
  if (found !== undefined) {
    const { rest, ...mark } = found;
    const schema = 'guid' in mark ? await schemas.byGuid(mark.guid) : await schemas.byId(mark.id);
    refuseRules(schema?.ruleSet, 'READ', schema?.id);
    return { bytes, offset: 0, mark, schema, ...(rest && { rest }) };
  }
  const id = readEnvelope(bytes);
  if (id === undefined) return { bytes, offset: 0, mark: undefined, schema: undefined };
  const schema = schemas.peekById(id) ?? (await schemas.byId(id));
  refuseRules(schema?.ruleSet, 'READ', id);
  return { bytes: bytes.subarray(ENVELOPE_BYTES), offset: ENVELOPE_BYTES, mark: { id }, schema };
}

/** The registered schema behind a part. @throws SerdeError where it has no mark, or the registry does not know it */
export function requireSchema({ bytes, mark, schema }: ReceivedPart): NonNullable<ReceivedPart['schema']> {
  if (mark === undefined) {
    const form = 'the envelope of a registered schema (a zero byte and its id)';
    throw new SerdeError('not-framed', `${bytes.length} bytes without ${form}`);
  }
  if (schema !== undefined) return schema;
  const name = 'id' in mark ? mark.id : mark.guid;
  throw new SerdeError('unknown-schema', `the registry does not know schema ${name}`);
}
