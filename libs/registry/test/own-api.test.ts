import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createOwnRegistryApi, createRegistryApp, ENDPOINTS, OWN_ENDPOINTS } from '../src/http/index.ts';
import { createMemoryStore, createRegistry } from '../src/index.ts';
import { A, put, record, register, schema } from './call-makers.ts';
import { checkCall } from './http-case.ts';
import type { Call } from './http-case.ts';

const PATH = '/api/v1/compatibility/subjects/s/versions';
const FINDING = {
  type: 'READER_FIELD_MISSING_DEFAULT_VALUE',
  path: 'b',
  reader: { kind: 'record', name: 'R' },
  writer: { kind: 'record', name: 'R' },
  version: 1,
  fix: expect.stringContaining('b'),
  message: expect.stringContaining('b'),
};

const ask = (path: string, text: string, answer: unknown, more: Partial<Call> = {}): Call => ({
  method: 'POST',
  path,
  body: schema(text),
  answer,
  ...more,
});

describe('our own compatibility API', () => {
  it('says what is in the way in parts, with Confluent’s words beside them', async () => {
    const registry = createRegistry({ store: createMemoryStore(), formats: createFormats([avroFormat]) });
    const confluent = createRegistryApp(registry);
    const own = new Hono().route('/api/v1', createOwnRegistryApi(registry));
    await checkCall(own, ask(PATH, A, { isCompatible: true, findings: [], messages: [] }));
    await checkCall(confluent, register('s', A, { id: 1 }));
    await checkCall(confluent, register('s', record('a', 'c?'), { id: 2 }));
    const refusal = {
      isCompatible: false,
      findings: [FINDING],
      messages: expect.arrayContaining([expect.stringContaining('READER_FIELD_MISSING_DEFAULT_VALUE')]),
    };
    await checkCall(own, ask(`${PATH}/1`, record('a', 'b'), refusal));
    const latest = { ...refusal, findings: [expect.objectContaining({ version: 2 })] };
    await checkCall(own, ask(PATH, record('a', 'c?', 'b'), latest));
    // What the old schema cannot read is put right in the new one too.
    await checkCall(confluent, put('/config/s', { compatibility: 'FORWARD' }));
    await checkCall(
      own,
      ask(PATH, record('c?'), {
        ...refusal,
        findings: [{ ...FINDING, path: 'a', version: 2, fix: expect.any(String), message: 'a' }],
      }),
    );
    await checkCall(own, ask(`${PATH}/7`, A, expect.objectContaining({ error_code: 40402 }), { status: 404 }));
    await checkCall(own, ask(PATH, 'no', expect.objectContaining({ error_code: 42201 }), { status: 422 }));
    await checkCall(own, { path: PATH, status: 405, answer: expect.anything() });
  });
});

describe('the tables of endpoints', () => {
  it('have a summary for each, and no operation twice', () => {
    for (const table of [ENDPOINTS, OWN_ENDPOINTS]) {
      const names = table.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`);
      expect(new Set(names).size).toBe(names.length - (table === ENDPOINTS ? 1 : 0));
      expect(table.filter(({ summary }) => summary.length < 5)).toEqual([]);
    }
  });
});
