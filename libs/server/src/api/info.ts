import { Hono } from 'hono';
import type { FieldType } from '@sluice/registry/http';
import { declareRead } from './operation.ts';

/** What this process is: for people, the console and scripts. */
export interface Info {
  readonly version: string;
  /** Kafka's cluster id, where there is a broker. */
  readonly clusterId: string | undefined;
  readonly roles: readonly string[];
  /** Address of the Kafka listener, where there is one. */
  readonly kafka: string | undefined;
  /** URL of the registry the gate asks; undefined when it is the one in this process. */
  readonly registry: string | undefined;
  readonly durability: string | undefined;
  readonly uptimeSeconds: number;
}

const INFO = {
  version: { always: 'string' },
  clusterId: 'string',
  roles: { always: 'strings' },
  kafka: 'string',
  registry: 'string',
  durability: 'string',
  uptimeSeconds: { always: 'integer' },
} as const satisfies Record<keyof Info, FieldType>;

export const INFO_OPERATIONS = [
  declareRead({ path: '/api/v1/info', summary: 'Say what this process is', answer: { object: INFO } }),
];

export function createInfoApi(info: () => Info): Hono {
  return new Hono().get('/info', (c) => c.json(info()));
}
