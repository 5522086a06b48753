import { expect } from 'vitest';
import { A, A_B, put, refuse, register, remove, schema } from './call-makers.ts';
import type { Call, CallSequence } from './http-case.ts';

const read = (path: string, answer: unknown): Call => ({ path, answer });

const RULE = { name: 'r', type: 'CEL' };
const STORED = { name: 'r', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'CEL', disabled: false };

const withRules = (rules: object) => ({ ...schema(A), ruleSet: rules });
const refuseRule = (rule: object, message: string | RegExp, list = 'domainRules') =>
  refuse('POST', '/subjects/s/versions', 42210, { body: withRules({ [list]: [rule] }), message });

const owned = (text: string, owner: string, more: object = {}) => ({
  ...schema(text),
  metadata: { properties: { owner } },
  ...more,
});
const ownedCall = (owner: string, answer: object, text = A): Call => ({
  ...register('s', '', answer),
  body: owned(text, owner),
});

const TAGGED =
  '{"type":"record","name":"P","namespace":"n","fields":[{"name":"ssn","type":"string","confluent:tags":["PII","X"]},' +
  '{"name":"in","type":{"type":"record","name":"Q","fields":[{"name":"q","type":"int"}],"confluent:tags":["SECRET"]}}]}';
const onField = (path: string, ...tags: readonly string[]) => ({
  schemaEntity: { entityPath: path, entityType: 'sr_field' },
  tags,
});

/** Metadata, rules and tags. */
export const CONTRACT_SEQUENCES: readonly CallSequence[] = [
  {
    title: 'contracts: metadata is part of the content',
    calls: [
      register('s', A, { id: 1, version: 1 }),
      ownedCall('me', { id: 2, version: 2, metadata: { properties: { owner: 'me' } } }),
      ownedCall('me', { id: 2, version: 2 }),
      ownedCall('you', { id: 3, version: 3 }),
      // What says nothing is the version that says nothing, or takes after the latest.
      register('s', A, { id: 1, version: 1 }),
      register('s', A_B, { id: 4, version: 4, metadata: { properties: { owner: 'you' } } }),
      { ...ownedCall('me', { version: 5 }), body: { metadata: { properties: { owner: 'me' } } } },
      read(
        '/subjects/s/versions/5',
        expect.objectContaining({ schema: A_B, metadata: { properties: { owner: 'me' } } }),
      ),
      {
        ...register('t', '', {
          metadata: { tags: { a: ['x', 'y'] }, properties: { '10': '1', '9': '2' }, sensitive: ['p', 'q'] },
        }),
        body: {
          ...schema(A),
          metadata: { sensitive: ['q', 'p', 'q'], tags: { a: ['y', 'x'] }, properties: { '9': 2, '10': '1' } },
        },
      },
      { ...register('u', '', { metadata: {} }), body: { ...schema(A), metadata: {} } },
      refuse('POST', '/subjects/s/versions', 400, { body: { ...schema(A), metadata: { tags: { a: 'b' } } } }),
      refuse('POST', '/subjects/big/versions', 42209, {
        body: { ...schema(A), metadata: { properties: { big: 'x'.repeat(1024 * 1024) } } },
      }),
      refuse('POST', '/subjects/big/versions', 42209, {
        body: { ...schema(A), ruleSet: { domainRules: [{ ...RULE, expr: 'x'.repeat(1024 * 1024) }] } },
      }),
      refuse('PUT', '/config/big', 413, {
        body: { defaultMetadata: { properties: { big: 'x'.repeat(1024 * 1024) } } },
      }),
      read('/subjects/s/metadata?key=owner&value=you', expect.objectContaining({ version: 4 })),
      read('/subjects/s/metadata?key=owner&value=me', expect.objectContaining({ version: 5, subject: 's' })),
      read('/subjects/s/metadata', expect.objectContaining({ version: 5 })),
      refuse('GET', '/subjects/s/metadata?key=owner&value=no', 40403, { message: 'Schema not found' }),
      refuse('GET', '/subjects/s/metadata?key=owner&value=me&key=x&value=y', 40403),
      refuse('GET', '/subjects/x/metadata?key=owner&value=me', 40401),
      remove('/subjects/s/versions/5', 5),
      read('/subjects/s/metadata?key=owner&value=me', expect.objectContaining({ version: 2 })),
      read('/subjects/s/metadata?key=owner&value=me&deleted=true', expect.objectContaining({ version: 5 })),
    ],
  },
  {
    title: 'contracts: confluent:version',
    calls: [
      register('s', A, { id: 1, version: 1 }),
      {
        ...register('s', '', { id: 2, version: 2, metadata: { properties: { 'confluent:version': '2' } } }),
        body: { ...schema(A_B), version: 2 },
      },
      // Who does not say a version means the same.
      register('s', A_B, { id: 2, version: 2 }),
      { ...register('s', A_B, { id: 2, version: 2 }), path: '/subjects/s' },
      { ...register('s', '', { id: 2, version: 2 }), body: { ...schema(A_B), version: -1 } },
      // It goes up with the versions.
      { ...ownedCall('me', { version: 3, metadata: { properties: { owner: 'me' } } }), body: owned(A, 'me') },
      refuse('POST', '/subjects/s/versions', 42201, {
        body: { ...schema(A_B), version: 9 },
        message: 'Version is not one more than previous version',
      }),
    ],
  },
  {
    title: 'contracts: rules are kept, and part of the content',
    calls: [
      register('s', A, { id: 1 }),
      {
        ...register('s', '', { id: 2, version: 2, ruleSet: { domainRules: [STORED] } }),
        body: withRules({ domainRules: [RULE] }),
      },
      read('/schemas/ids/2', expect.objectContaining({ ruleSet: { domainRules: [STORED] } })),
      {
        ...register('s', '', { version: 3 }),
        body: withRules({
          migrationRules: [{ ...RULE, mode: 'UPGRADE', kind: 'TRANSFORM', doc: 'd', params: { b: '1', a: '2' } }],
          domainRules: [
            { name: 'q', type: 'CEL', mode: 'WRITEREAD', onFailure: 'DLQ,NONE', tags: ['PII'], disabled: true },
          ],
          encodingRules: [{ name: 'e', type: 'ENCRYPT', kind: 'TRANSFORM', mode: 'WRITEREAD' }],
          enableAt: 'CLIENT',
        }),
      },
      read(
        '/subjects/s/versions/3',
        expect.objectContaining({
          ruleSet: {
            migrationRules: [
              {
                name: 'r',
                doc: 'd',
                kind: 'TRANSFORM',
                mode: 'UPGRADE',
                type: 'CEL',
                params: { a: '2', b: '1' },
                disabled: false,
              },
            ],
            domainRules: [
              {
                name: 'q',
                kind: 'TRANSFORM',
                mode: 'WRITEREAD',
                type: 'CEL',
                tags: ['PII'],
                onFailure: 'DLQ,NONE',
                disabled: true,
              },
            ],
            encodingRules: [{ name: 'e', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'ENCRYPT', disabled: false }],
            enableAt: 'CLIENT',
          },
        }),
      ),
      read('/schemas?ruleType=ENCRYPT', [expect.objectContaining({ version: 3 })]),
      read('/schemas?ruleType=CEL', [expect.objectContaining({ version: 2 }), expect.objectContaining({ version: 3 })]),
      read('/schemas?ruleType=NONE', []),
    ],
  },
  {
    title: 'contracts: rules that are no good',
    calls: [
      refuseRule({ type: 'CEL' }, 'Missing rule name'),
      refuseRule({ ...RULE, name: '' }, 'Empty rule name'),
      refuseRule({ ...RULE, name: 'n'.repeat(257) }, 'Rule name too long'),
      refuseRule({ ...RULE, name: '1x' }, 'Illegal initial character in rule name: 1x'),
      refuseRule({ ...RULE, name: '-x' }, 'Illegal initial character in rule name: -x'),
      refuseRule({ ...RULE, name: 'a b' }, 'Illegal character in rule name: a b'),
      refuseRule({ name: 'r' }, 'Missing rule type'),
      refuseRule({ ...RULE, mode: 'WRITE', onSuccess: 'NONE,ERROR' }, /^Multiple actions only valid/),
      refuseRule({ ...RULE, mode: 'READ', onFailure: 'NONE,ERROR' }, /^Multiple actions only valid/),
      refuseRule({ ...RULE, mode: 'UPGRADE' }, 'Domain rules can only be WRITE, READ, WRITEREAD'),
      refuseRule({ ...RULE, mode: 'UPGRADE' }, 'Encoding rules can only be WRITE, READ, WRITEREAD', 'encodingRules'),
      refuseRule(RULE, 'Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN', 'migrationRules'),
      refuse('POST', '/subjects/s/versions', 42210, {
        body: withRules({ domainRules: [RULE], encodingRules: [RULE] }),
        message: "Found rule with duplicate name 'r'",
      }),
      refuse('POST', '/subjects/s/versions', 400, { body: withRules({ domainRules: [{ ...RULE, kind: 'OTHER' }] }) }),
      refuse('POST', '/subjects/s/versions', 400, { body: withRules({ domainRules: [{ ...RULE, mode: 'write' }] }) }),
      refuse('POST', '/subjects/s', 42210, { body: withRules({ domainRules: [{}] }) }),
      read('/subjects', []),
    ],
  },
  {
    title: 'contracts: tags in schemas',
    calls: [
      register('s', TAGGED, { id: 1 }),
      read(
        '/subjects/s/versions/1?findTags=*',
        expect.objectContaining({
          schemaTags: [
            onField('n.P.ssn', 'PII', 'X'),
            { schemaEntity: { entityPath: 'n.Q', entityType: 'sr_record' }, tags: ['SECRET'] },
          ],
        }),
      ),
      read(
        '/schemas/ids/1?findTags=X&findTags=none',
        expect.objectContaining({ schemaTags: [onField('n.P.ssn', 'PII', 'X')] }),
      ),
      read('/schemas/ids/1?findTags=none', {
        subject: 's',
        version: 1,
        guid: '9d365256-fc97-97e5-a3a8-8b8b17cc2289',
        schemaType: 'AVRO',
        schema: TAGGED,
        ts: 1_700_000_000_000,
        deleted: false,
      }),
      {
        method: 'POST',
        path: '/subjects/s/versions/latest/tags',
        body: {
          newVersion: 2,
          tagsToAdd: [onField('.n.P.in', 'NEW')],
          tagsToRemove: [onField('n.P.ssn', 'X')],
          metadata: { properties: { owner: 'me' } },
          rulesToMerge: { domainRules: [RULE] },
        },
        answer: expect.objectContaining({
          id: 2,
          version: 2,
          metadata: { properties: { 'confluent:version': '2', owner: 'me' } },
          ruleSet: { domainRules: [STORED] },
        }),
      },
      read(
        '/subjects/s/versions/2?findTags=NEW&findTags=PII',
        expect.objectContaining({ schemaTags: [onField('n.P.ssn', 'PII'), onField('n.P.in', 'NEW')] }),
      ),
      {
        method: 'POST',
        path: '/subjects/s/versions/2/tags',
        body: { newVersion: 3, rulesToRemove: ['r'] },
        answer: expect.objectContaining({ version: 3, ruleSet: {} }),
      },
      refuse('POST', '/subjects/s/versions/2/tags', 42201, { body: { newVersion: 9, rulesToRemove: [] } }),
      refuse('POST', '/subjects/s/versions/1/tags', 42201, {
        body: { tagsToAdd: [onField('n.P.none', 'T')] },
        message: "No matching path 'n.P.none' found in the schema",
      }),
      refuse('POST', '/subjects/s/versions/1/tags', 42210, {
        body: { ruleSet: {}, rulesToMerge: {} },
        message: 'ruleSet should be omitted if specifying rulesToMerge or rulesToRemove',
      }),
      refuse('POST', '/subjects/s/versions/1/tags', 42210, { body: { rulesToMerge: { domainRules: [{}] } } }),
      refuse('POST', '/subjects/s/versions/9/tags', 40402, { body: {} }),
      refuse('POST', '/subjects/x/versions/1/tags', 40401, { body: {} }),
      refuse('POST', '/subjects/s/versions/x/tags', 42202, { body: {} }),
      refuse('POST', '/subjects/s/versions/1/tags', 400, { body: { tagsToAdd: [{ tags: ['T'] }] } }),
      {
        ...register('t', '', { schema: A.replace('"int"}', '"int","confluent:tags":["T"]}') }),
        body: { ...schema(A), schemaTagsToAdd: [onField('R.a', 'T')] },
      },
      // Such a version is told its number, and so the next one is too.
      read(
        '/subjects/t/versions/1',
        expect.objectContaining({ metadata: { properties: { 'confluent:version': '1' } } }),
      ),
      put('/config/t', { compatibility: 'NONE' }),
      {
        ...register('t', '', {
          version: 2,
          metadata: { properties: { 'confluent:version': '2' } },
          schema: A_B.replace('"int"}', '"int","confluent:tags":["T"]}'),
        }),
        body: { ...schema(A_B), propagateSchemaTags: true },
      },
    ],
  },
];
