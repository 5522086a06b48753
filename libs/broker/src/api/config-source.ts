import { TOPIC_CONFIGS } from '../topics/config-table.ts';
import type { Topic, Topics } from '../topics/topics.ts';

/** Where a config's value comes from, as DescribeConfigs numbers it (Kafka's ConfigEntry.ConfigSource). */
export const CONFIG_SOURCES = { topic: 1, staticBroker: 4, default: 5 } as const;

/** The source of a topic's config, looked up under the name that it is kept by. */
export function describeSource(name: string, topic: Topic, topics: Topics): number {
  const canonical = TOPIC_CONFIGS[name]?.aliasOf ?? name;
  if (topic.configs.has(canonical)) return CONFIG_SOURCES.topic;
  return topics.defaults.has(canonical) ? CONFIG_SOURCES.staticBroker : CONFIG_SOURCES.default;
}
