import { describe, expect, it } from 'vitest';
import { ENDPOINTS, OWN_ENDPOINTS } from '../src/http/index.ts';
import { createOpenApi } from '../src/http/openapi/index.ts';
import { checkDeclared, DOCUMENT } from './declared-answers.ts';

const TYPE = 'application/vnd.schemaregistry.v1+json';
const READ = { method: 'GET', path: '/subjects/s/versions/1', status: 200, type: TYPE };
const SCHEMA = { guid: 'g', schemaType: 'AVRO', schema: '"int"' };

/** What every answer of the tables of calls is held to: see checkCall. */
describe('the declared answers', () => {
  it('hold for a schema', () => checkDeclared({ ...READ, answer: SCHEMA }));

  it.each([
    { title: 'a field that is not declared', seen: { ...READ, answer: { ...SCHEMA, extra: 1 } } },
    { title: 'a field of another type', seen: { ...READ, answer: { ...SCHEMA, id: 'one' } } },
    { title: 'a field that is missing', seen: { ...READ, answer: { guid: 'g', schemaType: 'AVRO' } } },
    { title: 'another content type', seen: { ...READ, type: 'text/html', answer: SCHEMA } },
    { title: 'another status', seen: { ...READ, status: 409, answer: { error_code: 409, message: '' } } },
    { title: 'another error code', seen: { ...READ, status: 404, answer: { error_code: 40499, message: '' } } },
    {
      title: 'the same below a context',
      seen: { ...READ, path: `/contexts/.c${READ.path}?deleted=true`, answer: { ...SCHEMA, extra: 1 } },
    },
  ])('do not hold for $title', ({ seen }) => {
    expect(() => checkDeclared(seen)).toThrow(Error);
  });
});

describe('the OpenAPI document', () => {
  it('has every endpoint, each by a name of its own', () => {
    const named = [...ENDPOINTS, ...OWN_ENDPOINTS.map((each) => ({ ...each, path: `/api/v1${each.path}` }))];
    const wanted = named.map(({ method, path }) => `${method} ${path.replaceAll(/\/:(\w+)/g, '/{$1}')}`);
    const found = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'servers')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(found.toSorted()).toEqual(wanted.toSorted());
    const ids = JSON.stringify(DOCUMENT).match(/"operationId":"\w+"/g) ?? [];
    expect(new Set(ids).size).toBe(wanted.length);
  });

  it('says who may ask, where somebody is asked', () => {
    const refusals = [{ status: 401, code: 401, description: 'no credentials' }];
    const operation = ENDPOINTS.find(({ path }) => path === '/subjects');
    if (operation === undefined) throw new Error('no endpoint lists subjects');
    const open = { ...operation, path: '/livez', isOpen: true };
    const groups = [{ prefix: '', operations: [operation, open], inContexts: false }];
    const securitySchemes = { basic: { type: 'http', scheme: 'basic' } };
    const document = createOpenApi({ version: '1', groups, refusals, securitySchemes });
    expect(document).toMatchObject({
      security: [{ basic: [] }],
      components: { securitySchemes },
      paths: { '/subjects': { get: { responses: { 401: {} } } }, '/livez': { get: { security: [] } } },
    });
    expect(JSON.stringify(document['paths']).match(/"401"/g)).toHaveLength(1);
  });

  it('refuses a parameter that nobody described', () => {
    const [operation] = ENDPOINTS;
    if (operation === undefined) throw new Error('there are no endpoints');
    const groups = [
      { prefix: '', operations: [{ ...operation, query: { novel: 'string' } as const }], inContexts: false },
    ];
    const write = () => createOpenApi({ version: '1', groups, refusals: [], securitySchemes: {} });
    expect(write).toThrow('the parameter novel has no description');
  });
});
