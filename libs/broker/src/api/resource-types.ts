/** Kinds of things that have configs, as the protocol numbers them (Kafka's ConfigResource.Type). */
export const RESOURCE_TYPES = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const;
