/** The demo's topics, as asyncapi/thingam.yaml names them, and the subject that TopicNameStrategy gives their values. */
export const TOPICS = {
  sensors: { name: 'factory7', subject: 'factory7-value' },
  states: { name: 'machine-state', subject: 'machine-state-value' },
} as const;
