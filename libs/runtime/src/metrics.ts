import { RuntimeError } from './runtime-error.ts';

export type Labels = Readonly<Record<string, string>>;

export interface MetricOptions {
  /** `[a-zA-Z_:][a-zA-Z0-9_:]*`; units in the name (`_seconds`, `_bytes`), counters end in `_total`. */
  readonly name: string;
  readonly help: string;
  /** Label names. Every call gives each of them. */
  readonly labels?: readonly string[];
  /** Distinct label sets kept; further ones are counted together under the label value `_overflow`. */
  readonly maxSeries?: number;
}

/** A value read when the page is rendered: one number, or one a label set. */
export type Collect = () => number | Iterable<{ readonly labels: Labels; readonly value: number }>;

export interface Counter {
  inc(labels?: Labels, by?: number): void;
}

export interface Gauge {
  set(value: number, labels?: Labels): void;
  inc(labels?: Labels, by?: number): void;
  dec(labels?: Labels, by?: number): void;
}

export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** The numbers of one process, rendered as Prometheus text exposition format 0.0.4. A name is declared once. */
export interface Metrics {
  counter(options: MetricOptions & { readonly collect?: Collect }): Counter;
  gauge(options: MetricOptions & { readonly collect?: Collect }): Gauge;
  /** `buckets` are ascending upper bounds without +Inf. */
  histogram(options: MetricOptions & { readonly buckets: readonly number[] }): Histogram;
  render(): string;
}

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const DEFAULT_MAX_SERIES = 1000;
const OVERFLOW = '_overflow';

interface Family {
  readonly render: () => string;
}

export function createMetrics(): Metrics {
  const families = new Map<string, Family>();

  function add(options: MetricOptions, type: string, renderSeries: () => readonly string[]): void {
    if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(options.name)) throw new RuntimeError(`bad metric name: ${options.name}`);
    for (const label of options.labels ?? []) {
      if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) throw new RuntimeError(`bad label name: ${label}`);
    }
    if (families.has(options.name)) throw new RuntimeError(`metric ${options.name} is declared twice`);
    const help = options.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
    const head = `# HELP ${options.name} ${help}\n# TYPE ${options.name} ${type}\n`;
    families.set(options.name, { render: () => head + renderSeries().join('') });
  }

  function addNumbers(options: MetricOptions & { readonly collect?: Collect }, type: string) {
    const series = createSeries(options, () => ({ value: 0 }));
    const { name, collect, labels: names = [] } = options;
    if (names.length === 0 && collect === undefined) series.at(undefined);
    add(options, type, () => {
      if (collect === undefined) return series.list().map(({ text, data }) => line(name, text, data.value));
      const collected = collect();
      if (typeof collected === 'number') return [line(name, '', collected)];
      return Array.from(collected, ({ labels, value }) => line(name, formatLabels(names, labels), value));
    });
    return series;
  }

  return {
    counter(options) {
      const series = addNumbers(options, 'counter');
      return {
        inc(labels, by = 1) {
          if (by > 0) series.at(labels).value += by;
        },
      };
    },
    gauge(options) {
      const series = addNumbers(options, 'gauge');
      return {
        set(value, labels) {
          series.at(labels).value = value;
        },
        inc(labels, by = 1) {
          series.at(labels).value += by;
        },
        dec(labels, by = 1) {
          series.at(labels).value -= by;
        },
      };
    },
    histogram(options) {
      const { name, buckets } = options;
      const series = createSeries(options, () => ({ counts: new Float64Array(buckets.length + 1), sum: 0 }));
      if ((options.labels ?? []).length === 0) series.at(undefined);
      add(options, 'histogram', () =>
        series.list().map(({ text, data }) => renderHistogram(name, buckets, text, data)),
      );
      return {
        observe(value, labels) {
          const data = series.at(labels);
          const index = bucketOf(buckets, value);
          data.counts[index] = (data.counts[index] ?? 0) + 1;
          data.sum += value;
        },
      };
    },
    render: () => Array.from(families.values(), (family) => family.render()).join(''),
  };
}

/** The label sets of one metric, each with its data; a peer that invents labels fills at most `maxSeries` of them. */
function createSeries<Data>(options: MetricOptions, create: () => Data) {
  const names = options.labels ?? [];
  const maxSeries = options.maxSeries ?? DEFAULT_MAX_SERIES;
  const byText = new Map<string, Data>();
  const overflow = Object.fromEntries(names.map((name) => [name, OVERFLOW]));

  function at(labels: Labels | undefined): Data {
    const text = names.length === 0 ? '' : formatLabels(names, labels ?? {});
    const existing = byText.get(text);
    if (existing !== undefined) return existing;
    const key = byText.size < maxSeries ? text : formatLabels(names, overflow);
    const data = byText.get(key) ?? create();
    byText.set(key, data);
    return data;
  }

  return { at, list: () => Array.from(byText, ([text, data]) => ({ text, data })) };
}

function formatLabels(names: readonly string[], labels: Labels): string {
  return names.map((name) => `${name}="${escapeLabel(labels[name] ?? '')}"`).join(',');
}

function escapeLabel(value: string): string {
  return /[\\"\n]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : value;
}

function line(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${formatNumber(value)}\n` : `${name}{${labels}} ${formatNumber(value)}\n`;
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

function bucketOf(buckets: readonly number[], value: number): number {
  let index = 0;
  while (index < buckets.length && value > (buckets[index] ?? 0)) index += 1;
  return index;
}

function renderHistogram(
  name: string,
  buckets: readonly number[],
  labels: string,
  data: { readonly counts: Float64Array; readonly sum: number },
): string {
  const prefix = labels === '' ? '' : `${labels},`;
  let total = 0;
  let text = '';
  for (let index = 0; index <= buckets.length; index += 1) {
    total += data.counts[index] ?? 0;
    const bound = index < buckets.length ? formatNumber(buckets[index] ?? 0) : '+Inf';
    text += line(`${name}_bucket`, `${prefix}le="${bound}"`, total);
  }
  return text + line(`${name}_sum`, labels, data.sum) + line(`${name}_count`, labels, total);
}
