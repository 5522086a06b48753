import { defineEndpoint } from '../endpoint.ts';

const NOTHING = { object: {} } as const;

/** `/`: what clients probe to see whether anyone is there; `/v1/metadata`: who that is. */
export const rootEndpoints = [
  defineEndpoint({ method: 'GET', path: '/', summary: 'Is anyone there', answer: NOTHING, handle: async () => ({}) }),
  defineEndpoint({ method: 'POST', path: '/', summary: 'Is anyone there', answer: NOTHING, handle: async () => ({}) }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/metadata/id',
    summary: 'The ids of this registry and its cluster',
    answer: { object: { id: 'string', scope: { object: { path: 'strings', clusters: { map: 'string' } } } } },
    handle: async (_registry, _request, { clusterId }) => ({
      id: '',
      scope: { path: [], clusters: { 'kafka-cluster': clusterId, 'schema-registry-cluster': 'schema-registry' } },
    }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/metadata/version',
    summary: 'The version of this registry',
    answer: { object: { version: 'string', commitId: 'string' } },
    handle: async (_registry, _request, { version, commitId }) => ({ version, commitId }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/metadata/deployment',
    summary: 'How this registry is deployed',
    answer: { object: { attributes: 'strings' } },
    handle: async () => ({ attributes: [] }),
  }),
];
