import type { TopicPolicy } from '@sluice/gate';
import type { LogConfig } from '../log/partition-log.ts';
import { TOPIC_CONFIGS } from './config-table.ts';
import type { ConfigEntry } from './config-table.ts';

/** A topic's own configs by their canonical names; what is not there has the cluster's default. */
export type TopicConfigs = ReadonlyMap<string, string>;

/** What the broker reads of a topic's configs, parsed once. */
export interface TopicSettings {
  readonly log: LogConfig;
  readonly maxMessageBytes: number;
  readonly usesLogAppendTime: boolean;
  /** Whether records may go before others of their key have come: DeleteRecords, and retention by time and bytes. */
  readonly deletesRecords: boolean;
  /** Undefined when records are not looked at. */
  readonly policy: TopicPolicy | undefined;
}

export type ConfigChange =
  | { readonly kind: 'set' | 'append' | 'subtract'; readonly name: string; readonly value: string }
  | { readonly kind: 'delete'; readonly name: string };

/** The configs after the changes, or a sentence saying which change is wrong and why. */
export function changeConfigs(configs: TopicConfigs, changes: readonly ConfigChange[]): TopicConfigs | string {
  const result = new Map(configs);
  for (const change of changes) {
    const entry = TOPIC_CONFIGS[change.name];
    if (entry === undefined) return `Unknown topic config name: ${change.name}`;
    const name = entry.aliasOf ?? change.name;
    if (change.kind === 'delete') {
      result.delete(name);
      continue;
    }
    if (change.kind !== 'set' && entry.type !== 'list') {
      return `Config value ${change.kind} is not allowed for config key ${change.name}: it is no list`;
    }
    const value = change.kind === 'set' ? change.value : changeList(result.get(name) ?? entry.default, change);
    const finding = checkValue(change.name, entry, value);
    if (finding !== undefined) return finding;
    result.set(name, entry.aliasValues?.[value] ?? value);
  }
  return result;
}

/** The value of a config, under its own name or an alias, as DescribeConfigs shows it. */
export function configValue(name: string, configs: TopicConfigs, defaults: TopicConfigs): string {
  const entry = TOPIC_CONFIGS[name];
  if (entry === undefined) return '';
  const canonical = entry.aliasOf ?? name;
  const value = configs.get(canonical) ?? defaults.get(canonical) ?? TOPIC_CONFIGS[canonical]?.default ?? entry.default;
  if (entry.aliasOf === undefined) return value;
  if (entry.type === 'boolean') return String(value !== 'none');
  return value;
}

export function readSettings(configs: TopicConfigs, defaults: TopicConfigs): TopicSettings {
  const get = (name: string): string => configValue(name, configs, defaults);
  const policy: TopicPolicy = {
    key: {
      validation: pick(get('sluice.key.schema.validation'), VALIDATIONS),
      strategy: pick(get('sluice.key.subject.name.strategy'), STRATEGIES),
    },
    value: {
      validation: pick(get('sluice.value.schema.validation'), VALIDATIONS),
      strategy: pick(get('sluice.value.subject.name.strategy'), STRATEGIES),
    },
    acceptDeleted: get('sluice.accept.deleted') === 'true',
  };
  const isValidated = policy.key.validation !== 'none' || policy.value.validation !== 'none';
  return {
    log: {
      segmentBytes: Number(get('segment.bytes')),
      segmentMs: Number(get('segment.ms')),
      segmentIndexBytes: Number(get('segment.index.bytes')),
      indexIntervalBytes: Number(get('index.interval.bytes')),
    },
    maxMessageBytes: Number(get('max.message.bytes')),
    deletesRecords: splitList(get('cleanup.policy')).includes('delete'),
    usesLogAppendTime: get('message.timestamp.type') === 'LogAppendTime',
    policy: isValidated ? policy : undefined,
  };
}

const VALIDATIONS = ['none', 'id', 'payload'] as const;
const STRATEGIES = ['TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy'] as const;

/** Values were checked when they were set. */
function pick<Value extends string>(value: string, values: readonly [Value, ...Value[]]): Value {
  return values.find((candidate) => candidate === value) ?? values[0];
}

function changeList(current: string, change: { kind: 'append' | 'subtract' | 'set'; value: string }): string {
  const items = splitList(current);
  const changed = splitList(change.value);
  if (change.kind === 'subtract') return items.filter((item) => !changed.includes(item)).join(',');
  return [...items, ...changed.filter((item) => !items.includes(item))].join(',');
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function checkValue(name: string, entry: ConfigEntry, value: string): string | undefined {
  const invalid = (why: string): string => `Invalid value ${value} for configuration ${name}: ${why}`;
  if (entry.aliasValues !== undefined && !Object.hasOwn(entry.aliasValues, value)) {
    return invalid(`must be one of ${Object.keys(entry.aliasValues).join(', ')}`);
  }
  if (entry.type === 'boolean')
    return value === 'true' || value === 'false' ? undefined : invalid('must be true or false');
  if (entry.type === 'list') {
    const strange = splitList(value).find((item) => entry.values !== undefined && !entry.values.includes(item));
    return strange === undefined ? undefined : invalid(`${strange} is none of ${entry.values?.join(', ')}`);
  }
  if (entry.values !== undefined) {
    return entry.values.includes(value) ? undefined : invalid(`must be one of ${entry.values.join(', ')}`);
  }
  if (entry.type === 'int' || entry.type === 'short' || entry.type === 'long') {
    if (!/^-?\d{1,19}$/.test(value)) return invalid(`not a number of type ${entry.type.toUpperCase()}`);
  }
  if (entry.type === 'double' && !Number.isFinite(Number(value))) return invalid('not a number of type DOUBLE');
  if (entry.min !== undefined && Number(value) < entry.min) return invalid(`must be at least ${entry.min}`);
  if (entry.max !== undefined && Number(value) > entry.max) return invalid(`must be no more than ${entry.max}`);
  return undefined;
}
