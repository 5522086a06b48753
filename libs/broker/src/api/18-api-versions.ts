import { apiVersions, errorCode } from '@sluice/kafka';
import type { ApiVersionsRequest, ApiVersionsResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';
import type { ServedApi } from './serve.ts';

const FIRST_VERSION_WITH_SOFTWARE = 3;
/** KIP-511. */
const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

/** Versions of ApiVersions itself; a client that asks in another is told the ranges in version 0, which all read. */
const VERSIONS = [0, 4] as const;

type Served = Pick<ServedApi, 'api' | 'versions'>;

/** ApiVersions: what `others`, the handlers beside this one, serve. */
export function createApiVersionsHandler(
  others: readonly Served[],
): Handler<ApiVersionsRequest, ApiVersionsResponse> & { answerUnsupported(): ApiVersionsResponse } {
  const apiKeys = [...others, { api: apiVersions, versions: VERSIONS }]
    .map(({ api, versions }) => ({ apiKey: api.key, minVersion: versions[0], maxVersion: versions[1] }))
    .toSorted((a, b) => a.apiKey - b.apiKey);
  return {
    api: apiVersions,
    versions: VERSIONS,
    handle({ clientSoftwareName, clientSoftwareVersion }, { apiVersion }) {
      const isNamed = SOFTWARE_NAME.test(clientSoftwareName) && SOFTWARE_NAME.test(clientSoftwareVersion);
      if (apiVersion >= FIRST_VERSION_WITH_SOFTWARE && !isNamed) {
        return { errorCode: errorCode('INVALID_REQUEST'), apiKeys: [] };
      }
      return { errorCode: 0, apiKeys };
    },
    answerUnsupported: () => ({ errorCode: errorCode('UNSUPPORTED_VERSION'), apiKeys }),
  };
}
