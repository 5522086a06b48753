import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Metrics } from './metrics.ts';

/** How often the delay of the event loop is sampled: often enough to see a stall, rare enough to cost nothing when idle. */
const RESOLUTION_MS = 20;

/** Declares what every process reports of itself: memory, CPU, start time, event-loop delay. Close it to stop sampling. */
export function createProcessMetrics(metrics: Metrics): { close(): void } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const startSeconds = performance.timeOrigin / 1000;

  metrics.gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of the process.',
    collect: () => process.memoryUsage.rss(),
  });
  metrics.counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system CPU time spent by the process.',
    collect: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  });
  metrics.gauge({
    name: 'process_start_time_seconds',
    help: 'Start time of the process since the Unix epoch.',
    collect: () => startSeconds,
  });
  metrics.gauge({
    name: 'nodejs_heap_used_bytes',
    help: 'JavaScript heap in use.',
    collect: () => process.memoryUsage().heapUsed,
  });
  metrics.gauge({
    name: 'nodejs_eventloop_delay_seconds',
    help: 'How late the event loop ran timers since the page was last read.',
    labels: ['quantile'],
    collect: () => {
      const quantiles = [50, 99, 100].map((percent) => ({
        labels: { quantile: String(percent / 100) },
        value: delay.count === 0 ? 0 : Math.max(0, delay.percentile(percent) / 1e9 - RESOLUTION_MS / 1000),
      }));
      delay.reset();
      return quantiles;
    },
  });

  return { close: () => void delay.disable() };
}
