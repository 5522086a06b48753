import type { ConfigEntry, ConfigType, TopicConfigEntry } from './config-entry.ts';

const FOREVER = '9223372036854775807';
const ONE_REPLICA = 'There is one replica.';
const NO_TIERS = 'Sluice has no tiered storage.';
const NO_COMPACTION = 'Compaction is not there yet.';
const AS_PRODUCED = 'Batches are stored as their producers compressed them.';

const STRATEGIES = ['TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy'] as const;
const STRATEGY_CLASSES = Object.fromEntries(
  STRATEGIES.map((name) => [`io.confluent.kafka.serializers.subject.${name}`, name]),
);
const STRATEGY_NAMES = { ...STRATEGY_CLASSES, ...Object.fromEntries(STRATEGIES.map((name) => [name, name])) };
const SWITCH = { true: 'id', false: 'none' } as const;

/** Every config that a topic can have: those of Apache Kafka 4.3 and our own. */
export const TOPIC_CONFIGS: Readonly<Record<string, TopicConfigEntry>> = {
  ...validation('value'),
  ...validation('key'),
  'sluice.accept.deleted': enforced('boolean', 'false', {
    synonyms: ['sluice.accept.deleted'],
    documentation: 'Whether ids of soft-deleted versions of the subject pass validation.',
  }),
  'sluice.on.invalid': enforced('string', 'reject', {
    synonyms: ['sluice.on.invalid'],
    values: ['reject'],
    documentation: 'What becomes of a batch with an invalid record: reject refuses it to its producer.',
  }),
  'cleanup.policy': enforced('list', 'delete', {
    synonyms: ['log.cleanup.policy'],
    values: ['delete', 'compact'],
    documentation:
      'Whether old records are deleted by retention and DeleteRecords (delete), kept until others of their key replace ' +
      'them (compact), or both. Replaced records are not removed yet.',
  }),
  'compression.type': accepted('string', 'producer', AS_PRODUCED, {
    synonyms: ['compression.type'],
    values: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    documentation: 'The compression that batches are stored with.',
  }),
  'compression.gzip.level': accepted('int', '-1', AS_PRODUCED, {
    synonyms: ['compression.gzip.level'],
    min: -1,
    max: 9,
    documentation: 'Level of gzip.',
  }),
  'compression.lz4.level': accepted('int', '9', AS_PRODUCED, {
    synonyms: ['compression.lz4.level'],
    min: 1,
    max: 17,
    documentation: 'Level of lz4.',
  }),
  'compression.zstd.level': accepted('int', '3', AS_PRODUCED, {
    synonyms: ['compression.zstd.level'],
    min: -131_072,
    max: 22,
    documentation: 'Level of zstd.',
  }),
  'delete.retention.ms': accepted('long', '86400000', NO_COMPACTION, {
    synonyms: ['log.cleaner.delete.retention.ms'],
    min: 0,
    documentation: 'How long tombstones are kept, in ms.',
  }),
  'file.delete.delay.ms': accepted('long', '60000', 'Files of deleted segments go at once.', {
    synonyms: ['log.segment.delete.delay.ms'],
    min: 0,
    documentation: 'How long files of deleted segments stay, in ms.',
  }),
  'flush.messages': accepted('long', FOREVER, 'The option --durability says when records are synced.', {
    synonyms: ['log.flush.interval.messages'],
    min: 1,
    documentation: 'Records between syncs.',
  }),
  'flush.ms': accepted('long', FOREVER, 'The option --durability says when records are synced.', {
    synonyms: ['log.flush.interval.ms', 'log.flush.scheduler.interval.ms'],
    min: 0,
    documentation: 'Time between syncs, in ms.',
  }),
  'follower.replication.throttled.replicas': accepted('list', '', ONE_REPLICA, {
    documentation: 'Replicas whose copying is throttled where they follow.',
  }),
  'index.interval.bytes': enforced('int', '4096', {
    synonyms: ['log.index.interval.bytes'],
    min: 0,
    documentation: 'Log bytes between index entries.',
  }),
  'leader.replication.throttled.replicas': accepted('list', '', ONE_REPLICA, {
    documentation: 'Replicas whose copying is throttled where they are led.',
  }),
  'local.retention.bytes': accepted('long', '-2', NO_TIERS, {
    synonyms: ['log.local.retention.bytes'],
    min: -2,
    documentation: 'Bytes kept locally with tiered storage; -2 for those of retention.bytes.',
  }),
  'local.retention.ms': accepted('long', '-2', NO_TIERS, {
    synonyms: ['log.local.retention.ms'],
    min: -2,
    documentation: 'Time kept locally with tiered storage, in ms; -2 for that of retention.ms.',
  }),
  'max.compaction.lag.ms': accepted('long', FOREVER, NO_COMPACTION, {
    synonyms: ['log.cleaner.max.compaction.lag.ms'],
    min: 1,
    documentation: 'Longest time a record stays uncompacted, in ms.',
  }),
  'max.message.bytes': enforced('int', '1048588', {
    synonyms: ['message.max.bytes'],
    min: 0,
    documentation: 'The largest record batch taken, in bytes.',
  }),
  'message.timestamp.after.max.ms': enforced('long', '3600000', {
    synonyms: ['log.message.timestamp.after.max.ms'],
    min: 0,
    documentation: 'How far ahead of the broker the greatest timestamp of a batch may be, in ms.',
  }),
  'message.timestamp.before.max.ms': enforced('long', FOREVER, {
    synonyms: ['log.message.timestamp.before.max.ms'],
    min: 0,
    documentation: 'How far behind the broker the first timestamp of a batch may be, in ms.',
  }),
  'message.timestamp.type': enforced('string', 'CreateTime', {
    synonyms: ['log.message.timestamp.type'],
    values: ['CreateTime', 'LogAppendTime'],
    documentation: "Whether records keep their producer's time or get the broker's.",
  }),
  'min.cleanable.dirty.ratio': accepted('double', '0.5', NO_COMPACTION, {
    synonyms: ['log.cleaner.min.cleanable.ratio'],
    min: 0,
    max: 1,
    documentation: 'Share of a log that must be superseded before it is compacted.',
  }),
  'min.compaction.lag.ms': accepted('long', '0', NO_COMPACTION, {
    synonyms: ['log.cleaner.min.compaction.lag.ms'],
    min: 0,
    documentation: 'Shortest time a record stays uncompacted, in ms.',
  }),
  'min.insync.replicas': accepted('int', '1', ONE_REPLICA, {
    synonyms: ['min.insync.replicas'],
    min: 1,
    documentation: 'Replicas that must have a batch with acks=all.',
  }),
  preallocate: accepted('boolean', 'false', 'Segment files grow as they are written.', {
    synonyms: ['log.preallocate'],
    documentation: 'Whether segment files are made at full size.',
  }),
  'remote.log.copy.disable': refused('boolean', 'false', NO_TIERS, {
    documentation: 'Whether a tiered topic is no longer copied to remote storage.',
  }),
  'remote.log.delete.on.disable': refused('boolean', 'false', NO_TIERS, {
    documentation: 'Whether remote data goes when tiered storage is switched off.',
  }),
  'remote.storage.enable': refused('boolean', 'false', NO_TIERS, {
    documentation: 'Whether the topic uses tiered storage.',
  }),
  'retention.bytes': enforced('long', '-1', {
    synonyms: ['log.retention.bytes'],
    documentation: 'Bytes kept of a partition; -1 for all. The oldest segments go when the others have as many.',
  }),
  'retention.ms': enforced('long', '604800000', {
    synonyms: ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
    min: -1,
    documentation:
      'How long records are kept, in ms; -1 for ever. A segment goes when its youngest record is older. Looked after ' +
      'every log.retention.check.interval.ms.',
  }),
  // Apache Kafka takes 1 MiB or more; smaller ones do no harm here and are good for tests.
  'segment.bytes': enforced('int', '1073741824', {
    synonyms: ['log.segment.bytes'],
    min: 14,
    documentation: 'Size at which a log file is finished.',
  }),
  'segment.index.bytes': enforced('int', '10485760', {
    synonyms: ['log.index.size.max.bytes'],
    min: 4,
    documentation: 'Largest size of an index file.',
  }),
  'segment.jitter.ms': accepted('long', '0', 'Segments are finished at segment.ms exactly.', {
    synonyms: ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
    min: 0,
    documentation: 'Random time taken off segment.ms.',
  }),
  'segment.ms': enforced('long', '604800000', {
    synonyms: ['log.roll.ms', 'log.roll.hours'],
    min: 1,
    documentation: 'Age at which a log file is finished, in ms.',
  }),
  'unclean.leader.election.enable': accepted('boolean', 'false', ONE_REPLICA, {
    synonyms: ['unclean.leader.election.enable'],
    documentation: 'Whether a replica that lags may lead.',
  }),
};

type Details = Partial<Omit<TopicConfigEntry, 'type' | 'default' | 'effect' | 'reason'>> &
  Pick<ConfigEntry, 'documentation'>;

function enforced(type: ConfigType, value: string, details: Details): TopicConfigEntry {
  return { type, default: value, effect: 'enforced', synonyms: [], ...details };
}

function accepted(type: ConfigType, value: string, reason: string, details: Details): TopicConfigEntry {
  return { type, default: value, effect: 'accepted', reason, synonyms: [], ...details };
}

function refused(type: ConfigType, value: string, reason: string, details: Details): TopicConfigEntry {
  return { type, default: value, effect: 'refused', reason, synonyms: [], ...details };
}

function validation(field: 'key' | 'value'): Record<string, TopicConfigEntry> {
  const validationKey = `sluice.${field}.schema.validation`;
  const strategyKey = `sluice.${field}.subject.name.strategy`;
  const asSwitch = enforced('boolean', 'false', {
    aliasOf: validationKey,
    aliasValues: SWITCH,
    documentation: `true sets ${validationKey} to id.`,
  });
  const asStrategy = enforced('string', 'TopicNameStrategy', {
    aliasOf: strategyKey,
    aliasValues: STRATEGY_NAMES,
    documentation: `Sets ${strategyKey}; takes the name or Confluent's class name.`,
  });
  return {
    [validationKey]: enforced('string', 'none', {
      synonyms: [validationKey],
      values: ['none', 'id', 'payload'],
      documentation:
        `What a record's ${field} must be: anything (none), framed with the id of a schema of its subject (id), ` +
        `or that with every byte decoding under the schema (payload).`,
    }),
    [`confluent.${field}.schema.validation`]: asSwitch,
    [`redpanda.${field}.schema.id.validation`]: asSwitch,
    [strategyKey]: enforced('string', 'TopicNameStrategy', {
      synonyms: [strategyKey],
      aliasValues: STRATEGY_NAMES,
      values: STRATEGIES,
      documentation: `How the subject of a record's ${field} is named; takes Confluent's class name too.`,
    }),
    [`confluent.${field}.subject.name.strategy`]: asStrategy,
    [`redpanda.${field}.subject.name.strategy`]: asStrategy,
  };
}
