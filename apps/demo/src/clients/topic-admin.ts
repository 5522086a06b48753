import { Admin } from '@platformatic/kafka';

export interface TopicToCreate {
  readonly name: string;
  readonly partitions: number;
}

/** Creates topics on the broker at `bootstrap` (`host:port`), all with the same configs. */
export async function createTopics(
  bootstrap: string,
  topics: readonly TopicToCreate[],
  configs: readonly { readonly name: string; readonly value: string }[],
): Promise<void> {
  const admin = new Admin({ bootstrapBrokers: [bootstrap], clientId: 'factory-7' });
  try {
    for (const { name, partitions } of topics) {
      await admin.createTopics({ topics: [name], partitions, replicas: 1, configs: [...configs] });
    }
  } finally {
    await admin.close();
  }
}
