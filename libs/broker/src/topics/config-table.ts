/** Config types as DescribeConfigs numbers them. */
export const CONFIG_TYPES = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
} as const;

export type ConfigType = keyof typeof CONFIG_TYPES;

export interface ConfigEntry {
  readonly type: ConfigType;
  readonly default: string;
  /** Whether the broker acts on it, or takes it so that clients and tools go on. */
  readonly effect: 'enforced' | 'accepted';
  /** Inclusive bounds of numbers. */
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** Another name of `aliasOf`: setting it sets that, in the words of `aliasValues` (its value → the other's). */
  readonly aliasOf?: string;
  readonly aliasValues?: Readonly<Record<string, string>>;
  readonly documentation: string;
}

const STRATEGIES = ['TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy'] as const;
const STRATEGY_CLASSES = Object.fromEntries(
  STRATEGIES.map((name) => [`io.confluent.kafka.serializers.subject.${name}`, name]),
);
const STRATEGY_NAMES = { ...STRATEGY_CLASSES, ...Object.fromEntries(STRATEGIES.map((name) => [name, name])) };
const SWITCH = { true: 'id', false: 'none' } as const;

function validation(field: 'key' | 'value'): Record<string, ConfigEntry> {
  const validationKey = `sluice.${field}.schema.validation`;
  const strategyKey = `sluice.${field}.subject.name.strategy`;
  const strategyAlias = { type: 'string', default: 'TopicNameStrategy', effect: 'enforced' } as const;
  return {
    [validationKey]: {
      type: 'string',
      default: 'none',
      effect: 'enforced',
      values: ['none', 'id', 'payload'],
      documentation:
        `What a record's ${field} must be: anything (none), framed with the id of a schema of its subject (id), ` +
        `or that with every byte decoding under the schema (payload).`,
    },
    [`confluent.${field}.schema.validation`]: {
      type: 'boolean',
      default: 'false',
      effect: 'enforced',
      aliasOf: validationKey,
      aliasValues: SWITCH,
      documentation: `true sets ${validationKey} to id.`,
    },
    [`redpanda.${field}.schema.id.validation`]: {
      type: 'boolean',
      default: 'false',
      effect: 'enforced',
      aliasOf: validationKey,
      aliasValues: SWITCH,
      documentation: `true sets ${validationKey} to id.`,
    },
    [strategyKey]: {
      ...strategyAlias,
      values: STRATEGIES,
      documentation: `How the subject of a record's ${field} is named.`,
    },
    ...Object.fromEntries(
      ['confluent', 'redpanda'].map((vendor) => [
        `${vendor}.${field}.subject.name.strategy`,
        {
          ...strategyAlias,
          aliasOf: strategyKey,
          aliasValues: STRATEGY_NAMES,
          documentation: `Sets ${strategyKey}; takes the name or Confluent's class name.`,
        },
      ]),
    ),
  };
}

const MAX_INT = 0x7fff_ffff;
const FOREVER = '9223372036854775807';

/** Every config that a topic can have: those of Apache Kafka 4.3 and our own. */
export const TOPIC_CONFIGS: Readonly<Record<string, ConfigEntry>> = {
  ...validation('value'),
  ...validation('key'),
  'sluice.accept.deleted': {
    type: 'boolean',
    default: 'false',
    effect: 'enforced',
    documentation: 'Whether ids of soft-deleted versions of the subject pass validation.',
  },
  'sluice.on.invalid': {
    type: 'string',
    default: 'reject',
    effect: 'enforced',
    values: ['reject'],
    documentation: 'What becomes of a batch with an invalid record: reject refuses it to its producer.',
  },
  'cleanup.policy': {
    type: 'list',
    default: 'delete',
    effect: 'accepted',
    values: ['delete', 'compact'],
    documentation: 'Whether old records are deleted, compacted by key, or both.',
  },
  'compression.type': {
    type: 'string',
    default: 'producer',
    effect: 'accepted',
    values: ['producer', 'uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'],
    documentation: 'The compression records are stored with. Batches are stored as producers compressed them.',
  },
  'compression.gzip.level': number('int', -1, 'accepted', -1, 9, 'Level of gzip.'),
  'compression.lz4.level': number('int', 9, 'accepted', 1, 17, 'Level of lz4.'),
  'compression.zstd.level': number('int', 3, 'accepted', -131072, 22, 'Level of zstd.'),
  'delete.retention.ms': number('long', 86_400_000, 'accepted', 0, undefined, 'How long tombstones are kept, in ms.'),
  'errors.deadletterqueue.group.enable': flag('false', 'Whether share groups use a dead-letter topic.'),
  'file.delete.delay.ms': number(
    'long',
    60_000,
    'accepted',
    0,
    undefined,
    'How long files of deleted logs stay, in ms.',
  ),
  'flush.messages': { ...number('long', 0, 'accepted', 1, undefined, 'Records between syncs.'), default: FOREVER },
  'flush.ms': { ...number('long', 0, 'accepted', 0, undefined, 'Time between syncs, in ms.'), default: FOREVER },
  'follower.replication.throttled.replicas': list('', 'Replicas whose replication is throttled.'),
  'index.interval.bytes': number('int', 4096, 'enforced', 0, MAX_INT, 'Log bytes between index entries.'),
  'leader.replication.throttled.replicas': list('', 'Replicas whose replication is throttled.'),
  'local.retention.bytes': number('long', -2, 'accepted', -2, undefined, 'Bytes kept locally with tiered storage.'),
  'local.retention.ms': number('long', -2, 'accepted', -2, undefined, 'Time kept locally with tiered storage, in ms.'),
  'max.compaction.lag.ms': {
    ...number('long', 0, 'accepted', 1, undefined, 'Longest time a record stays uncompacted, in ms.'),
    default: FOREVER,
  },
  'max.message.bytes': number('int', 1_048_588, 'enforced', 0, MAX_INT, 'The largest record batch taken, in bytes.'),
  'message.timestamp.after.max.ms': number(
    'long',
    3_600_000,
    'accepted',
    0,
    undefined,
    'How far ahead of the broker a timestamp may be, in ms.',
  ),
  'message.timestamp.before.max.ms': {
    ...number('long', 0, 'accepted', 0, undefined, 'How far behind the broker a timestamp may be, in ms.'),
    default: FOREVER,
  },
  'message.timestamp.type': {
    type: 'string',
    default: 'CreateTime',
    effect: 'enforced',
    values: ['CreateTime', 'LogAppendTime'],
    documentation: "Whether records keep their producer's time or get the broker's.",
  },
  'min.cleanable.dirty.ratio': {
    type: 'double',
    default: '0.5',
    effect: 'accepted',
    min: 0,
    max: 1,
    documentation: 'Share of a log that must be superseded before it is compacted.',
  },
  'min.compaction.lag.ms': number(
    'long',
    0,
    'accepted',
    0,
    undefined,
    'Shortest time a record stays uncompacted, in ms.',
  ),
  'min.insync.replicas': number(
    'int',
    1,
    'accepted',
    1,
    MAX_INT,
    'Replicas that must have a batch with acks=all; there is one.',
  ),
  preallocate: flag('false', 'Whether segment files are made at full size.'),
  'remote.log.copy.disable': flag('false', 'Tiered storage.'),
  'remote.log.delete.on.disable': flag('false', 'Tiered storage.'),
  'remote.storage.enable': flag('false', 'Tiered storage.'),
  'retention.bytes': number('long', -1, 'accepted', -1, undefined, 'Bytes kept of a partition; -1 for all.'),
  'retention.ms': number(
    'long',
    604_800_000,
    'accepted',
    -1,
    undefined,
    'How long records are kept, in ms; -1 for ever.',
  ),
  'segment.bytes': number('int', 1_073_741_824, 'enforced', 14, MAX_INT, 'Size at which a log file is finished.'),
  'segment.index.bytes': number('int', 10_485_760, 'enforced', 4, MAX_INT, 'Largest size of an index file.'),
  'segment.jitter.ms': number('long', 0, 'accepted', 0, undefined, 'Random time taken off segment.ms.'),
  'segment.ms': number('long', 604_800_000, 'enforced', 1, undefined, 'Age at which a log file is finished, in ms.'),
  'unclean.leader.election.enable': flag('false', 'Whether a replica that lags may lead; there is one replica.'),
};

function number(
  type: 'int' | 'long',
  value: number,
  effect: ConfigEntry['effect'],
  min: number,
  max: number | undefined,
  documentation: string,
): ConfigEntry {
  return { type, default: String(value), effect, min, ...(max === undefined ? {} : { max }), documentation };
}

function flag(value: 'true' | 'false', documentation: string): ConfigEntry {
  return { type: 'boolean', default: value, effect: 'accepted', documentation };
}

function list(value: string, documentation: string): ConfigEntry {
  return { type: 'list', default: value, effect: 'accepted', documentation };
}
