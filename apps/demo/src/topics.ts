/** The demo's topics, as the documents in asyncapi/ name them, and the subjects that TopicNameStrategy gives their values. */
export const TOPICS = {
  sensors: { name: 'factory7', subject: 'factory7-value' },
  states: { name: 'machine-state', subject: 'machine-state-value' },
  doors: { name: 'door-sensors', subject: 'door-sensors-value' },
  clicks: { name: 'clicks', subject: 'clicks-value' },
} as const;
