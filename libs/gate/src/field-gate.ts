import type { ByteValidator } from '@sluice/formats';
import { ENVELOPE_BYTES, readEnvelope, subjectName } from '@sluice/serde';
import { remember } from './bounded-map.ts';
import { reject } from './rejection.ts';
import type { SchemaCache, SchemaEntry } from './schema-cache.ts';
import type { SubjectCache, SubjectState, VersionsById, VersionState } from './subject-cache.ts';
import type { FieldPolicy, Rejection, Verdict } from './verdict.ts';

export interface FieldGateOptions {
  readonly topic: string;
  readonly field: 'key' | 'value';
  readonly policy: FieldPolicy;
  readonly acceptDeleted: boolean;
  readonly schemas: SchemaCache;
  readonly subjects: SubjectCache;
  readonly now: () => number;
}

/** Checks the keys or the values of one topic. */
export type FieldCheck = (bytes: Uint8Array, start: number, end: number) => Verdict | Promise<Verdict>;

type ReadySchema = Exclude<SchemaEntry, { readonly problem: string }>;

/** An id accepted before: good as long as the subject's versions are the ones it was found in. */
interface AcceptedId {
  readonly id: number;
  readonly state: SubjectState;
  readonly versions: VersionsById;
  readonly version: VersionState;
  readonly validate: ByteValidator | undefined;
}

/** Ids remembered a topic and field. A topic has one or a few writers' schemas at a time. */
const MAX_ACCEPTED_IDS = 1000;

export function createFieldGate(options: FieldGateOptions): FieldCheck {
  const { field, policy, acceptDeleted, schemas, subjects, now } = options;
  const accepted = new Map<number | string, AcceptedId>();
  /** Ids whose payloads say which message they are, where the subject is that message's. */
  const naming = new Map<number, NonNullable<ReadySchema['recordNameAt']>>();
  const topicSubject = policy.strategy === 'TopicNameStrategy' ? nameSubject(options, undefined) : undefined;

  function check(bytes: Uint8Array, start: number, end: number): Verdict | Promise<Verdict> {
    const id = readEnvelope(bytes, start, end);
    if (id === undefined) return rejectUnframed(bytes, start, end);
    const recordNameAt = naming.size === 0 ? undefined : naming.get(id);
    const recordName = recordNameAt?.(bytes, start + ENVELOPE_BYTES, end);
    const known = accepted.get(recordName === undefined ? id : `${id} ${recordName}`);
    if (known !== undefined && known.versions === known.state.versions) {
      const nowMs = now();
      if (nowMs < known.state.freshUntilMs) return checkPayload(known, bytes, start, end);
      if (nowMs < known.state.staleFromMs) {
        subjects.refresh(known.state);
        return checkPayload(known, bytes, start, end);
      }
    }
    return checkAsking(id, bytes, start, end);
  }

  async function checkAsking(id: number, bytes: Uint8Array, start: number, end: number): Promise<Verdict> {
    try {
      if (topicSubject === undefined) return await checkByRecord(id, bytes, start, end);
      const outcome = await admit(id, topicSubject);
      if ('reason' in outcome) return outcome;
      remember(accepted, id, outcome, MAX_ACCEPTED_IDS);
      return checkPayload(outcome, bytes, start, end);
    } catch (error) {
      const detail = `no verdict: ${error instanceof Error ? error.message : 'unknown error'}`;
      return reject({ reason: 'source-unavailable', field, subject: topicSubject ?? '', schemaId: id, detail });
    }
  }

  /** Record and TopicRecord names: the subject is known only with the schema, or only with the payload. */
  async function checkByRecord(id: number, bytes: Uint8Array, start: number, end: number): Promise<Verdict> {
    const entry = await schemas.read(id);
    if (entry === undefined) return rejectUnknown(id, '');
    if ('problem' in entry) return rejectUnusable(id, '', entry.problem);
    const ownName = entry.recordNameAt?.(bytes, start + ENVELOPE_BYTES, end);
    // Indexes that lead nowhere are said under the subject of the first message.
    const recordName = ownName ?? entry.recordName;
    if (recordName === undefined) {
      const detail = `schema id ${id} has no record name, which ${policy.strategy} needs`;
      return reject({ reason: 'other-subject', field, subject: '', schemaId: id, detail });
    }
    const outcome = await admit(id, nameSubject(options, recordName));
    if ('reason' in outcome) return outcome;
    if (entry.recordNameAt !== undefined) remember(naming, id, entry.recordNameAt, MAX_ACCEPTED_IDS);
    if (entry.recordNameAt === undefined) remember(accepted, id, outcome, MAX_ACCEPTED_IDS);
    else if (ownName !== undefined) remember(accepted, `${id} ${ownName}`, outcome, MAX_ACCEPTED_IDS);
    return checkPayload(outcome, bytes, start, end);
  }

  async function admit(id: number, subject: string): Promise<AcceptedId | Rejection> {
    const state = subjects.at(subject);
    const versions = await subjects.read(state, (read) => isAcceptable(read.get(id)));
    const version = versions.get(id);
    if (version === undefined) return rejectNotThere(id, subject, versions.size === 0);
    if (!isAcceptable(version)) {
      const detail = 'this version is soft-deleted';
      return reject({ reason: 'deleted-version', field, subject, schemaId: id, version: version.version, detail });
    }
    if (policy.validation !== 'payload') return { id, state, versions, version, validate: undefined };
    const entry = await schemas.read(id);
    if (entry === undefined) return rejectUnknown(id, subject);
    if ('problem' in entry) return rejectUnusable(id, subject, entry.problem);
    return { id, state, versions, version, validate: entry.validator() };
  }

  function isAcceptable(version: VersionState | undefined): boolean {
    return version !== undefined && (acceptDeleted || !version.deleted);
  }

  function checkPayload(known: AcceptedId, bytes: Uint8Array, start: number, end: number): Verdict {
    if (known.validate === undefined) return undefined;
    const finding = known.validate(bytes, start + ENVELOPE_BYTES, end);
    if (finding === undefined) return undefined;
    return reject({
      reason: finding.kind,
      field,
      subject: known.version.subject,
      schemaId: known.id,
      version: known.version.version,
      path: finding.path,
      expected: finding.expected,
      found: finding.found,
      offset: ENVELOPE_BYTES + finding.offset,
    });
  }

  function rejectUnframed(bytes: Uint8Array, start: number, end: number): Rejection {
    return reject({
      reason: 'not-framed',
      field,
      subject: topicSubject ?? '',
      expected: 'magic byte 0 and a 4-byte schema id',
      found: describeStart(bytes, start, end),
      offset: 0,
    });
  }

  /** The verdict stands; asking for the id only tells which of two reasons to give. */
  async function rejectNotThere(id: number, subject: string, isEmpty: boolean): Promise<Rejection> {
    if (isEmpty) {
      const detail = 'the subject has no version, so every record is refused: register a schema for it';
      return reject({ reason: 'no-subject', field, subject, schemaId: id, detail });
    }
    const isKnown = await schemas.has(id).catch(() => true);
    if (!isKnown) return rejectUnknown(id, subject);
    const detail = `schema id ${id} is not a version of this subject`;
    return reject({ reason: 'other-subject', field, subject, schemaId: id, detail });
  }

  function rejectUnknown(id: number, subject: string): Rejection {
    return reject({
      reason: 'unknown-id',
      field,
      subject,
      schemaId: id,
      detail: `schema id ${id} is not in the registry`,
    });
  }

  function rejectUnusable(id: number, subject: string, problem: string): Rejection {
    return reject({
      reason: 'source-unavailable',
      field,
      subject,
      schemaId: id,
      detail: `schema id ${id}: ${problem}`,
    });
  }

  return check;
}

function nameSubject({ topic, field, policy }: FieldGateOptions, recordName: string | undefined): string {
  return subjectName(policy.strategy, topic, field, recordName);
}

function describeStart(bytes: Uint8Array, start: number, end: number): string {
  const first = bytes[start];
  if (first === undefined || end <= start) return 'no bytes';
  if (first === 0) return `${end - start} ${end - start === 1 ? 'byte' : 'bytes'}`;
  const shown = first > 0x20 && first < 0x7f ? ` ('${String.fromCodePoint(first)}')` : '';
  return `first byte 0x${first.toString(16).padStart(2, '0')}${shown}`;
}
