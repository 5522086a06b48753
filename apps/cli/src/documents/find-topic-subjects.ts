import type { LiveTopic } from '@sluice/asyncapi/export';
import type { RegistrySchema } from '@sluice/asyncapi/lint';
import type { Registry } from './open-registry.ts';
import type { Topic } from './read-topics.ts';
import { recordName } from './subject-histories.ts';

/**
 * The subjects of topics, with their newest schemas: `TOPIC-value` and `TOPIC-key`, and those called after the topic and
 * a record. Which records a topic has where subjects are called after records alone, a registry does not say.
 */
export async function findTopicSubjects(
  topics: readonly Topic[],
  registry: Registry,
): Promise<{ readonly topics: readonly LiveTopic[]; readonly subjects: readonly RegistrySchema[] }> {
  const names = (await registry.client.listSubjects()).toSorted();
  const known = new Set(names);
  const subjects = new Map<string, RegistrySchema>();
  const add = async (name: string): Promise<RegistrySchema | undefined> => {
    const found = subjects.get(name) ?? (await registry.find(name, 'latest'));
    if (found !== undefined) subjects.set(name, found);
    return found;
  };
  const live: LiveTopic[] = [];
  for (const topic of topics) {
    const [value, key] = [`${topic.name}-value`, `${topic.name}-key`];
    const own: string[] = [];
    if (known.has(value) && (await add(value)) !== undefined) own.push(value);
    if (known.has(key)) await add(key);
    for (const name of names) {
      if (!name.startsWith(`${topic.name}-`) || name === value || name === key) continue;
      const found = await registry.find(name, 'latest');
      if (found === undefined || readRecordName(found.schema) !== name.slice(topic.name.length + 1)) continue;
      subjects.set(name, found);
      own.push(name);
    }
    live.push({ ...topic, subjects: own });
  }
  return { topics: live, subjects: [...subjects.values()] };
}

function readRecordName(schema: string): string | undefined {
  try {
    return recordName(JSON.parse(schema));
  } catch {
    return undefined;
  }
}
