export { createLogger, LOG_LEVELS } from './logger.ts';
export type { Logger, LoggerOptions, LogLevel } from './logger.ts';
export { createMetrics, METRICS_CONTENT_TYPE } from './metrics.ts';
export type { Collect, Counter, Gauge, Histogram, Labels, MetricOptions, Metrics } from './metrics.ts';
export { createProcessMetrics } from './process-metrics.ts';
export { endWithLauncher } from './end-with-launcher.ts';
export { createLifecycle } from './lifecycle.ts';
export type { Lifecycle, LifecycleOptions } from './lifecycle.ts';
export { formatHostPort, isLoopback, parseHostPort } from './host-port.ts';
export type { HostPort } from './host-port.ts';
export { defineOptions, flagName } from './options/declaration.ts';
export type { OptionDeclaration, OptionDeclarations, OptionValues } from './options/declaration.ts';
export { parseOptions } from './options/parse-options.ts';
export type {
  OptionFinding,
  OptionOrigin,
  OptionOrigins,
  OptionSources,
  ParsedOptions,
} from './options/parse-options.ts';
export { renderHelp, renderOptionsTable } from './options/render-help.ts';
export type { HelpText } from './options/render-help.ts';
export { suggest } from './suggest.ts';
export { RuntimeError } from './runtime-error.ts';
