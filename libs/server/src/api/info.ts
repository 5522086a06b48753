import { Hono } from 'hono';

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

export function createInfoApi(info: () => Info): Hono {
  return new Hono().get('/info', (c) => c.json(info()));
}
