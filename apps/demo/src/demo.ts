import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLifecycle, createLogger, formatHostPort } from '@sluice/runtime';
import type { HostPort, Lifecycle } from '@sluice/runtime';
import { createRegistryClient } from '@sluice/serde';
import type { RegistryClient } from '@sluice/serde';
import { startSluice } from '@sluice/server';
import { createAlerts } from './alerts.ts';
import { createDashboard } from './dashboard.ts';
import { createDoorAlarm } from './door-alarm.ts';
import { createEvolution } from './evolution.ts';
import { openFloor } from './floor.ts';
import { DoorSensorProducer } from './gen/doors/index.ts';
import { connect, MachineSensorProducer, MachineStateProducer } from './gen/factory/index.ts';
import type { ConnectOptions } from './gen/factory/index.ts';
import { ClickProducer } from './gen/shop/index.ts';
import { GROUPS, startGroup } from './groups.ts';
import { checkKeptRejections } from './kept-rejections.ts';
import { createLedger } from './ledger.ts';
import { createReaders } from './readers.ts';
import type { Scene } from './scene.ts';
import { readSchema } from './schemas.ts';
import { FIRMWARE } from './sensors/firmware.ts';
import { createStatistics } from './statistics.ts';
import { TOPICS } from './topics.ts';

export interface DemoRun {
  readonly kafka: HostPort;
  readonly http: HostPort;
  /** Whether the two may be reached from other machines. */
  readonly allowInsecure: boolean;
  /** How long to run; until `signal` aborts when absent. */
  readonly runMs: number | undefined;
  /** Ends the run before its time, in good order. */
  readonly signal: AbortSignal;
  /** Called once, when everything is open and the factory begins to work. */
  readonly onStarted: (scene: Scene) => void;
}

export interface DemoResult {
  readonly scene: Scene;
  /** What did not hold, as sentences; empty when the books balance and every machine's order was kept. */
  readonly findings: readonly string[];
}

/** How long the groups may take to read what is left once nothing is produced any more. */
const DRAIN_TIMEOUT_MS = 20_000;

/** Runs Sluice and the factory, lets the groups read the rest, and closes everything. Rejects when anything fails. */
export async function runDemo(run: DemoRun): Promise<DemoResult> {
  const lifecycle = createLifecycle();
  try {
    const { scene, work } = await openScene(run, lifecycle);
    run.onStarted(scene);
    await work();
    const findings = [...checkScene(scene), ...(await checkKeptRejections(scene.url, scene.ledger))];
    await lifecycle.close();
    return { scene, findings };
  } catch (error) {
    // The first failure is the one to tell; what fails to close after it follows from it.
    await lifecycle.close().catch(() => undefined);
    throw error;
  }
}

function checkScene({ ledger, groups }: Scene): readonly string[] {
  const disorder = groups.flatMap(({ group, order }) => order.violations.map((text) => `group ${group}: ${text}`));
  return [...ledger.check(), ...disorder];
}

async function openScene(run: DemoRun, lifecycle: Lifecycle): Promise<{ scene: Scene; work: () => Promise<void> }> {
  const { kafka, http, allowInsecure } = run;
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-demo-'));
  lifecycle.onClose('data folder', () => rm(dataDir, { recursive: true, force: true }));
  // Refusals are part of the show: as log lines they would write over it.
  const logger = createLogger({ level: 'fatal' });
  const sluice = await startSluice({ dataDir, kafka, http, allowInsecure, logger });
  lifecycle.onClose('sluice', () => sluice.close());

  const bootstrap = formatHostPort(sluice.kafka);
  const server = { brokers: [bootstrap], registry: sluice.http.url };
  const registry = createRegistryClient({ url: sluice.http.url });
  const evolution = await createEvolution(registry);
  const schemaIds = {
    reading: await evolution.register(FIRMWARE[1]),
    state: await registerSchema(registry, TOPICS.states.subject, 'machine-state.avsc'),
    click: await registerSchema(registry, TOPICS.clicks.subject, 'click.avsc'),
  };
  await createTopics(server);

  const ledger = createLedger(GROUPS);
  const purposes = {
    dashboard: createDashboard(),
    alerts: createAlerts(),
    doorAlarm: createDoorAlarm(),
    statistics: createStatistics(),
  };
  const readers = createReaders(purposes, evolution);
  const groups = GROUPS.map(({ group }) => {
    const connection = connect({ ...server, clientId: `${group}-reader` });
    lifecycle.onClose(`connection of ${group}`, () => connection.close());
    const started = startGroup(group, readers[group](connection), ledger);
    lifecycle.onClose(`group ${group}`, started.close);
    return started;
  });
  const floor = openFloor({ server, schemaIds, ledger, evolution, runMs: run.runMs });
  lifecycle.onClose('factory floor', () => floor.close());

  /** Until the time is over and the story told, or the run is ended; then until all groups have read everything. */
  async function work(): Promise<void> {
    const ended = new AbortController();
    const told = Promise.withResolvers<void>();
    if (run.runMs !== undefined) {
      void Promise.all([delay(run.runMs, undefined, { signal: run.signal }).catch(() => undefined), told.promise]).then(
        () => ended.abort(),
      );
    }
    const reading = Promise.all(groups.map(({ done }) => done)).then(() => {
      throw new Error('a group stopped reading before the end');
    });
    const working = floor.run(AbortSignal.any([run.signal, ended.signal]), told.resolve);
    try {
      await Promise.race([working.then(() => ledger.drain(DRAIN_TIMEOUT_MS)), reading]);
    } finally {
      reading.catch(() => undefined);
      ended.abort();
      await working.catch(() => undefined);
    }
  }

  const addresses = { kafka: bootstrap, url: sluice.http.url };
  const { machines } = floor;
  return { scene: { startedAtMs: Date.now(), ...addresses, ledger, evolution, groups, machines, ...purposes }, work };
}

/** Registers a schema that stays as it is. Answers its id. */
async function registerSchema(registry: RegistryClient, subject: string, file: string): Promise<number> {
  const { id } = await registry.registerSchema(subject, { schema: readSchema(file) });
  if (id === undefined) throw new Error(`the registry gave ${file} no id`);
  return id;
}

/** Creates the topics as the documents describe them: every byte of every value has to be as its schema says. */
async function createTopics(server: ConnectOptions): Promise<void> {
  await using connection = connect({ ...server, clientId: 'factory-7' });
  for (const Producer of [MachineSensorProducer, MachineStateProducer, DoorSensorProducer, ClickProducer]) {
    await using producer = new Producer({ connection });
    await producer.ensureTopic();
  }
}
