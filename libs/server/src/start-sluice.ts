import { join } from 'node:path';
import { BrokerError, createBroker } from '@sluice/broker';
import type { Broker } from '@sluice/broker';
import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { createGate } from '@sluice/gate';
import { createRegistry, createRegistrySource } from '@sluice/registry';
import type { Registry } from '@sluice/registry';
import { createOwnRegistryApi, createRegistryApp } from '@sluice/registry/http';
import { createLifecycle, createLogger, createMetrics, createProcessMetrics, formatHostPort } from '@sluice/runtime';
import type { HostPort, Lifecycle, Logger, Metrics } from '@sluice/runtime';
import type { SchemaSource } from '@sluice/serde';
import { createOpenApiApp } from './api/openapi.ts';
import { createDependencyCheck } from './dependency.ts';
import type { Dependency } from './dependency.ts';
import type { Readiness } from './health.ts';
import { createDocsApp } from './docs/docs-app.ts';
import { readLocalRegistry, readRemoteRegistry } from './docs/docs-registry.ts';
import { createHttpApp } from './http-app.ts';
import { openHttpGuard } from './http-guard.ts';
import { listenHttp } from './http-listener.ts';
import {
  checkKafkaAddress,
  checkOrigins,
  chooseRoles,
  chooseTls,
  DEFAULT_DATA_DIR,
  DEFAULT_HTTP,
  DEFAULT_KAFKA,
  requireGuarded,
} from './options.ts';
import type { SluiceOptions } from './options.ts';
import { openRemoteRegistry } from './remote-registry.ts';
import { openStore } from './schema-store.ts';
import { describeListenError } from './server-error.ts';
import { VERSION } from './version.ts';

/** A running process. What belongs to a role it does not have is undefined. */
export interface Sluice {
  /** Where the Kafka listener accepts. */
  readonly kafka: HostPort | undefined;
  readonly http: { readonly url: string };
  readonly registry: Registry | undefined;
  readonly broker: Broker | undefined;
  /** Accepts no more, finishes what is under way, flushes, and frees everything. Rejects when a part could not. */
  close(): Promise<void>;
}

/** A process with both roles. */
export interface CompleteSluice extends Sluice {
  readonly kafka: HostPort;
  readonly registry: Registry;
  readonly broker: Broker;
}

interface Process {
  readonly options: SluiceOptions;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly dataDir: string;
}

const CLOSE_DEADLINE_MS = 15_000;

/**
 * Starts a process and resolves when its listeners accept. The one place where the parts are put together.
 * Rejects with ServerError (an address, contradicting options, an unreachable store) or the error of the part that
 * could not start; nothing is left open then.
 */
export async function startSluice(
  options?: SluiceOptions & { readonly only?: undefined; readonly registry?: undefined },
): Promise<CompleteSluice>;
export async function startSluice(options: SluiceOptions): Promise<Sluice>;
export async function startSluice(options: SluiceOptions = {}): Promise<Sluice> {
  const roles = chooseRoles(options);
  const kafkaAddress = options.kafka ?? DEFAULT_KAFKA;
  const httpAddress = options.http ?? DEFAULT_HTTP;
  const allowInsecure = options.allowInsecure ?? false;
  if (roles.broker) {
    checkKafkaAddress(kafkaAddress, httpAddress, options.advertisedKafka);
    await requireGuarded('--kafka', kafkaAddress, allowInsecure);
  }
  await requireGuarded('--http', httpAddress, allowInsecure || options.access !== undefined);
  const tls = chooseTls(options);
  const corsOrigins = checkOrigins(options.corsOrigins);

  const logger = options.logger ?? createLogger();
  const metrics = options.metrics ?? createMetrics();
  const lifecycle = createLifecycle({
    deadlineMs: CLOSE_DEADLINE_MS,
    onError: (name, error) => logger.error({ err: error }, `could not close ${name}`),
  });
  const running: Process = { options, logger, metrics, lifecycle, dataDir: options.dataDir ?? DEFAULT_DATA_DIR };
  let readiness: Readiness = 'starting';
  const startedAtMs = performance.now();
  try {
    const sampling = createProcessMetrics(metrics);
    lifecycle.onClose('process metrics', () => sampling.close());
    const { registry, source, dependency, revision } = roles.registry
      ? await openRegistry(running)
      : openRemote(options);
    const checkDependency = createDependencyCheck(dependency, { logger });
    const broker = roles.broker ? await openBroker(running, source) : undefined;
    const kafka = broker === undefined ? undefined : await listenKafka(broker, kafkaAddress);
    const registryOptions = {
      logger,
      storeName: dependency.name,
      server: { version: VERSION, commitId: '', clusterId: broker?.clusterId ?? '' },
    };
    const registryApp = registry === undefined ? undefined : createRegistryApp(registry, registryOptions);
    const docs =
      options.docs === undefined
        ? undefined
        : createDocsApp({
            ...options.docs,
            logger,
            registry:
              registryApp === undefined
                ? readRemoteRegistry(options.registry ?? '', options.registryToken)
                : readLocalRegistry(registryApp, revision),
          });
    const app = createHttpApp({
      metrics,
      logger,
      readiness: () => readiness,
      checkDependency,
      info: () => ({
        version: VERSION,
        clusterId: broker?.clusterId,
        roles: [...(roles.registry ? ['registry'] : []), ...(roles.broker ? ['broker'] : [])],
        kafka: kafka === undefined ? undefined : formatHostPort(options.advertisedKafka ?? kafka),
        registry: options.registry === undefined ? undefined : new URL(options.registry).origin,
        durability: broker === undefined ? undefined : (options.durability ?? 'page-cache'),
        uptimeSeconds: Math.round((performance.now() - startedAtMs) / 1000),
      }),
      registry: registryApp,
      registryApi: registry === undefined ? undefined : createOwnRegistryApi(registry, registryOptions),
      openApi: createOpenApiApp({
        registry: registry !== undefined,
        access: options.access !== undefined,
        clientCertificates: options.tlsClientCa !== undefined,
      }),
      docs: docs?.app,
      rejections: broker?.rejections,
    });
    const guard = await openHttpGuard({
      answer: app.fetch,
      registry: registryApp?.fetch,
      accessPath: options.access,
      dataDir: options.ephemeral ? options.dataDir : running.dataDir,
      address: httpAddress,
      corsOrigins,
      tls: tls !== undefined,
      logger,
      metrics,
    });
    const http = await listenHttp(guard, { address: httpAddress, tls, logger });
    lifecycle.onClose('HTTP listener', () => http.close());
    // Before the listener, which waits for the answers under way.
    if (docs !== undefined) lifecycle.onClose('docs', () => docs.close());
    readiness = 'ready';
    // It may come later, so that nobody waits for it; but who starts this should know.
    if (registry === undefined) void checkDependency();
    return {
      kafka,
      http: { url: http.url },
      registry,
      broker,
      close() {
        readiness = 'stopping';
        return lifecycle.close();
      },
    };
  } catch (error) {
    await lifecycle.close().catch(() => {});
    throw error;
  }
}

/** Where schemas come from, and what has to answer for that. */
interface Schemas {
  /** Undefined when it is another process. */
  readonly registry: Registry | undefined;
  readonly source: SchemaSource;
  readonly dependency: Dependency;
  /** Another number after each change of what this process's registry has. */
  readonly revision: () => Promise<number>;
}

async function openRegistry({ options, lifecycle, dataDir }: Process): Promise<Schemas> {
  const { store, name } = await openStore({ ...options, path: join(dataDir, 'registry.sqlite') });
  const registry = createRegistry({ store, formats: FORMATS });
  lifecycle.onClose('registry', () => registry.close());
  return {
    registry,
    source: createRegistrySource(registry),
    dependency: { name, probe: () => store.readHead() },
    revision: async () => (await store.readHead()).revision,
  };
}

function openRemote({ registry = '', registryToken }: SluiceOptions): Schemas {
  return { registry: undefined, revision: () => Promise.resolve(0), ...openRemoteRegistry(registry, registryToken) };
}

async function openBroker({ options, lifecycle, dataDir, logger, metrics }: Process, source: SchemaSource) {
  const gate = createGate({ source, formats: FORMATS });
  lifecycle.onClose('gate', () => gate.close());
  const { partitions, durability, advertisedKafka, validation, lenientReplicationFactor } = options;
  const broker = await createBroker({
    gate,
    logger,
    metrics,
    ...(options.ephemeral ? {} : { dataDir }),
    ...(partitions === undefined ? {} : { partitions }),
    ...(durability === undefined ? {} : { durability }),
    ...(advertisedKafka === undefined ? {} : { advertised: advertisedKafka }),
    ...(lenientReplicationFactor === undefined ? {} : { lenientReplicationFactor }),
    ...(validation === undefined ? {} : { topicDefaults: { 'sluice.value.schema.validation': validation } }),
  });
  lifecycle.onClose('broker', () => broker.close());
  return broker;
}

async function listenKafka(broker: Broker, address: HostPort): Promise<HostPort> {
  try {
    return await broker.listen(address);
  } catch (error) {
    const isTaken = error instanceof BrokerError && error.kind === 'address-in-use';
    throw describeListenError('--kafka', formatHostPort(address), error, isTaken ? 'EADDRINUSE' : undefined);
  }
}

/** The schema languages of this version: those that few need are loaded when the first such schema comes. */
const FORMATS = createFormats([
  avroFormat,
  { type: 'JSON', load: async () => (await import('@sluice/formats/json-schema')).jsonSchemaFormat },
  { type: 'PROTOBUF', load: async () => (await import('@sluice/formats/protobuf')).protobufFormat },
]);
