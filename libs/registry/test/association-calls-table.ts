import { expect } from 'vitest';
import { A, A_B, B, put, record, refuse, register, remove, schema } from './call-makers.ts';
import type { Call, CallSequence } from './http-case.ts';

const read = (path: string, answer: unknown): Call => ({ path, answer });
const post = (path: string, body: object, answer: unknown, status = 200): Call => ({
  method: 'POST',
  path,
  body,
  answer,
  status,
});

const TOPIC = { resourceName: 't', resourceNamespace: 'lkc', resourceId: 'id1' };
const of = (...associations: readonly object[]) => ({ ...TOPIC, associations });
const WEAK = { subject: 's', associationType: 'value', lifecycle: 'WEAK' };

const refuseProperty = (body: object, property: string, reason: string, path = '/associations'): Call =>
  refuse(path === '/associations' ? 'POST' : 'PUT', path, 42212, {
    body,
    message: `The association specified an invalid value for property: '${property}', detail: ${reason}`,
  });

/** Which subject is of which topic. */
export const ASSOCIATION_SEQUENCES: readonly CallSequence[] = [
  {
    title: 'associations: weak ones',
    calls: [
      register('s', A, { id: 1 }),
      post('/associations', of({ subject: 's' }), {
        ...TOPIC,
        resourceType: 'topic',
        associations: [WEAK],
      }),
      // The same again is nothing new.
      post('/associations', of({ subject: 's' }), { ...TOPIC, resourceType: 'topic' }),
      read('/associations/subjects/s', [
        {
          ...TOPIC,
          ...WEAK,
          guid: expect.stringMatching(/^[\da-f-]{36}$/),
          resourceType: 'topic',
          createTs: 1_700_000_000_000,
          updateTs: 1_700_000_000_000,
        },
      ]),
      read('/associations/subjects/x', []),
      register('alone', A, { id: 1 }),
      read('/schemas?lifecycle=WEAK', [
        expect.objectContaining({ subject: 's', associations: [expect.objectContaining(WEAK)] }),
      ]),
      read('/schemas?lifecycle=NONE', [expect.objectContaining({ subject: 'alone' })]),
      read('/schemas?lifecycle=NONE&lifecycle=STRONG', [expect.objectContaining({ subject: 'alone' })]),
      read('/schemas?associationType=key', []),
      read('/schemas?resourceType=topic&latestOnly=true', [expect.objectContaining({ subject: 's' })]),
      refuse('GET', '/schemas?lifecycle=ODD', 404),
      read('/associations/subjects/s?lifecycle=STRONG', []),
      read('/associations/subjects/s?associationType=key', []),
      read('/associations/subjects/s?associationType=key&associationType=value', [expect.objectContaining(TOPIC)]),
      refuse('GET', '/associations/subjects/s?lifecycle=ODD', 404),
      read('/associations/resources/id1', [expect.objectContaining(WEAK)]),
      read('/associations/resources/lkc/t', [expect.objectContaining(WEAK)]),
      read('/associations/resources/other/t', []),
      read('/associations/resources/lkc/-', [expect.objectContaining(WEAK)]),
      read('/associations/resources/-/t', [expect.objectContaining(WEAK)]),
      register('k', B, { id: 2 }),
      refuse('POST', '/associations', 40903, {
        body: of({ subject: 'k' }),
        message: "An association of type 'value' already exists for resource 't'",
      }),
      refuseProperty(
        of({ subject: 'k', lifecycle: 'WEAK' }),
        'subject',
        "subject of association cannot be changed from 's' to 'k'",
        '/associations/resources/id1',
      ),
      put('/associations/resources/id1', of({ subject: 'k', associationType: 'key' }), {
        ...TOPIC,
        resourceType: 'topic',
        associations: [{ subject: 'k', associationType: 'key', lifecycle: 'WEAK' }],
      }),
      refuse('POST', '/associations', 40907, { body: { ...of({ subject: 'none' }), resourceId: 'id2' } }),
      refuse('DELETE', '/subjects/s', 40904, { message: "An association already exists for subject 's'" }),
      refuse('DELETE', '/subjects/s/versions/1', 40907, {
        message: "No active (non-deleted) version exists for subject 's'",
      }),
      register('s', A_B, { version: 2 }),
      remove('/subjects/s/versions/1', 1),
      refuse('DELETE', '/associations/resources/none', 40410, { message: "Association for 'none' not found." }),
      { method: 'DELETE', path: '/associations/resources/id1?dryRun=true', status: 204, answer: undefined },
      { method: 'DELETE', path: '/associations/resources/id1?associationType=value', status: 204, answer: undefined },
      read('/associations/resources/id1', [expect.objectContaining({ subject: 'k' })]),
      remove('/subjects/s', [2]),
    ],
  },
  {
    title: 'associations: strong ones, with their schemas',
    calls: [
      post('/associations?dryRun=true', of({ schema: schema(A) }), { ...TOPIC, resourceType: 'topic' }),
      read('/subjects', []),
      // A tag that names no field makes no good schema, and is found out before anything is written.
      ...['?dryRun=true', ''].map((query) =>
        refuse('POST', `/associations${query}`, 42201, {
          body: of({
            schema: {
              ...schema(A),
              schemaTagsToAdd: [{ schemaEntity: { entityPath: 'none', entityType: 'sr_record' }, tags: ['T'] }],
            },
          }),
        }),
      ),
      read('/subjects', []),
      post('/associations', of({ schema: schema(A) }), {
        ...TOPIC,
        resourceType: 'topic',
        associations: [
          {
            subject: ':.lkc:t-value',
            associationType: 'value',
            lifecycle: 'STRONG',
            schema: expect.objectContaining({ subject: ':.lkc:t-value', version: 1, id: 1 }),
          },
        ],
      }),
      post('/associations', of({ schema: schema(A) }), { ...TOPIC, resourceType: 'topic' }),
      refuse('POST', '/associations', 40903, { body: of({ schema: schema(record('z')) }) }),
      refuse('POST', '/subjects/:.lkc:other/versions', 42205, {
        body: { schema: '"R"', references: [{ name: 'R', subject: 't-value', version: 1 }] },
        message: "Subject 't-value' has a strong association and cannot be referenced",
      }),
      refuse('POST', '/associations', 40905, {
        body: { ...of({ subject: ':.lkc:t-value' }), resourceName: 'u', resourceId: 'id2' },
        message: "A strong association already exists for subject ':.lkc:t-value'",
      }),
      refuse('DELETE', '/associations/resources/id1', 40908, {
        message: "The association of type  'value' is frozen for subject ':.lkc:t-value'",
      }),
      register('k', B, { id: 1 }),
      refuseProperty(
        of({ subject: 'k', associationType: 'key' }),
        'lifecycle',
        'all associations for a resource must have the same lifecycle, but got value=STRONG, key=WEAK',
      ),
      { method: 'DELETE', path: '/associations/resources/id1?cascadeLifecycle=true', status: 204, answer: undefined },
      read('/subjects?deleted=true', ['k']),
      read('/associations/resources/id1', []),
    ],
  },
  {
    title: 'associations: what is no good',
    calls: [
      register('s', A, { id: 1 }),
      refuseProperty({}, 'resourceName', 'cannot be null or empty'),
      refuseProperty({ ...of(WEAK), resourceName: 'a b' }, 'resourceName', "illegal character ' '"),
      refuseProperty(
        { ...of(WEAK), resourceNamespace: 'n'.repeat(257) },
        'resourceNamespace',
        'exceeds max length of 256',
      ),
      refuseProperty({ ...of(WEAK), resourceId: '' }, 'resourceId', 'cannot be null or empty'),
      refuseProperty({ ...of(WEAK), resourceType: 'queue' }, 'resourceType', "must be 'topic'"),
      refuseProperty(of(), 'associations', 'cannot be null or empty'),
      refuseProperty(of({ ...WEAK, associationType: 'header' }), 'associationType', "must be either 'key' or 'value'"),
      refuseProperty(
        of({ ...WEAK, frozen: true }),
        'frozen',
        'association with lifecycle of WEAK cannot be frozen=true',
      ),
      refuseProperty(of({ ...WEAK, schema: schema(A) }), 'lifecycle', 'cannot be WEAK when schema is provided'),
      refuseProperty(of({ frozen: false, schema: schema(A) }), 'frozen', 'cannot be false when a schema is provided'),
      refuseProperty(of({ lifecycle: 'WEAK' }), 'subject', 'must be provided for WEAK associations'),
      refuseProperty(of({ ...WEAK, subject: '' }), 'subject', 'must not be empty'),
      refuseProperty(
        of({ subject: 's', schema: schema(A) }),
        'subject',
        "frozen associations must use subject ':.lkc:t-value'",
      ),
      refuseProperty(
        of({ ...WEAK, subject: ':.lkc:t-value' }),
        'subject',
        "WEAK associations cannot use subject ':.lkc:t-value'",
      ),
      refuseProperty(
        of({ lifecycle: 'STRONG' }),
        'schema',
        'schema must be provided when creating a frozen association',
      ),
      refuseProperty(
        of(WEAK, WEAK),
        'associationType',
        "may only appear once per request, but 'value' appears more than once",
      ),
      refuseProperty(
        { ...of(WEAK), resourceId: 'other' },
        'resourceId',
        'Resource ID in the path parameter does not match the resource ID in the request body',
        '/associations/resources/id1',
      ),
      refuse('POST', '/associations', 42212, {}),
      refuse('POST', '/associations', 400, { body: of({ lifecycle: 'ODD' }) }),
      put('/mode/s', { mode: 'READONLY' }),
      refuse('POST', '/associations', 42205, {
        body: of(WEAK),
        message: 'Subject s in context . is in read-only mode',
      }),
      read('/associations/resources/lkc/t', []),
    ],
  },
  {
    title: 'associations: batches, and in contexts',
    calls: [
      register('s', A, { id: 1 }),
      register(':.c:s', A, { id: 1 }),
      post(
        '/associations:batchMutate',
        {
          requests: [
            of({ ...WEAK, opType: 'CREATE' }),
            { ...TOPIC, resourceName: 'a b', associations: [{ opType: 'DELETE' }] },
            {
              ...TOPIC,
              resourceId: 'id2',
              associations: [
                { opType: 'DELETE', associationType: 'key' },
                { ...WEAK, subject: 'x', opType: 'UPSERT' },
              ],
            },
            { ...TOPIC, associations: [{ ...WEAK, opType: 'UPSERT' }, { opType: 'DELETE' }] },
            { ...TOPIC, associations: [{ opType: 'DELETE' }, { associationType: 'odd', opType: 'UPSERT' }] },
          ],
        },
        {
          results: [
            { result: { ...TOPIC, resourceType: 'topic', associations: [WEAK] } },
            { error: { error_code: 42212, message: expect.stringContaining("illegal character ' '") } },
            { error: { error_code: 40907, message: expect.any(String) } },
            { error: { error_code: 42212, message: expect.stringContaining('appears more than once') } },
            { error: { error_code: 42212, message: expect.stringContaining('associationType') } },
          ],
        },
        207,
      ),
      post(
        '/associations:batchGet?includeSchemas=true',
        { requests: [{ resourceId: 'id1' }, { resourceName: 'none', resourceNamespace: 'lkc' }, {}] },
        {
          results: [
            {
              result: {
                ...TOPIC,
                resourceType: 'topic',
                associations: [{ ...WEAK, schema: expect.objectContaining({ id: 1, subject: 's' }) }],
              },
            },
            { result: { resourceName: 'none', resourceNamespace: 'lkc', resourceType: 'topic' } },
            { error: expect.objectContaining({ error_code: 42212 }) },
          ],
        },
        207,
      ),
      refuse('POST', '/associations:batchGet', 42212, { body: { requests: [] } }),
      refuse('POST', '/associations:batchMutate', 42212, {}),
      refuse('GET', '/associations:batchGet', 405),
      refuse('GET', '/associations:other', 404),
      post(
        '/contexts/.c/associations',
        { ...of(WEAK), resourceId: 'id3' },
        expect.objectContaining({
          associations: [{ ...WEAK, subject: ':.c:s' }],
        }),
      ),
      read('/contexts/.c/associations/subjects/s', [expect.objectContaining({ subject: ':.c:s' })]),
    ],
  },
];
