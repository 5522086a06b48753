import { setTimeout as delay } from 'node:timers/promises';
import { BAD_PRODUCERS, makeGoodValues } from './bad-producers.ts';
import type { BadProducer, GoodIds } from './bad-producers.ts';
import { deliver } from './deliver.ts';
import type { Evolution } from './evolution.ts';
import { connect, DoorSensorProducer } from './gen/doors/index.ts';
import type { ConnectOptions, DoorSensor } from './gen/doors/index.ts';
import type { Ledger } from './ledger.ts';
import { openDoors } from './sensors/doors.ts';
import { FIRMWARE } from './sensors/firmware.ts';
import { createMachine } from './sensors/machine.ts';
import type { Machine } from './sensors/machine.ts';
import { GLITCHING_MACHINE, MACHINES } from './sensors/machines.ts';
import type { MachineSpec } from './sensors/machines.ts';
import { openShop } from './sensors/shop.ts';
import type { Source } from './sensors/source.ts';
import { REPEATED, REPEAT_MS, STORY, stepWaitMs } from './story.ts';
import type { Step } from './story.ts';

export interface FloorOptions {
  readonly server: ConnectOptions;
  /** The schemas of what the mistakes are made from. */
  readonly schemaIds: GoodIds;
  readonly ledger: Ledger;
  readonly evolution: Evolution;
  /** How long the demo runs, which the story fits into. */
  readonly runMs: number | undefined;
}

/** The factory floor: machines, doors and the shop, producers that make mistakes, and the story that tells them when. */
export interface Floor {
  readonly machines: readonly Machine[];
  /**
   * Works until `signal` aborts and everything in hand is delivered; `onTold` is called when the whole story has been
   * told once. Rejects as soon as anything fails, with everything stopped.
   */
  run(signal: AbortSignal, onTold: () => void): Promise<void>;
  close(): Promise<void>;
}

export function openFloor(options: FloorOptions): Floor {
  const { server, schemaIds, ledger, evolution, runMs } = options;
  const specs: readonly MachineSpec[] = MACHINES;
  const machines = specs.map((spec) => createMachine({ spec, server, ledger, firmware: FIRMWARE[1] }));

  const sources: readonly Source[] = [...machines, openDoors({ server, ledger }), openShop({ server, ledger })];
  const mistakes: readonly BadProducer[] = BAD_PRODUCERS;
  const badProducers = mistakes.map((mistake) => ({
    mistake,
    connection: connect({ ...server, clientId: mistake.sender }),
  }));
  const good = makeGoodValues(schemaIds);

  async function makeMistake(name: string): Promise<void> {
    const found = badProducers.find(({ mistake }) => mistake.name === name);
    if (found === undefined) throw new Error(`no bad producer is called ${name}`);
    const { connection, mistake } = found;
    const { topic, sender } = mistake;
    const key = new TextEncoder().encode(sender);
    await using doors = new DoorSensorProducer({ connection });
    const sending = {
      sendBytes: (value: Uint8Array) => connection.transport.send(topic, [{ key, value, headers: [] }]),
      sendDoor: (value: DoorSensor) => doors.send(value, { key: sender }),
    };
    await deliver([mistake], {
      send: () => mistake.send(sending, good),
      ledger,
      topic,
      sender,
      kind: name,
    });
    if (ledger.totalsOf(sender).accepted > 0)
      throw new Error(`the broker took a record that it had to refuse: ${name}`);
  }

  async function updateFirmware(number: 2 | 3): Promise<void> {
    const update = FIRMWARE[number];
    await evolution.register(update);
    const updated = machines.filter(({ spec }) => spec.lastFirmware >= number);
    await Promise.all(updated.map((machine) => machine.install(update)));
  }

  async function play(step: Step): Promise<void> {
    switch (step.kind) {
      case 'mistake':
        return makeMistake(step.name);
      case 'mixed batch':
        return machines.find(({ spec }) => spec.machine === GLITCHING_MACHINE)?.damageNextReport();
      case 'firmware':
        return updateFirmware(step.number);
      case 'refused schema':
        return evolution.offerIncompatible();
      default:
        return step satisfies never;
    }
  }

  async function tell(signal: AbortSignal, onTold: () => void): Promise<void> {
    const waitMs = stepWaitMs(runMs);
    for (const step of STORY) {
      await wait(waitMs, signal);
      if (signal.aborted) return;
      await play(step);
    }
    onTold();
    for (let turn = 0; ; turn += 1) {
      await wait(REPEAT_MS, signal);
      const step = REPEATED[turn % REPEATED.length];
      if (signal.aborted || step === undefined) return;
      await play(step);
    }
  }

  return {
    machines,
    async run(signal, onTold) {
      const failed = new AbortController();
      const stop = AbortSignal.any([signal, failed.signal]);
      const work = [tell(stop, onTold), ...sources.map((source) => source.run(stop))];
      try {
        await Promise.all(work);
      } catch (error) {
        failed.abort();
        await Promise.allSettled(work);
        throw error;
      }
    },
    async close() {
      await Promise.all([...sources, ...badProducers.map(({ connection }) => connection)].map((open) => open.close()));
    },
  };
}

/** Returns early, without an error, when `signal` aborts. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
