import { setTimeout as delay } from 'node:timers/promises';
import { BAD_PRODUCERS, makeGoodValues } from './bad-producers.ts';
import type { BadProducer, GoodValues } from './bad-producers.ts';
import { deliver } from './deliver.ts';
import type { Evolution } from './evolution.ts';
import { GLITCHING_MACHINE, MACHINES } from './factory.ts';
import type { MachineSpec } from './factory.ts';
import { FIRMWARE } from './firmware.ts';
import { connect } from './gen/firmware-1/index.ts';
import type { ConnectOptions } from './gen/firmware-1/index.ts';
import type { Ledger } from './ledger.ts';
import { createMachine } from './machine.ts';
import type { Machine } from './machine.ts';
import { REPEATED, REPEAT_MS, STORY, stepWaitMs } from './story.ts';
import type { Step } from './story.ts';

export interface FloorOptions {
  readonly server: ConnectOptions;
  /** The ids of what the mistakes are made from: MachineSensor's first version, and MachineState. */
  readonly schemaIds: Parameters<typeof makeGoodValues>[0];
  readonly ledger: Ledger;
  readonly evolution: Evolution;
  /** How long the demo runs, which the story fits into. */
  readonly runMs: number | undefined;
}

/** The factory floor: machines that report, producers that make mistakes, and the story that tells them when. */
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

  // Generated classes cannot make these mistakes: their records go to the transport as they are.
  const mistakes: readonly BadProducer[] = BAD_PRODUCERS;
  const badProducers = mistakes.map((mistake) => ({
    mistake,
    connection: connect({ ...server, clientId: mistake.machine }),
  }));
  const good: GoodValues = makeGoodValues(schemaIds);

  async function makeMistake(name: string): Promise<void> {
    const found = badProducers.find(({ mistake }) => mistake.name === name);
    if (found === undefined) throw new Error(`no bad producer is called ${name}`);
    const { connection, mistake } = found;
    const { topic, machine } = mistake;
    const record = { key: new TextEncoder().encode(machine), value: mistake.bytes(good), headers: [] };
    await deliver([record], {
      send: (records) => connection.transport.send(topic, records),
      ledger,
      topic,
      machine,
      kind: name,
    });
    if (ledger.totalsOf(machine).accepted > 0)
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
      const work = [tell(stop, onTold), ...machines.map((machine) => machine.run(stop))];
      try {
        await Promise.all(work);
      } catch (error) {
        failed.abort();
        await Promise.allSettled(work);
        throw error;
      }
    },
    async close() {
      await Promise.all([...machines, ...badProducers.map(({ connection }) => connection)].map((open) => open.close()));
    },
  };
}

/** Returns early, without an error, when `signal` aborts. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
