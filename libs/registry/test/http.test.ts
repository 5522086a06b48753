import { describe, expect, it } from 'vitest';
import { checkCall, CONTENT_TYPE, openApp } from './http-case.ts';
import { SEQUENCES } from './http-calls-table.ts';

describe('the REST API', () => {
  it.each(SEQUENCES)('$title', async ({ calls }) => {
    const app = openApp();
    for (const call of calls) await checkCall(app, call);
  });

  it.each([
    { accept: undefined, type: CONTENT_TYPE },
    { accept: '*/*', type: CONTENT_TYPE },
    { accept: 'application/json', type: 'application/json' },
    { accept: 'application/vnd.schemaregistry+json, application/json', type: 'application/vnd.schemaregistry+json' },
  ])('answers Accept $accept with $type', async ({ accept, type }) => {
    const response = await openApp().request('/subjects', accept === undefined ? {} : { headers: { accept } });
    expect(response.headers.get('content-type')).toBe(type);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    const response = await openApp().request('/subjects/s/versions', { method: 'POST', body });
    expect(response.status).toBe(400);
  });
});
