import { fileURLToPath } from 'node:url';
import type { CaseName } from './case-table.ts';
import type { ClientName } from './client-table.ts';

/** What came of one case. */
export type Outcome = 'passed' | { readonly notApplicable: string } | { readonly knownFailure: string };

/** What the matrix writes for a client, and the docs are made from. */
export interface ClientResult {
  readonly client: ClientName;
  readonly version: string;
  readonly cases: Readonly<Partial<Record<CaseName, Outcome>>>;
}

/** The committed result of a client. */
export function resultFile(client: ClientName): string {
  return fileURLToPath(new URL(`results/${client}.json`, import.meta.url));
}
