import { GROUP_CONFIGS } from '../groups/group-configs.ts';
import type { BrokerConfigEntry, ConfigEntry, ConfigType } from './config-entry.ts';
import { TOPIC_CONFIGS } from './topic-config-table.ts';

/** Every config of the broker: those of Apache Kafka 4.3 but for its internal ones, and our own. */
export const BROKER_CONFIGS: Readonly<Record<string, BrokerConfigEntry>> = {
  ...topicDefaults(),
  // Units that topics do not have.
  ...section('enforced', undefined, {
    'log.retention.hours': int('168', 'How long records are kept, in hours, where neither minutes nor ms say so.'),
    'log.retention.minutes': int(null, 'How long records are kept, in minutes, where ms do not say so.'),
    'log.roll.hours': int('168', 'Age at which a log file is finished, in hours, where ms do not say so.', { min: 1 }),
  }),
  ...section('accepted', 'What it stands in for is without effect.', {
    'log.flush.scheduler.interval.ms': long(
      '9223372036854775807',
      'How often it is looked for logs to sync, in ms; stands in for log.flush.interval.ms.',
    ),
    'log.roll.jitter.hours': int('0', 'Random time taken off log.roll.hours.', { min: 0 }),
  }),
  ...section('enforced', undefined, {
    'advertised.listeners': list(
      null,
      'What clients are told to connect to; by default the address that each did connect to.',
    ),
    'auto.create.topics.enable': boolean('true', 'Whether naming an unknown topic in a Metadata request makes it.'),
    'broker.id': int(null, "This broker's id, under its older name."),
    'connections.max.idle.ms': long('600000', 'How long a connection may say nothing, in ms.', { min: 1 }),
    'default.replication.factor': int(
      '1',
      'Replicas of a topic that is made without saying how many: one, on this broker.',
      { min: 1, max: 1 },
    ),
    listeners: list(null, 'Where the broker listens.'),
    'log.dir': list(null, 'Where partitions are kept, under its older name.'),
    'log.dirs': list(null, 'Where partitions are kept; one directory.'),
    'log.retention.check.interval.ms': long(
      '300000',
      'How often it is looked for segments that retention no longer asks to keep, in ms.',
      { min: 1 },
    ),
    'max.connections': int('5000', 'Connections at a time; a further one is closed at once.', { min: 0 }),
    'node.id': int(null, "This broker's id.", { min: 0 }),
    'num.partitions': int('1', 'Partitions of a topic that is made without saying how many.', { min: 1 }),
    'process.roles': list(null, 'What this process is: the broker, and the keeper of its own metadata.', {
      values: ['broker', 'controller'],
    }),
    'socket.request.max.bytes': int('104857600', 'The largest request taken, in bytes.', { min: 1 }),
    'sluice.durability': string(
      'page-cache',
      'When a record counts as stored: in the page cache, or on the disk (fsync).',
      { values: ['page-cache', 'fsync'] },
    ),
    'sluice.lenient.replication.factor': boolean('false', 'Whether a replication factor above 1 is taken for 1.'),
    'sluice.max.partitions': int('20000', 'Partitions of all topics together.', { min: 1 }),
  }),
  ...section('accepted', 'Sluice has a fixed answer to this.', {
    'max.incremental.fetch.session.cache.slots': int('1000', 'Incremental fetch sessions kept: 1000.', { min: 0 }),
    'max.request.partition.size.limit': int(
      '2000',
      'Partitions in an answer to DescribeTopicPartitions: 2000 at most.',
      { min: 1 },
    ),
    'fetch.max.bytes': int(
      '16777216',
      'Largest answer to a fetch; here 16 MiB, but a first batch is given whatever its size.',
      { min: 1024 },
    ),
    'delete.topic.enable': boolean('true', 'Whether topics can be deleted; they can.'),
    'producer.id.expiration.ms': int(
      '86400000',
      'How long the sequence numbers of a producer that writes no more are remembered, in ms.',
      { update: 'cluster-wide', min: 1 },
    ),
    'max.connections.per.ip': int('2147483647', 'Connections at a time from one address.', {
      update: 'cluster-wide',
      min: 0,
    }),
    'max.connections.per.ip.overrides': string('', 'The same for single addresses.', { update: 'cluster-wide' }),
    'max.connection.creation.rate': int('2147483647', 'Connections accepted in a second.', {
      update: 'cluster-wide',
      min: 0,
    }),
    'queued.max.request.bytes': long('-1', 'Bytes of requests that wait; Sluice bounds the bytes in flight by itself.'),
    'queued.max.requests': int('500', 'Requests that wait; Sluice bounds those in flight of each connection.', {
      min: 1,
    }),
    'request.timeout.ms': int('30000', 'How long requests to other brokers and the controller may take, in ms.'),
    'broker.rack': string(null, 'The rack this broker stands in.'),
    'log.dir.failure.timeout.ms': long(
      '30000',
      'How long the broker may be unable to report a failed directory, in ms.',
      { min: 1 },
    ),
    'cordoned.log.dirs': list('', 'Directories that get no new partitions.', { update: 'per-broker' }),
    'log.flush.offset.checkpoint.interval.ms': int(
      '60000',
      'How often recovery points are written, in ms; Sluice writes them within a second of a change.',
      { min: 0 },
    ),
    'log.flush.start.offset.checkpoint.interval.ms': int(
      '60000',
      'How often start offsets are written, in ms; Sluice writes them before records go.',
      { min: 0 },
    ),
  }),
  ...section('accepted', 'Sluice runs on one event loop and leaves sockets to the system.', {
    'background.threads': int('10', 'Threads for background work.', { update: 'cluster-wide', min: 1 }),
    'num.io.threads': int('8', 'Threads that handle requests.', { update: 'cluster-wide', min: 1 }),
    'num.network.threads': int('3', 'Threads that read and write sockets.', { update: 'cluster-wide', min: 1 }),
    'num.recovery.threads.per.data.dir': int('2', 'Threads that recover logs at the start.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'num.replica.alter.log.dirs.threads': int(null, 'Threads that move replicas between directories.'),
    'socket.connection.setup.timeout.max.ms': long('30000', 'Longest wait for a connection to another node, in ms.'),
    'socket.connection.setup.timeout.ms': long('10000', 'First wait for a connection to another node, in ms.'),
    'socket.listen.backlog.size': int('511', 'Connections that wait to be accepted.', { min: 1 }),
    'socket.receive.buffer.bytes': int('102400', 'Receive buffer of a socket, in bytes.'),
    'socket.send.buffer.bytes': int('102400', 'Send buffer of a socket, in bytes.'),
    'connection.failed.authentication.delay.ms': int(
      '100',
      'Wait before a connection is closed whose authentication failed, in ms.',
      { min: 0 },
    ),
    'delete.records.purgatory.purge.interval.requests': int('1', 'Requests between purges of waiting DeleteRecords.'),
    'fetch.purgatory.purge.interval.requests': int('1000', 'Requests between purges of waiting fetches.'),
    'producer.purgatory.purge.interval.requests': int('1000', 'Requests between purges of waiting produces.'),
    'share.fetch.purgatory.purge.interval.requests': int('1000', 'Requests between purges of waiting share fetches.'),
  }),
  ...section('accepted', 'Compaction is not there yet.', {
    'log.cleaner.backoff.ms': long('15000', 'Wait when there is nothing to compact, in ms.', {
      update: 'cluster-wide',
      min: 0,
    }),
    'log.cleaner.dedupe.buffer.size': long('134217728', 'Memory for finding superseded records, in bytes.', {
      update: 'cluster-wide',
    }),
    'log.cleaner.enable': boolean('true', 'Whether compaction runs.'),
    'log.cleaner.io.buffer.load.factor': double('0.9', 'How full that memory may get.', { update: 'cluster-wide' }),
    'log.cleaner.io.buffer.size': int('524288', 'Memory for reading and writing while compacting, in bytes.', {
      update: 'cluster-wide',
      min: 0,
    }),
    'log.cleaner.io.max.bytes.per.second': double(
      '1.7976931348623157E308',
      'Bytes that compaction may read and write in a second.',
      { update: 'cluster-wide' },
    ),
    'log.cleaner.threads': int('1', 'Threads that compact.', { update: 'cluster-wide', min: 0 }),
  }),
  ...section('accepted', "Metrics are served at /metrics in Prometheus' format.", {
    'kafka.metrics.polling.interval.secs': int('10', "How often Kafka's own reporters poll, in seconds.", { min: 1 }),
    'kafka.metrics.reporters': list('', "Kafka's own metrics reporters."),
    'metric.reporters': list('org.apache.kafka.common.metrics.JmxReporter', 'Classes that report metrics.', {
      update: 'cluster-wide',
    }),
    'metrics.num.samples': int('2', 'Samples that a metric is computed from.', { min: 1 }),
    'metrics.recording.level': string('INFO', 'How detailed metrics are.'),
    'metrics.sample.window.ms': long('30000', 'Time that a sample spans, in ms.', { min: 1 }),
    'telemetry.max.bytes': int('1048576', 'Largest metrics push of a client, in bytes.', { min: 1 }),
  }),
  ...section('accepted', 'Quotas are not there yet.', {
    'alter.log.dirs.replication.quota.window.num': int('11', 'Samples kept for the quota on moving replicas.', {
      min: 1,
    }),
    'alter.log.dirs.replication.quota.window.size.seconds': int('1', 'Time that such a sample spans, in seconds.', {
      min: 1,
    }),
    'controller.quota.window.num': int('11', 'Samples kept for the quota on changes of topics.', { min: 1 }),
    'controller.quota.window.size.seconds': int('1', 'Time that such a sample spans, in seconds.', { min: 1 }),
    'quota.window.num': int('11', "Samples kept for clients' quotas.", { min: 1 }),
    'quota.window.size.seconds': int('1', 'Time that such a sample spans, in seconds.', { min: 1 }),
    'replication.quota.window.num': int('11', 'Samples kept for the quota on replication.', { min: 1 }),
    'replication.quota.window.size.seconds': int('1', 'Time that such a sample spans, in seconds.', { min: 1 }),
    'follower.replication.throttled.rate': long(
      '9223372036854775807',
      'Bytes a second that throttled replicas may fetch.',
      { update: 'cluster-wide', min: 0 },
    ),
    'leader.replication.throttled.rate': long(
      '9223372036854775807',
      'Bytes a second that throttled replicas may be sent.',
      { update: 'cluster-wide', min: 0 },
    ),
    'replica.alter.log.dirs.io.max.bytes.per.second': long(
      '9223372036854775807',
      'Bytes a second for moving replicas between directories.',
      { update: 'cluster-wide', min: 0 },
    ),
  }),
  ...section('accepted', 'There is one node, and no replication between nodes.', {
    'auto.leader.rebalance.enable': boolean('true', 'Whether leadership goes back to preferred replicas.'),
    'broker.heartbeat.interval.ms': int('2000', "Time between a broker's heartbeats to the controller, in ms."),
    'broker.session.timeout.ms': int('9000', 'How long a broker without heartbeats counts as alive, in ms.'),
    'controlled.shutdown.enable': boolean('true', 'Whether leadership is handed over before stopping.'),
    'controller.listener.names': list(null, 'Listeners of the controller.'),
    'controller.quorum.append.linger.ms': int('25', 'How long the controller gathers writes, in ms.', { min: 0 }),
    'controller.quorum.auto.join.enable': boolean('false', 'Whether a controller joins the quorum by itself.'),
    'controller.quorum.bootstrap.servers': list('', 'Where the quorum is found.'),
    'controller.quorum.election.backoff.max.ms': int('1000', 'Longest wait between elections, in ms.', { min: 0 }),
    'controller.quorum.election.timeout.ms': int('1000', 'How long a candidate waits for votes, in ms.', { min: 0 }),
    'controller.quorum.fetch.max.bytes': int('1048576', 'Largest fetch between controllers, in bytes.', { min: 1 }),
    'controller.quorum.fetch.snapshot.max.bytes': int(
      '1048576',
      'Largest snapshot fetch between controllers, in bytes.',
      { min: 1 },
    ),
    'controller.quorum.fetch.timeout.ms': int(
      '2000',
      'How long the quorum goes without a leader before an election, in ms.',
      { min: 0 },
    ),
    'controller.quorum.request.timeout.ms': int('2000', 'How long requests within the quorum may take, in ms.', {
      min: 0,
    }),
    'controller.quorum.retry.backoff.ms': int('20', 'Wait before such a request is repeated, in ms.', { min: 0 }),
    'controller.quorum.voters': list('', 'The members of the quorum.'),
    'controller.socket.timeout.ms': int('30000', 'How long requests to the controller may take, in ms.'),
    'early.start.listeners': list(null, 'Listeners opened before authorization is ready.'),
    'initial.broker.registration.timeout.ms': int('60000', 'How long a broker tries to register, in ms.'),
    'inter.broker.listener.name': string(null, 'The listener that brokers use among themselves.'),
    'leader.imbalance.check.interval.seconds': long('300', 'How often leadership is rebalanced, in seconds.', {
      min: 1,
    }),
    'metadata.log.dir': string(null, 'Where cluster metadata is kept.'),
    'metadata.log.max.record.bytes.between.snapshots': long('20971520', 'Bytes of metadata between snapshots.', {
      min: 1,
    }),
    'metadata.log.max.snapshot.interval.ms': long('3600000', 'Time between snapshots of metadata, in ms.', { min: 0 }),
    'metadata.log.segment.bytes': int('1073741824', 'Size of a metadata log file.', { min: 8_388_608 }),
    'metadata.log.segment.ms': long('604800000', 'Age at which a metadata log file is finished, in ms.'),
    'metadata.max.idle.interval.ms': int('500', 'Time between no-op records of an idle controller, in ms.', { min: 0 }),
    'metadata.max.retention.bytes': long('104857600', 'Bytes of metadata kept.'),
    'metadata.max.retention.ms': long('604800000', 'How long metadata is kept, in ms.'),
    'num.replica.fetchers': int('1', 'Threads that copy from another broker.', { update: 'cluster-wide', min: 1 }),
    'replica.fetch.backoff.ms': int('1000', 'Wait after a failed copy, in ms.', { min: 0 }),
    'replica.fetch.max.bytes': int('1048576', 'Bytes copied of a partition at a time.', { min: 0 }),
    'replica.fetch.min.bytes': int('1', 'Bytes that a copy waits for.'),
    'replica.fetch.response.max.bytes': int('10485760', 'Bytes copied at a time.', { min: 0 }),
    'replica.fetch.wait.max.ms': int('500', 'How long a copy waits for them, in ms.'),
    'replica.high.watermark.checkpoint.interval.ms': long('5000', 'How often high watermarks are written, in ms.'),
    'replica.lag.time.max.ms': long('30000', 'How far a replica may lag and stay in sync, in ms.'),
    'replica.selector.class': string(null, 'Class that picks the replica a consumer reads from.'),
    'replica.socket.receive.buffer.bytes': int('65536', 'Receive buffer for copies, in bytes.'),
    'replica.socket.timeout.ms': int('30000', 'How long a copy may take, in ms.'),
  }),
  ...group(),
  ...section('accepted', 'Sluice keeps offsets in one partition.', {
    'offsets.commit.timeout.ms': int('5000', 'How long a commit may take, in ms.', { min: 1 }),
    'offsets.load.buffer.size': int('5242880', 'Bytes read at a time when offsets are loaded.', { min: 1 }),
    'offsets.topic.compression.codec': int('0', 'Compression of the offsets topic.'),
    'offsets.topic.num.partitions': int('1', 'Partitions of the offsets topic.', { min: 1 }),
    'offsets.topic.replication.factor': short('1', 'Replicas of the offsets topic.', { min: 1 }),
    'offsets.topic.segment.bytes': int('104857600', 'Size of a log file of the offsets topic.', { min: 1 }),
  }),
  ...section('accepted', 'Groups use the classic protocol; the newer ones are not there yet.', {
    'group.consumer.assignment.interval.ms': int('1000', 'Shortest time between assignments, in ms.', {
      update: 'cluster-wide',
      min: 0,
    }),
    'group.consumer.assignors': list('uniform,range', 'How the broker assigns partitions.'),
    'group.consumer.heartbeat.interval.ms': int('5000', 'Time between heartbeats of a member, in ms.', { min: 1 }),
    'group.consumer.max.assignment.interval.ms': int('15000', 'Longest such time a group may set, in ms.', { min: 0 }),
    'group.consumer.max.heartbeat.interval.ms': int('15000', 'Longest heartbeat interval a group may set, in ms.', {
      min: 1,
    }),
    'group.consumer.max.session.timeout.ms': int('60000', 'Longest session timeout a group may set, in ms.', {
      min: 1,
    }),
    'group.consumer.max.size': int('2147483647', 'Members of a group.', { min: 1 }),
    'group.consumer.migration.policy': string('bidirectional', 'Whether groups move between the protocols.'),
    'group.consumer.min.assignment.interval.ms': int('0', 'Shortest such time a group may set, in ms.', { min: 0 }),
    'group.consumer.min.heartbeat.interval.ms': int('5000', 'Shortest heartbeat interval a group may set, in ms.', {
      min: 1,
    }),
    'group.consumer.min.session.timeout.ms': int('45000', 'Shortest session timeout a group may set, in ms.', {
      min: 1,
    }),
    'group.consumer.session.timeout.ms': int('45000', 'How long a member without heartbeats stays, in ms.', { min: 1 }),
    'group.coordinator.append.linger.ms': int('-1', 'How long the coordinator gathers writes, in ms.', { min: -1 }),
    'group.coordinator.background.threads': int('2', "Threads for the coordinator's background work.", { min: 1 }),
    'group.coordinator.cached.buffer.max.bytes': int('1048588', 'Largest buffer the coordinator keeps, in bytes.', {
      update: 'cluster-wide',
      min: 524_288,
    }),
    'group.coordinator.rebalance.protocols': list('classic', 'Group protocols served.', {
      values: ['consumer', 'classic', 'share', 'streams'],
    }),
    'group.coordinator.threads': int('4', 'Threads of the coordinator.', { min: 1 }),
    'group.share.assignment.interval.ms': int('1000', 'Shortest time between assignments of a share group, in ms.', {
      update: 'cluster-wide',
      min: 0,
    }),
    'group.share.assignors': list('simple', 'How partitions of share groups are assigned.'),
    'group.share.delivery.count.limit': int('5', 'How often a record is delivered to a share group.', {
      min: 2,
      max: 10,
    }),
    'group.share.heartbeat.interval.ms': int('5000', "Time between heartbeats of a share group's member, in ms.", {
      min: 1,
    }),
    'group.share.max.assignment.interval.ms': int(
      '15000',
      'Longest time between assignments a share group may set, in ms.',
      { min: 0 },
    ),
    'group.share.max.delivery.count.limit': int('10', 'Greatest delivery count a share group may set.', {
      min: 5,
      max: 25,
    }),
    'group.share.max.heartbeat.interval.ms': int('15000', 'Longest heartbeat interval a share group may set, in ms.', {
      min: 1,
    }),
    'group.share.max.partition.max.record.locks': int(
      '4000',
      'Most records locked a partition that a share group may set.',
      { min: 2000, max: 10_000 },
    ),
    'group.share.max.record.lock.duration.ms': int('60000', 'Longest lock a share group may set, in ms.', {
      min: 30_000,
      max: 3_600_000,
    }),
    'group.share.max.session.timeout.ms': int('60000', 'Longest session timeout a share group may set, in ms.', {
      min: 1,
    }),
    'group.share.max.share.sessions': int('2000', 'Share sessions of a broker.', { min: 1 }),
    'group.share.max.size': int('200', 'Members of a share group.', { min: 1, max: 1000 }),
    'group.share.min.assignment.interval.ms': int(
      '0',
      'Shortest time between assignments a share group may set, in ms.',
      { min: 0 },
    ),
    'group.share.min.delivery.count.limit': int('2', 'Least delivery count a share group may set.', { min: 2, max: 5 }),
    'group.share.min.heartbeat.interval.ms': int('5000', 'Shortest heartbeat interval a share group may set, in ms.', {
      min: 1,
    }),
    'group.share.min.partition.max.record.locks': int(
      '100',
      'Fewest records locked a partition that a share group may set.',
      { min: 100, max: 2000 },
    ),
    'group.share.min.record.lock.duration.ms': int('15000', 'Shortest lock a share group may set, in ms.', {
      min: 1000,
      max: 30_000,
    }),
    'group.share.min.session.timeout.ms': int('45000', 'Shortest session timeout a share group may set, in ms.', {
      min: 1,
    }),
    'group.share.partition.max.record.locks': int('2000', 'Records locked a partition at a time.', {
      min: 100,
      max: 10_000,
    }),
    'group.share.record.lock.duration.ms': int('30000', 'How long a record stays locked, in ms.', {
      min: 1000,
      max: 3_600_000,
    }),
    'group.share.session.timeout.ms': int('45000', "How long a share group's member without heartbeats stays, in ms.", {
      min: 1,
    }),
    'group.streams.assignment.interval.ms': int(
      '1000',
      'Shortest time between assignments of a streams group, in ms.',
      { update: 'cluster-wide', min: 0 },
    ),
    'group.streams.heartbeat.interval.ms': int('5000', "Time between heartbeats of a streams group's member, in ms.", {
      min: 1,
    }),
    'group.streams.initial.rebalance.delay.ms': int(
      '3000',
      'How long the first members of a streams group wait for others, in ms.',
      { min: 0 },
    ),
    'group.streams.max.assignment.interval.ms': int(
      '15000',
      'Longest time between assignments a streams group may set, in ms.',
      { min: 0 },
    ),
    'group.streams.max.heartbeat.interval.ms': int(
      '15000',
      'Longest heartbeat interval a streams group may set, in ms.',
      { min: 1 },
    ),
    'group.streams.max.session.timeout.ms': int('60000', 'Longest session timeout a streams group may set, in ms.', {
      min: 1,
    }),
    'group.streams.max.size': int('2147483647', 'Members of a streams group.', { min: 1 }),
    'group.streams.max.standby.replicas': int('2', 'Most standby replicas a streams group may set.', { min: 0 }),
    'group.streams.min.assignment.interval.ms': int(
      '0',
      'Shortest time between assignments a streams group may set, in ms.',
      { min: 0 },
    ),
    'group.streams.min.heartbeat.interval.ms': int(
      '5000',
      'Shortest heartbeat interval a streams group may set, in ms.',
      { min: 1 },
    ),
    'group.streams.min.session.timeout.ms': int('45000', 'Shortest session timeout a streams group may set, in ms.', {
      min: 1,
    }),
    'group.streams.num.standby.replicas': int('0', "Standby replicas of a streams group's tasks.", { min: 0 }),
    'group.streams.session.timeout.ms': int(
      '45000',
      "How long a streams group's member without heartbeats stays, in ms.",
      { min: 1 },
    ),
    'share.coordinator.append.linger.ms': int('-1', 'How long the share coordinator gathers writes, in ms.', {
      min: -1,
    }),
    'share.coordinator.cached.buffer.max.bytes': int(
      '1048588',
      'Largest buffer the share coordinator keeps, in bytes.',
      { update: 'cluster-wide', min: 524_288 },
    ),
    'share.coordinator.load.buffer.size': int('5242880', 'Bytes read at a time when share state is loaded.', {
      min: 1,
    }),
    'share.coordinator.snapshot.update.records.per.snapshot': int('500', 'Updates of share state between snapshots.', {
      min: 0,
      max: 500,
    }),
    'share.coordinator.state.topic.compression.codec': int('0', 'Compression of the share state topic.'),
    'share.coordinator.state.topic.min.isr': short('2', 'Replicas of the share state topic that must be in sync.', {
      min: 1,
    }),
    'share.coordinator.state.topic.num.partitions': int('50', 'Partitions of the share state topic.', { min: 1 }),
    'share.coordinator.state.topic.replication.factor': short('3', 'Replicas of the share state topic.', { min: 1 }),
    'share.coordinator.state.topic.segment.bytes': int('104857600', 'Size of a log file of the share state topic.', {
      min: 1,
    }),
    'share.coordinator.threads': int('1', 'Threads of the share coordinator.', { min: 1 }),
    'share.coordinator.write.timeout.ms': int('5000', 'How long a write of share state may take, in ms.', { min: 1 }),
  }),
  ...section('accepted', 'Transactions are not there yet.', {
    'add.partitions.to.txn.retry.backoff.max.ms': int(
      '100',
      'Longest wait before a partition is added to a transaction again, in ms.',
      { min: 0 },
    ),
    'add.partitions.to.txn.retry.backoff.ms': int('20', 'First such wait, in ms.', { min: 1 }),
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': int(
      '10000',
      'How often it is looked for transactions to abort, in ms.',
      { min: 1 },
    ),
    'transaction.max.timeout.ms': int('900000', 'Longest transaction timeout a producer may ask for, in ms.', {
      min: 1,
    }),
    'transaction.partition.verification.enable': boolean(
      'true',
      'Whether it is checked that a partition is part of the transaction.',
      { update: 'cluster-wide' },
    ),
    'transaction.remove.expired.transaction.cleanup.interval.ms': int(
      '3600000',
      'How often it is looked for expired transactional ids, in ms.',
      { min: 1 },
    ),
    'transaction.state.log.load.buffer.size': int('5242880', 'Bytes read at a time when transactions are loaded.', {
      min: 1,
    }),
    'transaction.state.log.min.isr': int('2', 'Replicas of the transactions topic that must be in sync.', { min: 1 }),
    'transaction.state.log.num.partitions': int('50', 'Partitions of the transactions topic.', { min: 1 }),
    'transaction.state.log.replication.factor': short('3', 'Replicas of the transactions topic.', { min: 1 }),
    'transaction.state.log.segment.bytes': int('104857600', 'Size of a log file of the transactions topic.', {
      min: 1,
    }),
    'transaction.two.phase.commit.enable': boolean(
      'false',
      'Whether transactions may take part in a two-phase commit.',
    ),
    'transactional.id.expiration.ms': int('604800000', 'How long an unused transactional id is kept, in ms.', {
      min: 1,
    }),
  }),
  ...section('refused', 'Sluice has no tiered storage.', {
    'follower.fetch.last.tiered.offset.enable': boolean(
      'false',
      'Whether a new replica starts at the end of what is tiered.',
      { update: 'cluster-wide' },
    ),
    'remote.fetch.max.wait.ms': int('500', 'How long a fetch waits for remote data, in ms.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'remote.list.offsets.request.timeout.ms': long('30000', 'How long a look-up of remote offsets may take, in ms.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'remote.log.index.file.cache.total.size.bytes': long('1073741824', 'Bytes of remote indexes kept here.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'remote.log.manager.copier.thread.pool.size': int('10', 'Threads that copy to remote storage.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'remote.log.manager.copy.max.bytes.per.second': long(
      '9223372036854775807',
      'Bytes copied to remote storage in a second.',
      { update: 'cluster-wide', min: 1 },
    ),
    'remote.log.manager.copy.quota.window.num': int('11', 'Samples kept for that bound.', { min: 1 }),
    'remote.log.manager.copy.quota.window.size.seconds': int('1', 'Time that such a sample spans, in seconds.', {
      min: 1,
    }),
    'remote.log.manager.expiration.thread.pool.size': int('10', 'Threads that remove remote data.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'remote.log.manager.fetch.max.bytes.per.second': long(
      '9223372036854775807',
      'Bytes read from remote storage in a second.',
      { update: 'cluster-wide', min: 1 },
    ),
    'remote.log.manager.fetch.quota.window.num': int('11', 'Samples kept for that bound.', { min: 1 }),
    'remote.log.manager.fetch.quota.window.size.seconds': int('1', 'Time that such a sample spans, in seconds.', {
      min: 1,
    }),
    'remote.log.manager.follower.thread.pool.size': int('2', 'Threads of partitions that follow.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'remote.log.manager.task.interval.ms': long('30000', "Time between runs of remote storage's tasks, in ms.", {
      min: 1,
    }),
    'remote.log.manager.thread.pool.size': int('2', 'Threads for remote storage.', { min: 1 }),
    'remote.log.metadata.custom.metadata.max.bytes': int('128', 'Bytes that a storage plugin may note of a segment.', {
      min: 0,
    }),
    'remote.log.metadata.manager.class.name': string(
      'org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager',
      'Class that keeps metadata of remote storage.',
    ),
    'remote.log.metadata.manager.class.path': string(null, 'Where that class is found.'),
    'remote.log.metadata.manager.impl.prefix': string('rlmm.config.', 'How configs for that class begin.'),
    'remote.log.metadata.manager.listener.name': string(null, 'The listener that class connects to.'),
    'remote.log.reader.max.pending.tasks': int('100', 'Remote reads that wait.', { min: 1 }),
    'remote.log.reader.threads': int('10', 'Threads that read from remote storage.', {
      update: 'cluster-wide',
      min: 1,
    }),
    'remote.log.storage.manager.class.name': string(null, 'Class that stores remote data.'),
    'remote.log.storage.manager.class.path': string(null, 'Where that class is found.'),
    'remote.log.storage.manager.impl.prefix': string('rsm.config.', 'How configs for that class begin.'),
    'remote.log.storage.system.enable': boolean('false', 'Whether tiered storage is used.'),
  }),
  ...section('refused', 'It would seem to protect and does not: security is not there yet.', {
    'authorizer.class.name': string('', 'Class that decides who may do what.'),
    'connections.max.reauth.ms': long('0', 'Longest time until a client must authenticate again, in ms.'),
    'delegation.token.expiry.check.interval.ms': long('3600000', 'How often it is looked for expired tokens, in ms.', {
      min: 1,
    }),
    'delegation.token.expiry.time.ms': long('86400000', 'How long a token lasts unless it is renewed, in ms.', {
      min: 1,
    }),
    'delegation.token.max.lifetime.ms': long('604800000', 'How long a token can last, in ms.', { min: 1 }),
    'delegation.token.secret.key': password(null, 'Secret that tokens are signed with.'),
    'listener.security.protocol.map': string(
      'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
      'Which listener uses which security protocol.',
      { update: 'per-broker' },
    ),
    'principal.builder.class': javaClass(
      'org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder',
      'Class that names who a client is.',
      { update: 'per-broker' },
    ),
    'sasl.client.callback.handler.class': javaClass(null, "Class that answers a SASL client's questions."),
    'sasl.enabled.mechanisms': list('GSSAPI', 'SASL mechanisms offered.', { update: 'per-broker' }),
    'sasl.jaas.config': password(null, 'Login context of SASL.', { update: 'per-broker' }),
    'sasl.kerberos.kinit.cmd': string('/usr/bin/kinit', "Kerberos' kinit command.", { update: 'per-broker' }),
    'sasl.kerberos.min.time.before.relogin': long('60000', 'Shortest time between Kerberos logins, in ms.', {
      update: 'per-broker',
    }),
    'sasl.kerberos.principal.to.local.rules': list('DEFAULT', 'How Kerberos principals become user names.', {
      update: 'per-broker',
    }),
    'sasl.kerberos.service.name': string(null, "The broker's name in Kerberos.", { update: 'per-broker' }),
    'sasl.kerberos.ticket.renew.jitter': double('0.05', 'Random part of the renewal time.', { update: 'per-broker' }),
    'sasl.kerberos.ticket.renew.window.factor': double('0.8', "Share of a ticket's life after which it is renewed.", {
      update: 'per-broker',
    }),
    'sasl.login.callback.handler.class': javaClass(null, "Class that answers a login's questions."),
    'sasl.login.class': javaClass(null, 'Class that logs in.'),
    'sasl.login.connect.timeout.ms': int(null, 'How long connecting to a login service may take, in ms.'),
    'sasl.login.read.timeout.ms': int(null, 'How long its answer may take, in ms.'),
    'sasl.login.refresh.buffer.seconds': short('300', 'Time kept free before a credential expires, in seconds.', {
      update: 'per-broker',
    }),
    'sasl.login.refresh.min.period.seconds': short('60', 'Shortest time between refreshes, in seconds.', {
      update: 'per-broker',
    }),
    'sasl.login.refresh.window.factor': double('0.8', "Share of a credential's life after which it is refreshed.", {
      update: 'per-broker',
    }),
    'sasl.login.refresh.window.jitter': double('0.05', 'Random part of that time.', { update: 'per-broker' }),
    'sasl.login.retry.backoff.max.ms': long('10000', 'Longest wait between login attempts, in ms.'),
    'sasl.login.retry.backoff.ms': long('100', 'First wait between login attempts, in ms.'),
    'sasl.mechanism.controller.protocol': string('GSSAPI', 'SASL mechanism towards controllers.'),
    'sasl.mechanism.inter.broker.protocol': string('GSSAPI', 'SASL mechanism between brokers.', {
      update: 'per-broker',
    }),
    'sasl.oauthbearer.assertion.algorithm': string('RS256', 'Algorithm that an OAuth assertion is signed with.'),
    'sasl.oauthbearer.assertion.claim.aud': string(null, 'Audience of the assertion.'),
    'sasl.oauthbearer.assertion.claim.exp.seconds': int('300', 'Life of the assertion, in seconds.', {
      min: 0,
      max: 86_400,
    }),
    'sasl.oauthbearer.assertion.claim.iss': string(null, 'Issuer of the assertion.'),
    'sasl.oauthbearer.assertion.claim.jti.include': boolean('false', 'Whether the assertion has an id.'),
    'sasl.oauthbearer.assertion.claim.nbf.seconds': int('60', 'How far back the assertion is valid, in seconds.', {
      min: 0,
      max: 3600,
    }),
    'sasl.oauthbearer.assertion.claim.sub': string(null, 'Subject of the assertion.'),
    'sasl.oauthbearer.assertion.file': string(null, 'File with a ready assertion.'),
    'sasl.oauthbearer.assertion.private.key.file': string(null, 'File with the key that signs assertions.'),
    'sasl.oauthbearer.assertion.private.key.passphrase': password(null, 'Passphrase of that key.'),
    'sasl.oauthbearer.assertion.template.file': string(null, 'File with further headers and claims.'),
    'sasl.oauthbearer.client.credentials.client.id': string(null, 'OAuth client id.'),
    'sasl.oauthbearer.client.credentials.client.secret': password(null, 'OAuth client secret.'),
    'sasl.oauthbearer.clock.skew.seconds': int('30', 'How far clocks may differ, in seconds.'),
    'sasl.oauthbearer.expected.audience': list('', 'Audiences that tokens must name.'),
    'sasl.oauthbearer.expected.issuer': string(null, 'Issuer that tokens must name.'),
    'sasl.oauthbearer.jwks.endpoint.refresh.ms': long('3600000', 'How often keys are read again, in ms.'),
    'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': long(
      '10000',
      'Longest wait before keys are asked for again, in ms.',
    ),
    'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': long('100', 'First such wait, in ms.'),
    'sasl.oauthbearer.jwks.endpoint.url': string(null, "Where the provider's keys are."),
    'sasl.oauthbearer.jwt.retriever.class': javaClass(
      'org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever',
      'Class that gets tokens.',
    ),
    'sasl.oauthbearer.jwt.validator.class': javaClass(
      'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator',
      'Class that checks tokens.',
    ),
    'sasl.oauthbearer.scope': string(null, 'Scope asked for.'),
    'sasl.oauthbearer.scope.claim.name': string('scope', 'Claim that holds the scope.'),
    'sasl.oauthbearer.sub.claim.name': string('sub', 'Claim that holds the subject.'),
    'sasl.oauthbearer.token.endpoint.url': string(null, 'Where tokens are got.'),
    'sasl.server.callback.handler.class': javaClass(null, "Class that answers a SASL server's questions."),
    'sasl.server.max.receive.size': int('524288', 'Largest SASL message taken, in bytes.'),
    'security.inter.broker.protocol': string('PLAINTEXT', 'Security protocol between brokers.', {
      values: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
    }),
    'security.providers': string(null, 'Classes that bring security algorithms.'),
    'ssl.allow.dn.changes': boolean('false', 'Whether a new certificate may have another name.'),
    'ssl.allow.san.changes': boolean('false', 'Whether a new certificate may have other alternative names.'),
    'ssl.cipher.suites': list('', 'Cipher suites allowed.', { update: 'per-broker' }),
    'ssl.client.auth': string('none', 'Whether clients must show a certificate.', {
      update: 'per-broker',
      values: ['required', 'requested', 'none'],
    }),
    'ssl.enabled.protocols': list('TLSv1.2,TLSv1.3', 'TLS versions allowed.', { update: 'per-broker' }),
    'ssl.endpoint.identification.algorithm': string('https', "How a server's name is checked.", {
      update: 'per-broker',
    }),
    'ssl.engine.factory.class': javaClass(null, 'Class that makes TLS engines.', { update: 'per-broker' }),
    'ssl.key.password': password(null, 'Password of the private key.', { update: 'per-broker' }),
    'ssl.keymanager.algorithm': string('SunX509', 'Algorithm of the key manager.', { update: 'per-broker' }),
    'ssl.keystore.certificate.chain': password(null, 'Certificates, as PEM.', { update: 'per-broker' }),
    'ssl.keystore.key': password(null, 'Private key, as PEM.', { update: 'per-broker' }),
    'ssl.keystore.location': string(null, 'File of the key store.', { update: 'per-broker' }),
    'ssl.keystore.password': password(null, 'Password of the key store.', { update: 'per-broker' }),
    'ssl.keystore.type': string('JKS', 'Format of the key store.', { update: 'per-broker' }),
    'ssl.principal.mapping.rules': string('DEFAULT', 'How certificate names become user names.'),
    'ssl.protocol': string('TLSv1.3', 'TLS version preferred.', { update: 'per-broker' }),
    'ssl.provider': string(null, 'Provider of TLS.', { update: 'per-broker' }),
    'ssl.secure.random.implementation': string(null, 'Source of random numbers.', { update: 'per-broker' }),
    'ssl.trustmanager.algorithm': string('PKIX', 'Algorithm of the trust manager.', { update: 'per-broker' }),
    'ssl.truststore.certificates': password(null, 'Trusted certificates, as PEM.', { update: 'per-broker' }),
    'ssl.truststore.location': string(null, 'File of the trust store.', { update: 'per-broker' }),
    'ssl.truststore.password': password(null, 'Password of the trust store.', { update: 'per-broker' }),
    'ssl.truststore.type': string('JKS', 'Format of the trust store.', { update: 'per-broker' }),
  }),
  ...section('refused', 'Sluice runs no Java classes.', {
    'alter.config.policy.class.name': javaClass(null, 'Class that may refuse changes of configs.'),
    'client.quota.callback.class': javaClass(null, 'Class that computes quotas.'),
    'config.providers': list('', 'Providers that values of configs are read from.', { update: 'cluster-wide' }),
    'create.topic.policy.class.name': javaClass(null, 'Class that may refuse new topics.'),
  }),
};

interface Details {
  readonly update?: BrokerConfigEntry['update'];
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}

type Row = Omit<BrokerConfigEntry, 'effect' | 'reason'>;

function section(
  effect: ConfigEntry['effect'],
  reason: string | undefined,
  rows: Readonly<Record<string, Row>>,
): Record<string, BrokerConfigEntry> {
  const why = reason === undefined ? { effect } : { effect, reason };
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, ...why }]));
}

function row(type: ConfigType, value: string | null, documentation: string, details: Details): Row {
  return { type, default: value, documentation, update: 'read-only', ...details };
}

function boolean(value: string | null, documentation: string, details: Details = {}): Row {
  return row('boolean', value, documentation, details);
}

function string(value: string | null, documentation: string, details: Details = {}): Row {
  return row('string', value, documentation, details);
}

function int(value: string | null, documentation: string, details: Details = {}): Row {
  return row('int', value, documentation, details);
}

function short(value: string | null, documentation: string, details: Details = {}): Row {
  return row('short', value, documentation, details);
}

function long(value: string | null, documentation: string, details: Details = {}): Row {
  return row('long', value, documentation, details);
}

function double(value: string | null, documentation: string, details: Details = {}): Row {
  return row('double', value, documentation, details);
}

function list(value: string | null, documentation: string, details: Details = {}): Row {
  return row('list', value, documentation, details);
}

function javaClass(value: string | null, documentation: string, details: Details = {}): Row {
  return row('class', value, documentation, details);
}

function password(value: string | null, documentation: string, details: Details = {}): Row {
  return row('password', value, documentation, details);
}

/** What topics have that do not say otherwise; can be changed at run time, for all topics at once. */
function topicDefaults(): Record<string, BrokerConfigEntry> {
  const entries: Record<string, BrokerConfigEntry> = {};
  for (const { synonyms, aliasOf: _, ...entry } of Object.values(TOPIC_CONFIGS)) {
    const [name, ...others] = synonyms;
    if (name === undefined) continue;
    // With several the default is that of the last.
    entries[name] = { ...entry, default: others.length === 0 ? entry.default : null, update: 'cluster-wide' };
  }
  return entries;
}

function group(): Record<string, BrokerConfigEntry> {
  const entries = Object.entries(GROUP_CONFIGS).map(([name, config]) => {
    const { type, help } = config;
    const min = 'min' in config ? { min: config.min } : {};
    return [
      name,
      { type, default: String(config.default), effect: 'enforced', update: 'read-only', documentation: help, ...min },
    ];
  });
  return Object.fromEntries(entries) as Record<string, BrokerConfigEntry>;
}
