import { BROKER_CONFIGS } from '../configs/broker-config-table.ts';
import type { BrokerConfigs, BrokerScope, SourcedConfig } from '../configs/broker-configs.ts';
import { CONFIG_TYPES } from '../configs/config-entry.ts';
import { TOPIC_CONFIGS } from '../configs/topic-config-table.ts';
import { configValue } from '../topics/topic-configs.ts';
import type { Topic } from '../topics/topics.ts';

/** Where a value comes from, as DescribeConfigs numbers it (Kafka's ConfigEntry.ConfigSource). */
const SOURCES = { topic: 1, broker: 2, cluster: 3, static: 4, default: 5 } as const;

/** One config as DescribeConfigs shows it. */
export interface DescribedConfig {
  readonly name: string;
  readonly value: string | null;
  readonly readOnly: boolean;
  readonly configSource: number;
  readonly isSensitive: boolean;
  /** The values of all places, the one that counts first. */
  readonly synonyms: readonly { readonly name: string; readonly value: string; readonly source: number }[];
  readonly configType: number;
  readonly documentation: string;
}

/** `name` is in the table of topic configs. */
export function describeTopicConfig(name: string, { configs }: Topic, brokerConfigs: BrokerConfigs): DescribedConfig {
  const entry = TOPIC_CONFIGS[name];
  const canonical = entry?.aliasOf ?? name;
  const value = configValue(name, configs, brokerConfigs.topicDefaults);
  const own = configs.has(canonical) ? [{ name, value, source: SOURCES.topic }] : [];
  const names = TOPIC_CONFIGS[canonical]?.synonyms ?? [];
  // An alias that has no word for the value says nothing: who writes back what they read must not change it.
  const saysAll =
    (entry?.aliasValues?.[value] ?? value) === configValue(canonical, configs, brokerConfigs.topicDefaults);
  const synonyms = saysAll ? [...own, ...brokerConfigs.values(names).map(describeSynonym)] : [];
  return {
    name,
    value,
    readOnly: false,
    configSource: synonyms[0]?.source ?? SOURCES.default,
    isSensitive: false,
    synonyms,
    configType: CONFIG_TYPES[entry?.type ?? 'string'],
    documentation: entry?.documentation ?? '',
  };
}

/** `name` is in the table of broker configs. Without a `scope`, what counts; with one, what was set for it. */
export function describeBrokerConfig(name: string, configs: BrokerConfigs, scope?: BrokerScope): DescribedConfig {
  const entry = BROKER_CONFIGS[name];
  const isSensitive = entry?.type === 'password';
  const values = configs.values([name]).filter(({ source }) => scope === undefined || source === scope);
  const [first] = values;
  return {
    name,
    value: isSensitive ? null : (first?.value ?? null),
    readOnly: entry?.update === 'read-only',
    configSource: SOURCES[first?.source ?? 'default'],
    isSensitive,
    synonyms: isSensitive ? [] : values.map(describeSynonym),
    configType: CONFIG_TYPES[entry?.type ?? 'string'],
    documentation: entry?.documentation ?? '',
  };
}

function describeSynonym({ name, value, source }: SourcedConfig): DescribedConfig['synonyms'][number] {
  return { name, value, source: SOURCES[source] };
}
