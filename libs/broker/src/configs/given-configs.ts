import type { GroupSettings } from '../groups/group-configs.ts';
import { BrokerError } from '../broker-error.ts';
import { BROKER_CONFIGS } from './broker-config-table.ts';
import { brokerNameOf, checkGivenConfigs } from './broker-configs.ts';

/** Options of a broker that have a name among its configs. */
export interface ConfiguringOptions {
  readonly partitions?: number;
  readonly autoCreateTopics?: boolean;
  readonly durability?: string;
  readonly lenientReplicationFactor?: boolean;
  readonly maxPartitions?: number;
  readonly topicDefaults?: Readonly<Record<string, string>>;
  readonly advertised?: { readonly host: string; readonly port: number };
  readonly limits?: {
    readonly maxConnections?: number;
    readonly maxRequestBytes?: number;
    readonly idleTimeoutMs?: number;
  };
  readonly groups?: Partial<GroupSettings>;
  /** By name. An option of its own counts before the same thing here. */
  readonly configs?: Readonly<Record<string, string>>;
}

/** The configs that options give. Throws BrokerError 'invalid-option' naming the one that is wrong. */
export function readGivenConfigs(options: ConfiguringOptions): Map<string, string> {
  const { limits = {}, topicDefaults = {}, advertised } = options;
  const named: Readonly<Record<string, string | number | boolean | undefined>> = {
    'num.partitions': options.partitions,
    'auto.create.topics.enable': options.autoCreateTopics,
    'sluice.durability': options.durability,
    'sluice.lenient.replication.factor': options.lenientReplicationFactor,
    'sluice.max.partitions': options.maxPartitions,
    'advertised.listeners': advertised === undefined ? undefined : formatListener(advertised),
    'max.connections': limits.maxConnections,
    'socket.request.max.bytes': limits.maxRequestBytes,
    'connections.max.idle.ms': limits.idleTimeoutMs,
    ...options.groups,
    ...Object.fromEntries(Object.entries(topicDefaults).map(([name, value]) => [toBrokerName(name), value])),
  };
  const given: Record<string, string> = { ...options.configs };
  for (const [name, value] of Object.entries(named)) {
    // An option at its default says nothing.
    if (value !== undefined && String(value) !== BROKER_CONFIGS[name]?.default) given[name] = String(value);
  }
  const checked = checkGivenConfigs(given);
  if (typeof checked === 'string') throw new BrokerError('invalid-option', checked);
  return new Map(checked);
}

/** An address in Kafka's form. */
export function formatListener({ host, port }: { readonly host: string; readonly port: number }): string {
  return `PLAINTEXT://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function toBrokerName(topicConfig: string): string {
  const name = brokerNameOf(topicConfig);
  if (name === undefined) throw new BrokerError('invalid-option', `topic defaults: there is no ${topicConfig}`);
  return name;
}
