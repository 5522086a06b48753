/** The demo's topics: name, partitions, and the subject that TopicNameStrategy gives their values. */
export const TOPICS = {
  sensors: { name: 'factory7', partitions: 6, subject: 'factory7-value' },
  states: { name: 'machine-state', partitions: 3, subject: 'machine-state-value' },
} as const;

/** Every byte of every value has to decode under a live version of the topic's subject. */
export const TOPIC_CONFIGS = [{ name: 'sluice.value.schema.validation', value: 'payload' }] as const;
