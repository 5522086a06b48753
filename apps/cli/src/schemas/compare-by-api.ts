import type { SchemaPart } from '@sluice/formats';
import { createRequester, parseRegistryUrl, SchemaSourceError } from '@sluice/serde';
import type { SchemaInput } from '@sluice/serde';

/** What stands between a schema and a version, as a Sluice answers it: see docs/registry.md, "In parts". */
export interface Objection {
  readonly type: string;
  /** The way to the values, or into the schema where the format tells no more. */
  readonly path: string;
  readonly reader?: SchemaPart;
  readonly writer?: SchemaPart;
  readonly version: number;
  readonly fix?: string;
  readonly message: string;
}

/** Asks a registry what speaks against a schema as the next version; `undefined` where it is no Sluice. */
export type CompareByApi = (subject: string, input: SchemaInput) => Promise<readonly Objection[] | undefined>;

export function createCompareByApi(url: string, token: string | undefined): CompareByApi {
  const { request } = createRequester(parseRegistryUrl(url, token));
  let isSluice = true;
  return async (subject, input) => {
    if (!isSluice) return undefined;
    const path = `/api/v1/compatibility/subjects/${encodeURIComponent(subject)}/versions`;
    try {
      return (await request<{ findings: readonly Objection[] }>('POST', path, { body: input })).findings;
    } catch (error) {
      isSluice = !(error instanceof SchemaSourceError && isUnknownPath(error));
      if (!isSluice) return undefined;
      throw error;
    }
  };
}

/** What other registries say of a path that they do not serve; what is missing in a registry has codes of its own. */
function isUnknownPath({ status, errorCode }: SchemaSourceError): boolean {
  return (status === 404 || status === 405) && (errorCode === undefined || errorCode < 1000);
}
