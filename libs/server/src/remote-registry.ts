import { createHttpSource, createRegistryClient, parseRegistryUrl } from '@sluice/serde';
import type { SchemaSource } from '@sluice/serde';
import type { Dependency } from './dependency.ts';

/** A registry in another process, as `--registry` names it. */
export interface RemoteRegistry {
  readonly source: SchemaSource;
  readonly dependency: Dependency;
}

/** Probes are given up by the one who asks; this ends the request behind them. */
const PROBE_TIMEOUT_MS = 2000;

/** Credentials in the URL become basic authentication; without them, `token` is presented. */
export function openRemoteRegistry(registryUrl: string, token?: string): RemoteRegistry {
  const address = parseRegistryUrl(registryUrl, token);
  const prober = createRegistryClient({ ...address, timeoutMs: PROBE_TIMEOUT_MS });
  return {
    source: createHttpSource(createRegistryClient(address)),
    dependency: { name: `the schema registry at ${address.url.replace(/\/$/, '')}`, probe: () => prober.listTypes() },
  };
}
