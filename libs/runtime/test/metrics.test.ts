import { describe, expect, it } from 'vitest';
import { createMetrics, createProcessMetrics } from '../src/index.ts';

describe('metrics', () => {
  it('render as Prometheus text', () => {
    const metrics = createMetrics();
    const requests = metrics.counter({ name: 'requests_total', help: 'Requests.\nAll.', labels: ['api'] });
    requests.inc({ api: 'Produce' });
    requests.inc({ api: 'Produce' }, 2);
    requests.inc({ api: 'a"b\\c\nd' });
    const open = metrics.gauge({ name: 'open', help: 'Open.' });
    open.inc();
    open.inc(undefined, 4);
    open.dec();
    metrics.gauge({
      name: 'lag',
      help: 'Lag.',
      labels: ['group'],
      collect: () => [{ labels: { group: 'g' }, value: 7 }],
    });
    const seconds = metrics.histogram({ name: 'took_seconds', help: 'Took.', buckets: [0.1, 1] });
    for (const value of [0.05, 0.1, 0.5, 9]) seconds.observe(value);
    expect(metrics.render()).toBe(
      [
        '# HELP requests_total Requests.\\nAll.',
        '# TYPE requests_total counter',
        'requests_total{api="Produce"} 3',
        'requests_total{api="a\\"b\\\\c\\nd"} 1',
        '# HELP open Open.',
        '# TYPE open gauge',
        'open 4',
        '# HELP lag Lag.',
        '# TYPE lag gauge',
        'lag{group="g"} 7',
        '# HELP took_seconds Took.',
        '# TYPE took_seconds histogram',
        'took_seconds_bucket{le="0.1"} 2',
        'took_seconds_bucket{le="1"} 3',
        'took_seconds_bucket{le="+Inf"} 4',
        'took_seconds_sum 9.65',
        'took_seconds_count 4',
        '',
      ].join('\n'),
    );
  });

  it('keep a bounded number of label sets and lose no count', () => {
    const metrics = createMetrics();
    const topics = metrics.counter({ name: 'topics_total', help: 'Topics.', labels: ['topic'], maxSeries: 10 });
    for (let index = 0; index < 1000; index += 1) topics.inc({ topic: `t${index}` });
    const lines = metrics
      .render()
      .split('\n')
      .filter((line) => line.startsWith('topics_total{'));
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('topics_total{topic="_overflow"} 990');
  });

  it('refuse a name declared twice or malformed', () => {
    const metrics = createMetrics();
    metrics.counter({ name: 'a_total', help: '' });
    expect(() => metrics.gauge({ name: 'a_total', help: '' })).toThrow('declared twice');
    expect(() => metrics.gauge({ name: 'a-b', help: '' })).toThrow('bad metric name');
  });

  it('of the process say memory, CPU and the delay of the event loop', () => {
    const metrics = createMetrics();
    const sampling = createProcessMetrics(metrics);
    const text = metrics.render();
    sampling.close();
    expect(Number(/process_resident_memory_bytes (\d+)/.exec(text)?.[1])).toBeGreaterThan(1e6);
    expect(text).toMatch(/process_cpu_seconds_total \d/);
    expect(text).toContain('nodejs_eventloop_delay_seconds{quantile="0.99"}');
  });
});
