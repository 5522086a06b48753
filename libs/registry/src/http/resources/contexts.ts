import { defineEndpoint } from '../endpoint.ts';

/** `/contexts`: there is one, the default. */
export const contextsEndpoints = [defineEndpoint({ method: 'GET', path: '/contexts', handle: async () => ['.'] })];
