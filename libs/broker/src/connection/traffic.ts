import type { Metrics } from '@sluice/runtime';

/** Counts what goes over connections; plain numbers that the metrics page reads. */
export interface Traffic {
  receivedBytes: number;
  sentBytes: number;
  countRequest(api: string): void;
}

export function createTraffic(metrics: Metrics): Traffic {
  const requests = new Map<string, number>();
  const traffic: Traffic = {
    receivedBytes: 0,
    sentBytes: 0,
    countRequest: (api) => void requests.set(api, (requests.get(api) ?? 0) + 1),
  };
  metrics.counter({
    name: 'sluice_kafka_requests_total',
    help: 'Requests begun, by API.',
    labels: ['api'],
    collect: () => Array.from(requests, ([api, value]) => ({ labels: { api }, value })),
  });
  metrics.counter({
    name: 'sluice_kafka_received_bytes_total',
    help: 'Bytes read from clients.',
    collect: () => traffic.receivedBytes,
  });
  metrics.counter({
    name: 'sluice_kafka_sent_bytes_total',
    help: 'Bytes of answers to clients.',
    collect: () => traffic.sentBytes,
  });
  return traffic;
}
