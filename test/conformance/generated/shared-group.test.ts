import { join } from 'node:path';
import type { GenerateOptions } from '@sluice/codegen';
import type { Connection } from '@sluice/serde/clients';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import type { SluiceProcess } from '../../harness/sluice-process.ts';
import { describeRequiring, locate } from '../../requirements.ts';
import type { FactoryClasses } from './factory-suite.ts';
import { generateFolder } from './generate.ts';
import type { GeneratedFolder } from './generate.ts';

type Client = NonNullable<GenerateOptions['client']>;
type Channel = 'sensors' | 'states';

const MODULES = {
  platformatic: () => ({}),
  kafkajs: () => ({ kafkajs: join(locate('js-clients') ?? '', 'kafkajs') }),
  confluent: () => ({ '@confluentinc': join(locate('confluent-js') ?? '', '@confluentinc') }),
} as const satisfies Record<Client, () => object>;

/** Who joins one group, in this order: the first leads it. */
const GROUPS: readonly (readonly (readonly [Client, Channel])[])[] = [
  [
    ['kafkajs', 'sensors'],
    ['kafkajs', 'states'],
    ['kafkajs', 'sensors'],
  ],
  [
    ['platformatic', 'states'],
    ['kafkajs', 'sensors'],
    ['platformatic', 'sensors'],
    ['kafkajs', 'states'],
  ],
  [
    ['kafkajs', 'states'],
    ['platformatic', 'sensors'],
    ['confluent', 'sensors'],
    ['kafkajs', 'sensors'],
  ],
  [
    ['confluent', 'sensors'],
    ['kafkajs', 'states'],
    ['platformatic', 'sensors'],
  ],
];

const MACHINES = Array.from({ length: 24 }, (_, index) => `machine-${index}`);

describeRequiring(['js-clients', 'confluent-js'], 'one group of several client libraries and channels', () => {
  const folders: GeneratedFolder[] = [];
  const classes = new Map<Client, FactoryClasses>();
  let sluice: SluiceProcess;
  beforeAll(async () => {
    sluice = await startSluiceProcess();
    for (const client of ['platformatic', 'kafkajs', 'confluent'] as const) {
      const folder = await generateFolder({ path: 'asyncapi/thingam.yaml' }, client, MODULES[client]());
      folders.push(folder);
      classes.set(client, await folder.load<FactoryClasses>());
    }
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    for (const folder of folders) await folder[Symbol.asyncDispose]();
  });

  function getClasses(client: Client): FactoryClasses {
    const found = classes.get(client);
    if (found === undefined) throw new Error(`nothing was generated for ${client}`);
    return found;
  }

  function connect(client: Client): Connection {
    return getClasses(client).connect({ brokers: [sluice.kafka], registry: sluice.http, clientId: client });
  }

  it.each(GROUPS.map((members, index) => [members.map((member) => member.join(' ')).join(', '), members, index]))(
    'hands each record to one member that reads its channel: %s',
    { timeout: 60_000 },
    async (_, members, index) => {
      const group = `group-${index}`;
      await using connection = connect('platformatic');
      const { MachineSensorProducer, MachineStateProducer } = getClasses('platformatic');
      await using sensors = new MachineSensorProducer({ connection });
      await using states = new MachineStateProducer({ connection });
      await sensors.ensureTopic();
      await states.ensureTopic();

      /** Who got what of a round. */
      const seen = new Map<string, Set<number>>();
      let arrived: (() => void) | undefined;
      const stop = new AbortController();
      const runs = members.map(async ([client, channel], member) => {
        await using own = connect(client);
        const { MachineSensorConsumer, MachineStateConsumer } = getClasses(client);
        const note = (round: string): void => {
          seen.set(`${channel} ${round}`, (seen.get(`${channel} ${round}`) ?? new Set()).add(member));
          arrived?.();
        };
        const options = { fromBeginning: true, signal: stop.signal };
        if (channel === 'sensors') {
          await using consumer = new MachineSensorConsumer({ connection: own, group });
          await consumer.run(({ value }) => note(`${value.machine} ${value.value}`), options);
        } else {
          await using consumer = new MachineStateConsumer({ connection: own, group });
          await consumer.run(({ key }) => note(key), options);
        }
      });
      const failed = Promise.all(runs);
      failed.catch(() => stop.abort());

      /** Rounds go on until all members have read in one, so that all of them are in the group. */
      async function readRounds(): Promise<void> {
        const found = new Set<number>();
        for (let round = 0; found.size < members.length; round++) {
          if (round === 40) throw new Error(`only ${[...found].join()} of ${members.length} members read`);
          const sensorKeys = MACHINES.map((machine) => `sensors ${machine} ${round}`);
          const stateKeys = MACHINES.map((machine) => `states ${round}-${machine}`);
          const all = [...sensorKeys, ...stateKeys];
          const whole = Promise.withResolvers<void>();
          arrived = () => {
            if (all.every((key) => seen.has(key))) whole.resolve();
          };
          await sensors.sendBatch(
            MACHINES.map((machine) => ({ value: { machine, sensor: 's', value: round, units: 'C' }, key: machine })),
          );
          for (const machine of MACHINES) {
            await states.send({ machine, state: 'IDLE' }, { key: `${round}-${machine}` });
          }
          await Promise.race([whole.promise, failed]);
          for (const [key, by] of seen) for (const member of by) if (all.includes(key)) found.add(member);
        }
      }

      try {
        await readRounds();
      } finally {
        stop.abort();
        await Promise.allSettled(runs);
      }
      await failed;
      for (const [key, by] of seen) {
        const channels = [...by].map((member) => members[member]?.[1]);
        expect(channels.every((channel) => channel !== undefined && key.startsWith(channel))).toBe(true);
      }
    },
  );
});
