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
  function get<Answer>(path: string, query?: object): Promise<Answer | undefined> {
    return find('GET', path, { query: { ...query } });
  }
  return {
    registerSchema: (subject, body, query) => request('POST', `${of(subject)}/versions`, { query: { ...query }, body }),
    findSchema: (subject, body, query) => find('POST', of(subject), { query: { ...query }, body }),
    findSchemaById: (id, query) => get(`/schemas/ids/${id}`, query),
    findSchemaByGuid: (guid) => get(`/schemas/guids/${guid}`),
    findVersion: (subject, version, query) => get(`${of(subject)}/versions/${version}`, query),
    listVersions: async (subject, query) => (await get(`${of(subject)}/versions`, query)) ?? [],
    listIdsOfGuid: async (guid) => (await get(`/schemas/guids/${guid}/ids`)) ?? [],
  };
}
