import type { TopicPolicy } from '@sluice/gate';
import { splitList } from '../configs/check-value.ts';
import type { Configs } from '../configs/config-entry.ts';
import { TOPIC_CONFIGS } from '../configs/topic-config-table.ts';
import type { LogConfig } from '../log/partition-log.ts';

/** What the broker reads of a topic's configs, parsed once. */
export interface TopicSettings {
  readonly log: LogConfig;
  readonly maxMessageBytes: number;
  /** `retention.ms` and `retention.bytes`, -1 for no bound. */
  readonly retention: { readonly retentionMs: number; readonly retentionBytes: number };
  readonly usesLogAppendTime: boolean;
  /** How far timestamps of producers may be from the broker's time. */
  readonly timestamps: { readonly beforeMs: number; readonly afterMs: number };
  /** Whether records may go before others of their key have come: DeleteRecords, and retention by time and bytes. */
  readonly deletesRecords: boolean;
  /** Undefined when records are not looked at. */
  readonly policy: TopicPolicy | undefined;
}

/** The value of a config, under its own name or an alias, as DescribeConfigs shows it. `defaults` are the broker's. */
export function configValue(name: string, configs: Configs, defaults: Configs): string {
  const entry = TOPIC_CONFIGS[name];
  if (entry === undefined) return '';
  const canonical = entry.aliasOf ?? name;
  const value = configs.get(canonical) ?? defaults.get(canonical) ?? TOPIC_CONFIGS[canonical]?.default ?? entry.default;
  if (entry.aliasOf === undefined) return value;
  if (entry.type === 'boolean') return String(value !== 'none');
  return value;
}

export function readSettings(configs: Configs, defaults: Configs): TopicSettings {
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
    timestamps: {
      beforeMs: Number(get('message.timestamp.before.max.ms')),
      afterMs: Number(get('message.timestamp.after.max.ms')),
    },
    deletesRecords: splitList(get('cleanup.policy')).includes('delete'),
    retention: { retentionMs: Number(get('retention.ms')), retentionBytes: Number(get('retention.bytes')) },
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
