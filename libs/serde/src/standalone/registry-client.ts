import type { RegistryClient as WholeRegistryClient, RegistryClientOptions } from '../registry-client.ts';
import { createRequester } from '../registry-request.ts';

/** What generated code asks of a registry: a standalone run-time has this in place of the whole client. */
export type RegistryClient = Pick<
  WholeRegistryClient,
  | 'registerSchema'
  | 'findSchema'
  | 'findSchemaById'
  | 'findSchemaByGuid'
  | 'findVersion'
  | 'listIdsOfGuid'
  | 'listVersions'
>;

/** Makes a client of a registry over HTTP. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { request, find } = createRequester(options);
  const of = (subject: string): string => `/subjects/${encodeURIComponent(subject)}`;
  return {
    registerSchema: (subject, body, query = {}) =>
      request('POST', `${of(subject)}/versions`, { query: { ...query }, body }),
    findSchema: (subject, body, query = {}) => find('POST', of(subject), { query: { ...query }, body }),
    findSchemaById: (id, query = {}) => find('GET', `/schemas/ids/${id}`, { query: { ...query } }),
    findSchemaByGuid: (guid) => find('GET', `/schemas/guids/${guid}`),
    findVersion: (subject, version, query = {}) =>
      find('GET', `${of(subject)}/versions/${version}`, { query: { ...query } }),
    listVersions: async (subject, query = {}) =>
      (await find('GET', `${of(subject)}/versions`, { query: { ...query } })) ?? [],
    listIdsOfGuid: async (guid) => (await find('GET', `/schemas/guids/${guid}/ids`)) ?? [],
  };
}
