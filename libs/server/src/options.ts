import { lookup } from 'node:dns/promises';
import type { HostPort, Logger, Metrics } from '@sluice/runtime';
import { formatHostPort, isLoopback } from '@sluice/runtime';
import type { DocsOptions } from './docs/docs-app.ts';
import { describeListenError, ServerError } from './server-error.ts';
import type { TlsFiles } from './tls-files.ts';

/** What one process is to be. Everything has a default. */
export interface SluiceOptions {
  /** Where state is kept; `./.sluice`. Unused when `ephemeral`. */
  readonly dataDir?: string | undefined;
  /** Keep nothing on disk: new ids at every start. */
  readonly ephemeral?: boolean | undefined;
  /** Kafka listener; 127.0.0.1:9092. Port 0 takes a free one. */
  readonly kafka?: HostPort | undefined;
  /** HTTP listener; 127.0.0.1:8081. Port 0 takes a free one. */
  readonly http?: HostPort | undefined;
  /** The address clients are told; by default the one each connected to. */
  readonly advertisedKafka?: HostPort | undefined;
  /** Run one role only. */
  readonly only?: 'registry' | 'broker' | undefined;
  /** URL of another registry for the gate to use; then none is served here. */
  readonly registry?: string | undefined;
  /** Presented to that registry as a bearer token. */
  readonly registryToken?: string | undefined;
  /** The file that says who may use the HTTP listener, and how; anybody when absent. */
  readonly access?: string | undefined;
  /** PEM files: the HTTP listener speaks HTTPS. */
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  /** PEM file of the authorities whose client certificates are believed. */
  readonly tlsClientCa?: string | undefined;
  /** Origins whose pages browsers may let ask the HTTP listener; none. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** `sqlite` (a file in the data directory), `memory`, or a `postgres://` URL; memory when ephemeral, else sqlite. */
  readonly store?: string | undefined;
  /** Partitions of a topic that is created by use; 1. */
  readonly partitions?: number | undefined;
  readonly durability?: 'page-cache' | 'fsync' | undefined;
  /** What topics that do not say otherwise demand of record values; none. */
  readonly validation?: 'none' | 'id' | 'payload' | undefined;
  /** Take a replication factor above 1 for 1, for programs that ask for three replicas; they are refused otherwise. */
  readonly lenientReplicationFactor?: boolean | undefined;
  /** Let other machines reach listeners that ask nobody who they are. */
  readonly allowInsecure?: boolean | undefined;
  /** AsyncAPI documents to serve at `/docs`; none when absent. */
  readonly docs?: DocsOptions | undefined;
  readonly logger?: Logger | undefined;
  readonly metrics?: Metrics | undefined;
}

export const DEFAULT_DATA_DIR = './.sluice';
export const DEFAULT_KAFKA: HostPort = { host: '127.0.0.1', port: 9092 };
export const DEFAULT_HTTP: HostPort = { host: '127.0.0.1', port: 8081 };

/** Which roles the options ask for. Throws ServerError when they contradict each other. */
export function chooseRoles({ only, registry, store }: SluiceOptions): { registry: boolean; broker: boolean } {
  if (only === 'registry' && registry !== undefined) {
    throw new ServerError('options', '--only registry serves a registry itself: leave out --registry');
  }
  if (only === 'broker' && registry === undefined) {
    throw new ServerError('options', '--only broker needs --registry URL: the registry its schemas come from');
  }
  if (registry !== undefined && store !== undefined) {
    throw new ServerError('options', '--registry uses another registry, which has its own store: leave out --store');
  }
  return { registry: registry === undefined, broker: only !== 'registry' };
}

/** Throws ServerError when the two listeners, or what clients are told of one, cannot be as asked. */
export function checkKafkaAddress(kafka: HostPort, http: HostPort, advertised: HostPort | undefined): void {
  if (kafka.port !== 0 && kafka.port === http.port && kafka.host === http.host) {
    const address = formatHostPort(kafka);
    throw new ServerError('options', `--kafka and --http are both ${address}: each needs a port of its own`);
  }
  if (advertised === undefined) return;
  const what = `--advertised-kafka ${formatHostPort(advertised)}`;
  if (advertised.port === 0)
    throw new ServerError('options', `${what}: clients need a port they can connect to, not 0`);
  if (WILDCARDS.has(advertised.host)) {
    throw new ServerError('options', `${what}: no client can connect to that address: name the host they reach`);
  }
}

/** All addresses of a machine: to listen on, not to connect to. */
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::0', '0:0:0:0:0:0:0:0']);

/** The listener's certificate files. Throws ServerError when some of the options are missing that go together. */
export function chooseTls({ tlsCert, tlsKey, tlsClientCa, access }: SluiceOptions): TlsFiles | undefined {
  if (tlsCert === undefined && tlsKey === undefined) {
    if (tlsClientCa === undefined) return undefined;
    throw new ServerError('options', '--tls-client-ca needs --tls-cert and --tls-key');
  }
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new ServerError(
      'options',
      `--tls-cert and --tls-key go together: give ${tlsKey ? '--tls-cert' : '--tls-key'}`,
    );
  }
  if (tlsClientCa !== undefined && access === undefined) {
    throw new ServerError('options', '--tls-client-ca needs --access FILE, which says what the clients may do');
  }
  return { cert: tlsCert, key: tlsKey, clientCa: tlsClientCa };
}

/** The origins as browsers write them. Throws ServerError for what is none. */
export function checkOrigins(origins: readonly string[] = []): readonly string[] {
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new ServerError(
        'options',
        `--cors-origins ${origin}: expected an origin such as https://console.example.com`,
      );
    }
  }
  return origins;
}

/** What would guard a listener, for the advice to those who have none. */
const GUARDS = {
  '--http':
    'no authentication is configured: listen on 127.0.0.1, give --access FILE, or --allow-insecure to accept that',
  '--kafka': 'Kafka clients are not asked who they are: listen on 127.0.0.1, or give --allow-insecure to accept that',
} as const;

/** Throws ServerError when `address` is reachable from other machines and nothing guards it, or has no such host. */
export async function requireGuarded(flag: keyof typeof GUARDS, address: HostPort, isGuarded: boolean): Promise<void> {
  if (isGuarded || isLoopback(address.host)) return;
  // A misspelt name is no danger, and advice about authentication would be no help.
  await lookup(address.host).catch((error: unknown) => {
    throw describeListenError(flag, formatHostPort(address), error);
  });
  throw new ServerError(
    'exposed',
    `${flag} ${formatHostPort(address)} can be reached from other machines, and ${GUARDS[flag]}`,
  );
}
