import { normalizeSubject } from '@sluice/serde';
import { registryError } from '../../registry-error.ts';
import type { AuditEntry, AuditState } from '../../store/store.ts';
import { defineEndpoint } from '../endpoint.ts';
import type { FieldType } from '../request-shape.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

const STATE = {
  object: {
    versions: { list: { subject: 'string', version: 'integer', id: 'integer', deleted: 'boolean' } },
    settings: { list: { scope: 'string', mode: 'string', config: { object: {} } } },
    contexts: 'strings',
    associations: {
      list: {
        guid: 'string',
        subject: 'string',
        resourceName: 'string',
        associationType: 'string',
        lifecycle: 'string',
        frozen: 'boolean',
      },
    },
    /** How many things are not named for want of room. */
    more: 'integer',
  },
} as const satisfies FieldType;

const ENTRY = {
  seq: 'integer',
  at: 'string',
  principal: 'string',
  method: 'string',
  address: 'string',
  operation: 'string',
  subjects: 'strings',
  before: STATE,
  after: STATE,
} as const satisfies Record<string, FieldType>;

/** Who wrote what: for those who administer all the subjects of an entry. */
export const auditEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/audit',
    summary: 'List who wrote what, newest first',
    query: { since: 'string', subject: 'string', principal: 'string', before: 'string', limit: 'integer' },
    answer: { object: { entries: { list: ENTRY }, next: 'integer' } },
    async handle(registry, { query }, _server, actor) {
      const { since, subject, principal, before, limit = DEFAULT_LIMIT } = query;
      if (limit < 1 || limit > MAX_LIMIT) throw registryError('BAD_REQUEST', `limit must be from 1 to ${MAX_LIMIT}`);
      const found = await registry.listAudit({
        sinceMs: since === undefined ? undefined : readTime(since),
        subject: subject === undefined ? undefined : normalizeSubject(subject),
        principal,
        beforeSeq: before === undefined ? undefined : readSeq(before),
        limit,
      });
      const shown = found.filter(({ subjects }) =>
        subjects.length === 0 ? actor.may('admin', '') : subjects.every((each) => actor.may('admin', each)),
      );
      // What may not be seen does not end the list: the next page begins after all that was looked at.
      const last = found.length < limit ? undefined : found.at(-1);
      return { entries: shown.map(describeEntry), ...(last !== undefined && { next: last.seq }) };
    },
  }),
];

function describeEntry({ seq, atMs, before, after, ...entry }: AuditEntry): object {
  const states: Readonly<Record<string, AuditState | undefined>> = { before, after };
  return { seq, at: new Date(atMs).toISOString(), ...entry, ...states };
}

/** ISO 8601, or milliseconds. Throws BAD_REQUEST. */
function readTime(text: string): number {
  const timeMs = /^\d{1,16}$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isSafeInteger(timeMs)) return timeMs;
  throw registryError('BAD_REQUEST', `since must be a time such as 2026-01-31T12:00:00Z`);
}

function readSeq(text: string): number {
  if (/^\d{1,16}$/.test(text)) return Number(text);
  throw registryError('BAD_REQUEST', 'before must be the number that an answer names as next');
}
