import { defineEndpoint } from '../endpoint.ts';

/** `/`: what clients probe to see whether anyone is there. */
export const rootEndpoints = [
  defineEndpoint({ method: 'GET', path: '/', handle: async () => ({}) }),
  defineEndpoint({ method: 'POST', path: '/', handle: async () => ({}) }),
];
