import { expect } from 'vitest';
import type { Call, CallSequence } from './http-case.ts';

/** A record with an int field for each name; those with a `?` have a default. */
function record(...fields: readonly string[]): string {
  return JSON.stringify({
    type: 'record',
    name: 'R',
    fields: fields.map((field) => ({
      name: field.replace('?', ''),
      type: 'int',
      ...(field.endsWith('?') && { default: 0 }),
    })),
  });
}

const A = record('a');
const A_B = record('a', 'b?');
const A_C = record('a', 'c?');
const B = record('b');

const ARRAY_OF_R = { schema: '{"type":"array","items":"R"}' };

/** So many references to version 1 of one subject, each by another name. */
const namesOf = (subject: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `x_${index}`, subject, version: 1 }));

const schema = (text: string) => ({ schema: text });
const register = (subject: string, text: string, answer: object): Call => ({
  method: 'POST',
  path: `/subjects/${subject}/versions`,
  body: schema(text),
  answer: expect.objectContaining(answer),
});
const lookUp = (subject: string, text: string, answer: object): Call => ({
  ...register(subject, text, answer),
  path: `/subjects/${subject}`,
});
const refuse = (method: Call['method'] & string, path: string, code: number, more: Partial<Call> = {}): Call => ({
  method,
  path,
  code,
  status: code > 999 ? Math.floor(code / 100) : code,
  ...more,
});

/** What the API answers, call by call. Statuses, codes and bodies are those of Confluent's registry. */
export const SEQUENCES: readonly CallSequence[] = [
  {
    title: 'register, read and look up',
    calls: [
      { path: '/', answer: {} },
      { method: 'POST', path: '/', answer: {} },
      { path: '/subjects', answer: [] },
      {
        method: 'POST',
        path: '/subjects/s/versions',
        body: schema(` ${A} `),
        answer: {
          version: 1,
          id: 1,
          guid: 'e4d94c3f-c345-bad6-d759-ac6f42ea94f7',
          schemaType: 'AVRO',
          schema: A,
          ts: 1_700_000_000_000,
        },
      },
      register('s', A, { id: 1, version: 1 }),
      register('s', A_B, { id: 2, version: 2 }),
      register('t', A, { id: 1, version: 1 }),
      { path: '/subjects', answer: ['s', 't'] },
      { path: '/subjects?subjectPrefix=t', answer: ['t'] },
      { path: '/subjects?subjectPrefix=:*:s', answer: ['s'] },
      { path: '/subjects?offset=1&limit=5', answer: ['t'] },
      { path: '/subjects?limit=1', answer: ['s'] },
      { path: '/subjects/s/versions', answer: [1, 2] },
      { path: '/subjects/s/versions?offset=1', answer: [2] },
      {
        path: '/subjects/s/versions/1',
        answer: expect.objectContaining({ subject: 's', version: 1, id: 1, schema: A }),
      },
      { path: '/subjects/s/versions/latest', answer: expect.objectContaining({ version: 2, id: 2, schema: A_B }) },
      { path: '/subjects/s/versions/-1', answer: expect.objectContaining({ version: 2 }) },
      { path: '/subjects/s/versions/1/schema', answer: JSON.parse(A) },
      { path: '/schemas/ids/1', answer: expect.objectContaining({ subject: 's', version: 1, schema: A }) },
      { path: '/schemas/ids/1?subject=t', answer: expect.objectContaining({ subject: 't', version: 1 }) },
      { path: '/schemas/ids/1?subject=x', answer: expect.objectContaining({ subject: 's', version: 1 }) },
      {
        path: '/schemas/guids/E4D94C3F-c345-bad6-d759-ac6f42ea94f7',
        answer: {
          guid: 'e4d94c3f-c345-bad6-d759-ac6f42ea94f7',
          schemaType: 'AVRO',
          schema: A,
          ts: 1_700_000_000_000,
          deleted: false,
        },
      },
      { path: '/schemas/guids/E4D94C3F-c345-bad6-d759-ac6f42ea94f7/ids', answer: [{ context: '.', id: 1 }] },
      { path: '/subjects/s/versions/00000000002', answer: expect.objectContaining({ version: 2 }) },
      { path: '/subjects/:.:s/versions', answer: [1, 2] },
      { path: '/subjects?subjectPrefix=:.:t', answer: ['t'] },
      { path: '/subjects?offset=&limit=', answer: ['s', 't'] },
      { path: '/subjects/', answer: ['s', 't'] },
      { path: '//subjects//s/versions/', answer: [1, 2] },
      { ...register('s', A, { id: 1, version: 1 }), path: '/subjects/s//versions/' },
      { path: '/schemas/ids/1?fetchMaxId=true', answer: expect.objectContaining({ maxId: 2 }) },
      { path: '/schemas/ids/1/schema', answer: JSON.parse(A) },
      { path: '/schemas/ids/1/subjects', answer: ['s', 't'] },
      {
        path: '/schemas/ids/1/versions',
        answer: [
          { subject: 's', version: 1 },
          { subject: 't', version: 1 },
        ],
      },
      // The subject picks the context, and narrows nothing.
      {
        path: '/schemas/ids/1/versions?subject=t',
        answer: [
          { subject: 's', version: 1 },
          { subject: 't', version: 1 },
        ],
      },
      { path: '/schemas/ids/1/subjects?subject=x', answer: ['s', 't'] },
      {
        method: 'POST',
        path: '/subjects/t',
        body: schema(A),
        answer: {
          subject: 't',
          version: 1,
          id: 1,
          guid: 'e4d94c3f-c345-bad6-d759-ac6f42ea94f7',
          schemaType: 'AVRO',
          schema: A,
        },
      },
      {
        path: '/schemas?latestOnly=true',
        answer: [expect.objectContaining({ id: 2 }), expect.objectContaining({ id: 1 })],
      },
      { path: '/schemas?subjectPrefix=t', answer: [expect.objectContaining({ subject: 't', id: 1 })] },
      {
        path: '/schemas?limit=2&offset=1',
        answer: [expect.objectContaining({ id: 2 }), expect.objectContaining({ id: 1 })],
      },
      { path: '/schemas/types', answer: ['AVRO'] },
      { path: '/contexts', answer: ['.'] },
    ],
  },
  {
    title: 'what is not there',
    calls: [
      register('s', A, { id: 1 }),
      refuse('GET', '/schemas/ids/9', 40403, { message: 'Schema 9 not found' }),
      refuse('GET', '/schemas/ids/9/schema', 40403),
      refuse('GET', '/schemas/ids/9/subjects', 40403, { message: 'Schema not found' }),
      refuse('GET', '/schemas/ids/9/versions', 40403, { message: 'Schema not found' }),
      refuse('GET', '/schemas/guids/none', 40403, { message: 'Schema none not found' }),
      { path: '/schemas/guids/none/ids', answer: [] },
      refuse('GET', '/subjects/x/versions', 40401, { message: "Subject 'x' not found." }),
      refuse('GET', '/subjects/x/versions/1', 40401),
      refuse('GET', '/subjects/x/versions/latest', 40401),
      refuse('GET', '/subjects/s/versions/2', 40402, { message: 'Version 2 not found.' }),
      refuse('GET', '/subjects/s/versions/2/schema', 40402),
      refuse('GET', '/subjects/s/versions/2/referencedby', 40402),
      refuse('GET', '/subjects/x/versions/2/referencedby', 40401),
      refuse('POST', '/subjects/x', 40401, { body: schema(A) }),
      refuse('POST', '/subjects/s', 40403, { body: schema(B), message: 'Schema not found' }),
      refuse('DELETE', '/subjects/x', 40401),
      refuse('DELETE', '/subjects/x/versions/1', 40401),
      refuse('DELETE', '/subjects/s/versions/5', 40402),
      ...['0', 'x', '2147483648', '-2', '1.5', '99999999999'].map((version) =>
        refuse('GET', `/subjects/s/versions/${version}`, 42202, {
          message: /^The specified version '.*' is not a valid/,
        }),
      ),
      refuse('DELETE', '/subjects/s/versions/zero', 42202),
      refuse('POST', '/compatibility/subjects/s/versions/zero', 42202, { body: schema(A) }),
    ],
  },
  {
    title: 'invalid schemas',
    calls: [
      refuse('POST', '/subjects/s/versions', 42201, { message: 'Empty schema' }),
      refuse('POST', '/subjects/s/versions', 42201, { body: {}, message: 'Empty schema' }),
      refuse('POST', '/subjects/s/versions', 42201, { body: { schema: '  ' } }),
      refuse('POST', '/subjects/s/versions', 42201, { body: { schema: null } }),
      refuse('POST', '/subjects/s/versions', 42201, { body: { schema: 5 } }),
      refuse('POST', '/subjects/s/versions', 42201, {
        body: schema('{"type":"recor"}'),
        message: /^Invalid schema of type AVRO, details: /,
      }),
      refuse('POST', '/subjects/s/versions', 42201, { body: { ...schema(A), schemaType: 'XML' } }),
      refuse('POST', '/subjects/s/versions', 42201, { body: { ...schema(A), version: 7 } }),
      refuse('POST', '/subjects/s/versions', 42201, {
        body: { ...schema('{"type":"array","items":"X"}'), references: [{ name: 'X', subject: 'x', version: 1 }] },
        message: /No schema reference found for subject "x" and version 1/,
      }),
      refuse('POST', '/subjects/s/versions', 42201, { body: { ...schema(A), references: [{ name: 'X' }] } }),
      refuse('POST', '/subjects/s/versions', 42201, { body: schema('['.repeat(200_000)) }),
      refuse('POST', '/subjects/s/versions', 42209, { body: schema(`"${'x'.repeat(1024 * 1024)}"`) }),
      refuse('POST', '/subjects/s/versions', 42205, {
        body: { ...schema(A), id: 5 },
        message: 'Subject s in context  is not in import mode',
      }),
      refuse('POST', '/subjects/:.__GLOBAL:s/versions', 42208, {
        body: schema(A),
        message: "The specified subject ':.__GLOBAL:s' is not a valid.",
      }),
      refuse('POST', '/subjects/:.c:__EMPTY/versions', 42208, { body: schema(A) }),
      refuse('POST', '/subjects/:.c:/versions', 42208, { body: schema(A) }),
      refuse('POST', '/subjects/:*:s/versions', 42208, { body: schema(A) }),
      refuse('POST', '/subjects/a%00b/versions', 42208, { body: schema(A) }),
      refuse('POST', '/subjects/__GLOBAL/versions', 42208, { body: schema(A) }),
      { path: '/subjects', answer: [] },
      register('s', A, { id: 1, version: 1 }),
      { ...register('s', A, { id: 1, version: 1 }), body: {} },
      register('s', '', { id: 1, version: 1 }),
      refuse('POST', '/subjects/s', 42201, { body: schema('nonsense') }),
      refuse('POST', '/subjects/s', 40403, { body: {} }),
    ],
  },
  {
    title: 'compatibility, registering and asking',
    calls: [
      register('s', A, { id: 1 }),
      refuse('POST', '/subjects/s/versions', 40901, {
        body: schema(record('a', 'b')),
        message:
          'Schema being registered is incompatible with an earlier schema for subject "s", details: [' +
          "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'b' at path '/fields/1' in the new " +
          "schema has no default value and is missing in the old schema', additionalInfo:'b'}, {oldSchemaVersion: 1}, " +
          `{oldSchema: '${A}'}, {validateFields: 'false', compatibility: 'BACKWARD'}]`,
      }),
      register('s', A_B, { id: 2, version: 2 }),
      check('/s/versions/latest', A_C, { is_compatible: true }),
      check('/s/versions/1', B, { is_compatible: false }),
      check('/s/versions/1?verbose=true', record('a', 'b'), {
        is_compatible: false,
        messages: [
          expect.stringContaining('READER_FIELD_MISSING_DEFAULT_VALUE'),
          '{oldSchemaVersion: 1}',
          `{oldSchema: '${A}'}`,
          "{validateFields: 'false', compatibility: 'BACKWARD'}",
        ],
      }),
      check('/s/versions?verbose=true', A_C, { is_compatible: true, messages: [] }),
      check('/absent/versions/latest', A, { is_compatible: true }),
      check('/absent/versions', A, { is_compatible: true }),
      refuse('POST', '/compatibility/subjects/absent/versions/1', 40402, { body: schema(A) }),
      refuse('POST', '/compatibility/subjects/s/versions/9', 40402, { body: schema(A) }),
      refuse('POST', '/compatibility/subjects/s/versions/1', 42201, { body: schema('no') }),
      refuse('POST', '/compatibility/subjects/s/versions/1', 42201, {}),
      check('/s/versions/1?verbose=true', 'no', {
        is_compatible: false,
        messages: [expect.stringContaining('Invalid schema')],
      }),
      { method: 'PUT', path: '/config/s', body: { compatibility: 'full' }, answer: { compatibility: 'FULL' } },
      check('/s/versions/1?verbose=true', record('a'), { is_compatible: true, messages: [] }),
      // Old schemas that cannot read come first; the old schema is quoted once, for what the new one cannot read.
      check('/s/versions/1?verbose=true', JSON.stringify({ ...JSON.parse(A), name: 'Other' }), {
        is_compatible: false,
        messages: [
          expect.stringContaining('NAME_MISMATCH'),
          expect.stringContaining('NAME_MISMATCH'),
          '{oldSchemaVersion: 1}',
          `{oldSchema: '${A}'}`,
          "{validateFields: 'false', compatibility: 'FULL'}",
        ],
      }),
      { method: 'PUT', path: '/config/s', body: { compatibility: 'NONE' }, answer: { compatibility: 'NONE' } },
      check('/s/versions/1?verbose=true', '"string"', { is_compatible: true, messages: [] }),
      register('s', '{"type": "string"}', { id: 3, version: 3, schema: '"string"' }),
      { method: 'PUT', path: '/config/s', body: { compatibility: 'BACKWARD_TRANSITIVE' } },
      refuse('POST', '/subjects/s/versions', 40901, {
        body: schema('["string","null"]'),
        message: /oldSchemaVersion: 2/,
      }),
      { ...register('s', '["string","null"]', { version: 4 }), path: '/subjects/s/versions?force=true' },
    ],
  },
  {
    title: 'config',
    calls: [
      { path: '/config', answer: { compatibilityLevel: 'BACKWARD' } },
      refuse('GET', '/config/s', 40408, {
        message: "Subject 's' does not have subject-level compatibility configured",
      }),
      { path: '/config/s?defaultToGlobal=true', answer: { compatibilityLevel: 'BACKWARD' } },
      ...[
        'NONE',
        'BACKWARD',
        'BACKWARD_TRANSITIVE',
        'FORWARD',
        'FORWARD_TRANSITIVE',
        'FULL',
        'FULL_TRANSITIVE',
      ].flatMap((level): Call[] => [
        { method: 'PUT', path: '/config', body: { compatibility: level }, answer: { compatibility: level } },
        { path: '/config', answer: { compatibilityLevel: level } },
      ]),
      { method: 'PUT', path: '/config/s', body: { compatibility: 'FORWARD' }, answer: { compatibility: 'FORWARD' } },
      { path: '/config/s', answer: { compatibilityLevel: 'FORWARD' } },
      { path: '/config/s?defaultToGlobal=true', answer: { compatibilityLevel: 'FORWARD' } },
      { method: 'PUT', path: '/config/s', body: {}, answer: { compatibility: 'FORWARD' } },
      { method: 'PUT', path: '/config/t', body: {}, answer: {} },
      { method: 'PUT', path: '/config/t', body: { compatibility: 'NONE' } },
      { method: 'PUT', path: '/config/t', body: { compatibility: null }, answer: {} },
      // There is a config then, with nothing in it: its level is what it always is.
      { path: '/config/t', answer: { compatibilityLevel: 'BACKWARD' } },
      refuse('PUT', '/config/t', 42203, { body: 'null' }),
      refuse('PUT', '/config', 42203, { body: { compatibility: 'SIDEWAYS' }, message: /^Invalid compatibility level/ }),
      refuse('PUT', '/config/s', 42203, { body: { compatibility: '' } }),
      refuse('PUT', '/config', 42203, {}),
      refuse('PUT', '/config/__EMPTY', 42208, { body: { compatibility: 'NONE' } }),
      { method: 'DELETE', path: '/config/s', answer: { compatibilityLevel: 'FORWARD' } },
      refuse('DELETE', '/config/s', 40401),
      { method: 'DELETE', path: '/config', answer: { compatibilityLevel: 'FULL_TRANSITIVE' } },
      { path: '/config', answer: { compatibilityLevel: 'BACKWARD' } },
    ],
  },
  {
    title: 'mode',
    calls: [
      { path: '/mode', answer: { mode: 'READWRITE' } },
      refuse('GET', '/mode/s', 40409, { message: "Subject 's' does not have subject-level mode configured" }),
      { path: '/mode/s?defaultToGlobal=true', answer: { mode: 'READWRITE' } },
      refuse('PUT', '/mode', 42204, { body: { mode: 'SOMETIMES' } }),
      refuse('PUT', '/mode', 42204, {}),
      register('s', A, { id: 1 }),
      { method: 'PUT', path: '/mode/s', body: { mode: 'READONLY' }, answer: { mode: 'READONLY' } },
      refuse('POST', '/subjects/s/versions', 42205, {
        body: schema(A_B),
        message: 'Subject s in context  is in read-only mode',
      }),
      register('s', A, { id: 1, version: 1 }),
      refuse('POST', '/subjects/s/versions', 42201, { body: schema('nonsense') }),
      refuse('DELETE', '/subjects/s', 42205),
      refuse('DELETE', '/subjects/s/versions/1', 42205),
      refuse('DELETE', '/subjects/s/versions/2', 40402),
      refuse('DELETE', '/config/s', 40401),
      { method: 'PUT', path: '/mode/x', body: { mode: 'READONLY' } },
      refuse('DELETE', '/subjects/x', 40401),
      refuse('DELETE', '/subjects/x/versions/1', 40401),
      refuse('PUT', '/config/s', 42205, { body: { compatibility: 'NONE' } }),
      register('t', A, { id: 1 }),
      { method: 'DELETE', path: '/mode/s', answer: { mode: 'READONLY' } },
      refuse('DELETE', '/mode/s', 40401),
      refuse('PUT', '/mode', 42205, { body: { mode: 'IMPORT' }, message: /existing subjects/ }),
      { method: 'PUT', path: '/mode?force=true', body: { mode: 'IMPORT' }, answer: { mode: 'IMPORT' } },
      refuse('POST', '/subjects/s/versions', 42205, { body: schema(A_B) }),
      { ...register('u', A_B, { id: 40, version: 9 }), body: { ...schema(A_B), id: 40, version: 9 } },
      refuse('POST', '/subjects/u/versions', 42205, {
        body: { ...schema(A_C), id: 40 },
        message: /^Overwrite new schema/,
      }),
      refuse('POST', '/subjects/v/versions', 42207, { body: { ...schema(A), id: 41 } }),
      { method: 'PUT', path: '/mode', body: { mode: 'READWRITE' }, answer: { mode: 'READWRITE' } },
      register('u', A_C, { id: 41, version: 10 }),
    ],
  },
  {
    title: 'soft and permanent delete of versions',
    calls: [
      register('s', A, { id: 1, version: 1 }),
      register('s', A_B, { id: 2, version: 2 }),
      refuse('DELETE', '/subjects/s/versions/1?permanent=true', 40407),
      { method: 'DELETE', path: '/subjects/s/versions/1', answer: 1 },
      refuse('DELETE', '/subjects/s/versions/1', 40406, {
        message: "Subject 's' Version 1 was soft deleted.Set permanent=true to delete permanently",
      }),
      { path: '/subjects/s/versions', answer: [2] },
      { path: '/subjects/s/versions?deleted=true', answer: [1, 2] },
      { path: '/subjects/s/versions?deletedOnly=true', answer: [1] },
      { path: '/subjects/s/versions?deletedAsNegative=true', answer: [-1, 2] },
      refuse('GET', '/subjects/s/versions/1', 40402),
      { path: '/subjects/s/versions/1?deleted=true', answer: expect.objectContaining({ id: 1, deleted: true }) },
      { path: '/schemas/ids/1', answer: expect.objectContaining({ schema: A, deleted: true }) },
      { path: '/schemas/ids/1/subjects', answer: [] },
      { path: '/schemas/ids/1/subjects?deleted=true', answer: ['s'] },
      refuse('POST', '/subjects/s', 40403, { body: schema(A) }),
      {
        method: 'POST',
        path: '/subjects/s?deleted=true',
        body: schema(A),
        answer: expect.objectContaining({ version: 1 }),
      },
      {
        path: '/schemas?deleted=true',
        answer: [expect.objectContaining({ id: 1 }), expect.objectContaining({ id: 2 })],
      },
      { path: '/schemas', answer: [expect.objectContaining({ id: 2 })] },
      { method: 'DELETE', path: '/subjects/s/versions/1?permanent=true', answer: 1 },
      refuse('GET', '/schemas/ids/1', 40403),
      refuse('DELETE', '/subjects/s/versions/1?permanent=true', 40402),
      { method: 'DELETE', path: '/subjects/s/versions/latest', answer: 2 },
      refuse('GET', '/subjects/s/versions?deletedAsNegative=true', 40401),
      refuse('DELETE', '/subjects/s/versions/latest', 40402, { message: 'Version -1 not found.' }),
      refuse('GET', '/subjects/s/versions', 40401),
      { path: '/subjects', answer: [] },
      { path: '/subjects?deleted=true', answer: ['s'] },
      { path: '/subjects?deletedOnly=true', answer: ['s'] },
    ],
  },
  {
    title: 'soft and permanent delete of subjects; ids are never used twice',
    calls: [
      register('s', A, { id: 1, version: 1 }),
      { method: 'PUT', path: '/config/s', body: { compatibility: 'NONE' } },
      refuse('DELETE', '/subjects/s?permanent=true', 40405),
      { method: 'DELETE', path: '/subjects/s', answer: [1] },
      refuse('DELETE', '/subjects/s', 40404),
      { path: '/config/s', answer: { compatibilityLevel: 'NONE' } },
      { method: 'PUT', path: '/config/s', body: { compatibility: 'FULL' } },
      // A schema that comes back gets its id again, a new version, and its old one is gone.
      register('s', A, { id: 1, version: 2 }),
      { path: '/subjects/s/versions?deleted=true', answer: [2] },
      { method: 'DELETE', path: '/subjects/s', answer: [2] },
      { method: 'DELETE', path: '/subjects/s?permanent=true', answer: [2] },
      refuse('GET', '/config/s', 40408),
      refuse('DELETE', '/subjects/s?permanent=true', 40401),
      refuse('GET', '/schemas/ids/1', 40403),
      register('s', A, { id: 2, version: 1 }),
    ],
  },
  {
    title: 'references',
    calls: [
      register('r', A, { id: 1 }),
      {
        method: 'POST',
        path: '/subjects/s/versions',
        body: { ...schema('{"type": "array", "items": "R"}'), references: [{ name: 'R', subject: 'r', version: 1 }] },
        answer: expect.objectContaining({
          id: 2,
          schema: '{"type":"array","items":"R"}',
          references: [{ name: 'R', subject: 'r', version: 1 }],
        }),
      },
      {
        method: 'POST',
        path: '/subjects/s',
        body: { ...schema('{"type":"array","items":"R"}'), references: [{ name: 'R', subject: 'r', version: 1 }] },
        answer: expect.objectContaining({ id: 2 }),
      },
      { path: '/subjects/r/versions/1/referencedby', answer: [2] },
      { path: '/subjects/s/versions/1/referencedby', answer: [] },
      refuse('DELETE', '/subjects/r/versions/1', 42206, {
        message: 'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=r,version=1}.',
      }),
      refuse('DELETE', '/subjects/r', 42206),
      { method: 'DELETE', path: '/subjects/s', answer: [1] },
      { method: 'DELETE', path: '/subjects/r', answer: [1] },
      refuse('DELETE', '/subjects/r?permanent=true', 42206),
      { method: 'DELETE', path: '/subjects/s?permanent=true', answer: [1] },
      { method: 'DELETE', path: '/subjects/r?permanent=true', answer: [1] },
    ],
  },
  {
    title: 'references by -1, by many names, to what is deleted, and to too much',
    calls: [
      register('r', A, { id: 1 }),
      {
        ...register('s', '', { id: 2, references: [{ name: 'R', subject: 'r', version: 1 }] }),
        body: { ...ARRAY_OF_R, references: [{ name: 'R', subject: 'r', version: -1 }] },
      },
      {
        method: 'POST',
        path: '/subjects/s',
        body: { ...ARRAY_OF_R, references: [{ name: 'R', subject: 'r', version: -1 }] },
        answer: expect.objectContaining({ id: 2, references: [{ name: 'R', subject: 'r', version: 1 }] }),
      },
      { path: '/subjects/r/versions/1/referencedby', answer: [2] },
      refuse('DELETE', '/subjects/r/versions/1', 42206),
      register('r', A_B, { id: 3, version: 2 }),
      { method: 'DELETE', path: '/subjects/r/versions/2', answer: 2 },
      refuse('POST', '/subjects/t/versions', 42201, {
        body: { ...ARRAY_OF_R, references: [{ name: 'R', subject: 'r', version: 2 }] },
        message: /No schema reference found for subject "r" and version 2/,
      }),
      register('big', JSON.stringify({ ...JSON.parse(A), doc: 'x'.repeat(600_000) }), { id: 4 }),
      register('big2', JSON.stringify({ ...JSON.parse(B), doc: 'x'.repeat(600_000) }), { id: 5 }),
      {
        ...register('many', '', { id: 6, version: 1 }),
        body: { ...ARRAY_OF_R, references: namesOf('big', 256) },
      },
      refuse('POST', '/subjects/many/versions', 42201, {
        body: { ...ARRAY_OF_R, references: namesOf('big', 257) },
        message: 'A schema may have at most 256 references',
      }),
      refuse('POST', '/subjects/many/versions', 42201, {
        body: { ...ARRAY_OF_R, references: [...namesOf('big', 1), ...namesOf('big2', 1)] },
        message: /may have 1048576 characters together/,
      }),
    ],
  },
  {
    title: 'a subject that refers to itself goes as one, and its settings with its last version',
    calls: [
      register('s', A, { id: 1 }),
      { method: 'PUT', path: '/config/s', body: { compatibility: 'NONE' } },
      { method: 'PUT', path: '/mode/s', body: { mode: 'READWRITE' } },
      {
        ...register('s', '', { id: 2, version: 2 }),
        body: { ...ARRAY_OF_R, references: [{ name: 'R', subject: 's', version: 1 }] },
      },
      refuse('DELETE', '/subjects/s/versions/1', 42206),
      { method: 'DELETE', path: '/subjects/s', answer: [1, 2] },
      { path: '/config/s', answer: { compatibilityLevel: 'NONE' } },
      { method: 'DELETE', path: '/subjects/s/versions/2?permanent=true', answer: 2 },
      { path: '/config/s', answer: { compatibilityLevel: 'NONE' } },
      { method: 'DELETE', path: '/subjects/s/versions/1?permanent=true', answer: 1 },
      refuse('GET', '/config/s', 40408),
      refuse('GET', '/mode/s', 40409),
    ],
  },
  {
    title: 'what says the same is the same',
    calls: [
      register('r', A, { id: 1 }),
      {
        ...register('s', '', { id: 2, version: 1 }),
        body: { ...ARRAY_OF_R, references: [{ name: 'R', subject: 'r', version: 1 }] },
      },
      register('s', `{"type":"array","items":${A}}`, { id: 2, version: 1 }),
      { ...lookUp('s', `{"type":"array","items":${A}}`, { id: 2 }) },
      {
        ...lookUp('s', '', { id: 2 }),
        body: { schema: '{"items":"R","type":"array"}', references: [{ name: 'R', subject: 'r', version: 1 }] },
      },
      register('t', '{"type":"enum","name":"E","symbols":["A"],"aliases":["P","Q"],"x":1,"y":2}', {
        id: 3,
        version: 1,
      }),
      register('t', '{"y":2,"x":1,"type":"enum","name":"E","symbols":["A"],"aliases":["Q","P"]}', {
        id: 3,
        version: 1,
      }),
      lookUp('t', '{"y":2,"x":1,"type":"enum","name":"E","symbols":["A"],"aliases":["Q","P"]}', { id: 3 }),
      register('t', '{"type":"enum","name":"E","symbols":["A"],"aliases":["P","Q"],"x":2,"y":1}', {
        id: 4,
        version: 2,
      }),
      // The other way round it is not: references are kept as sent.
      register('u', `{"type":"array","items":${A}}`, { id: 5, version: 1 }),
      {
        ...register('u', '', { id: 2, version: 2 }),
        body: { ...ARRAY_OF_R, references: [{ name: 'R', subject: 'r', version: 1 }] },
      },
    ],
  },
  {
    title: 'ids of imports',
    calls: [
      { method: 'PUT', path: '/mode/s', body: { mode: 'IMPORT' } },
      { ...register('s', A, { id: 40, version: 1 }), body: { ...schema(A), id: 40 } },
      { ...register('s', A_B, { id: 12, version: 2 }), body: { ...schema(A_B), id: 12 } },
      { method: 'DELETE', path: '/subjects/s/versions/2', answer: 2 },
      { method: 'DELETE', path: '/subjects/s/versions/2?permanent=true', answer: 2 },
      refuse('POST', '/subjects/s/versions', 42205, {
        body: { ...schema(A_C), id: 12 },
        message: 'Id 12 was given to another schema, which was deleted: ids are never used twice',
      }),
      { ...register('s', A_B, { id: 12, version: 2 }), body: { ...schema(A_B), id: 12 } },
      { ...register('s', B, { id: 2147483647, version: 3 }), body: { ...schema(B), id: 2147483647 } },
      register('t', A_C, { id: 2147483646, version: 1 }),
      register('t', record('a', 'd?'), { id: 2147483645, version: 2 }),
    ],
  },
  {
    title: 'requests that are not of the API',
    calls: [
      refuse('GET', '/nowhere', 404, { message: 'HTTP 404 Not Found' }),
      refuse('GET', '/nowhere//', 404),
      refuse('GET', '/subjects/%ff/versions', 400),
      refuse('GET', '/subjects/a%/versions', 400),
      refuse('GET', '/subjects/a%00b/versions', 42208),
      refuse('GET', '/subjects?subjectPrefix=%00', 400),
      refuse('GET', '/schemas/ids/1/subjects?subject=%00', 400),
      refuse('GET', '/schemas/guids/%00', 400),
      ...['r\0', 'r\ud800'].map((subject) =>
        refuse('POST', '/subjects/s/versions', 400, {
          body: { ...schema(A), references: [{ name: 'R', subject, version: 1 }] },
        }),
      ),
      refuse('GET', '/schemas/ids/one', 404),
      refuse('GET', '/schemas/ids/99999999999', 404),
      refuse('GET', '/subjects?limit=x', 404),
      refuse('PATCH', '/subjects', 405, { message: 'HTTP 405 Method Not Allowed' }),
      refuse('DELETE', '/subjects', 405),
      refuse('POST', '/schemas/ids/1', 405),
      refuse('POST', '/subjects/s/versions', 400, { body: '{"schema"' }),
      refuse('POST', '/subjects/s/versions', 400, { body: '[]' }),
      refuse('POST', '/subjects/s/versions', 42201, { body: 'null' }),
      refuse('POST', '/subjects/s/versions', 400, { body: { schema: {} }, message: 'schema must be a string' }),
      refuse('POST', '/subjects/s/versions', 400, { body: { schema: A, id: 'x' } }),
      refuse('POST', '/subjects/s/versions', 400, { body: { schema: A, id: 1e12 } }),
      refuse('POST', '/subjects/s/versions', 400, { body: { schema: A, references: 'r' } }),
      refuse('POST', '/subjects/s/versions', 400, { body: `{"schema":"\u0000"}` }),
      refuse('POST', '/subjects/s/versions', 413, { body: `"${'x'.repeat(10 * 1024 * 1024)}"` }),
      refuse('POST', '/subjects/s/versions', 400, { body: '['.repeat(5_000_000) }),
      refuse('POST', '/subjects/s/versions', 415, { body: schema(A), headers: { 'content-type': 'text/plain' } }),
      refuse('PUT', '/config', 415, {
        body: 'compatibility=NONE',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      refuse('GET', '/subjects', 406, { headers: { accept: 'text/html' } }),
      { path: '/subjects', headers: { accept: 'text/html, */*;q=0.1' }, answer: [] },
      ...['application/json', 'application/vnd.schemaregistry+json; charset=utf-8', 'application/octet-stream', ''].map(
        (type): Call => ({ ...register('s', A, { id: 1 }), headers: { 'content-type': type } }),
      ),
      register('a%2Fb%20%25%3F..', A, { id: 1 }),
      { path: '/subjects/a%2Fb%20%25%3F../versions', answer: [1] },
      { path: '/subjects', answer: ['a/b %?..', 's'] },
    ],
  },
];

function check(path: string, text: string, answer: object): Call {
  return { method: 'POST', path: `/compatibility/subjects${path}`, body: schema(text), answer };
}
