import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBroker } from '@sluice/broker';
import type { Broker, BrokerOptions } from '@sluice/broker';
import type { Gate, TopicGate, Verdict } from '@sluice/gate';
import { createLogger, createMetrics } from '@sluice/runtime';
import type { Metrics } from '@sluice/runtime';
import { onTestFinished } from 'vitest';
import { openClient } from './client.ts';
import type { Client } from './client.ts';

export interface StartedBroker {
  readonly broker: Broker;
  readonly address: { host: string; port: number };
  readonly metrics: Metrics;
  /** Log lines so far. */
  readonly lines: Record<string, unknown>[];
  connect(clientId?: string): Promise<Client>;
}

/** A broker on loopback and any port, closed when the test ends. */
export async function startBroker(options: Partial<BrokerOptions> = {}): Promise<StartedBroker> {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  const metrics = createMetrics();
  const logger = createLogger({ level: 'info', destination });
  const broker = await createBroker({ gate: textGate, logger, metrics, ...options });
  onTestFinished(() => broker.close());
  const address = await broker.listen({ host: '127.0.0.1', port: 0 });
  const connect = async (clientId?: string): Promise<Client> => {
    const client = await openClient(address, clientId);
    onTestFinished(() => client.close());
    return client;
  };
  return { broker, address, metrics, lines, connect };
}

export async function makeDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-broker-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A gate that reads text: `bad…` is refused, `slow …` is judged later. Topics ask for it by any validation. */
export const textGate: Gate = {
  open(topic, policy): TopicGate {
    const judge = (field: 'key' | 'value', text: string): Verdict => {
      if (!text.includes('bad')) return undefined;
      const message = `subject ${topic}-${field}: ${field} says ${text}`;
      return { reason: 'malformed', field, subject: `${topic}-${field}`, schemaId: 7, version: 1, offset: 5, message };
    };
    const check = (field: 'key' | 'value', bytes: Uint8Array): Verdict | Promise<Verdict> => {
      const text = new TextDecoder().decode(bytes);
      const verdict = judge(field, text);
      return text.startsWith('slow') ? new Promise((resolve) => setImmediate(resolve, verdict)) : verdict;
    };
    return {
      checksKey: policy.key.validation !== 'none',
      checksValue: policy.value.validation !== 'none',
      checkKey: (bytes, start, end) => check('key', bytes.subarray(start, end)),
      checkValue: (bytes, start, end) => check('value', bytes.subarray(start, end)),
    };
  },
  close: () => undefined,
};
