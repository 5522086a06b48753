import type { Logger, Metrics } from '@sluice/runtime';
import type { StateLog } from '../log/state-log.ts';
import { ClassicGroup, type ClassicGroupOptions } from './classic-group.ts';
import { type Clock, systemClock, type Timer } from './clock.ts';
import { completeGroupSettings, type GroupSettings } from './group-configs.ts';
import type { GroupMetadata } from './group-metadata.ts';
import type {
  CommitAnswer,
  CommitRequest,
  DeleteOffsetsAnswer,
  DescribedGroup,
  FetchOffsetsAnswer,
  FetchOffsetsRequest,
  GroupClient,
  GroupError,
  Groups,
  JoinAnswer,
  JoinRequest,
  LeaveAnswer,
  LeavingMember,
  ListedGroup,
  MemberIdentity,
  SyncAnswer,
  SyncRequest,
} from './groups.ts';
import { refuseJoin, refuseSync } from './member.ts';
import { commitOffsets, fetchOffsets, type OffsetStorage, type TopicLookup } from './offset-commits.ts';
import { decodeGroupRecord, encodeGroupRecord, encodeOffsetRecord } from './offset-records.ts';
import { expiryOf } from './offset-retention.ts';
import { OffsetTable } from './offset-table.ts';
import { RecordQueue } from './record-queue.ts';
import { readSubscribedTopics, usesConsumerProtocol } from './subscription.ts';

export interface GroupCoordinatorOptions {
  /** `__consumer_offsets`: read here once; written in Kafka's own record formats. */
  readonly log: StateLog;
  readonly topics: TopicLookup;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly settings?: Partial<GroupSettings>;
  readonly clock?: Clock;
  /** A unique member id that begins with `prefix`; tests give readable ones. */
  readonly newMemberId?: (prefix: string) => string;
}

/** Reads all groups and offsets from the log and serves them. Throws KafkaError when the log is malformed. */
export function createGroupCoordinator(options: GroupCoordinatorOptions): Groups {
  return new GroupCoordinator(options);
}

class GroupCoordinator implements Groups {
  readonly #logger: Logger;
  readonly #settings: GroupSettings;
  readonly #storage: OffsetStorage;
  readonly #groups = new Map<string, ClassicGroup>();
  readonly #groupOptions: Omit<ClassicGroupOptions, 'store' | 'onRebalance'>;
  readonly #countRebalance: () => void;
  readonly #countCommits: (count: number) => void;
  #sweepTimer: Timer | undefined;
  #isClosed = false;

  constructor(options: GroupCoordinatorOptions) {
    const { log, topics, metrics, logger, clock = systemClock, newMemberId = generateMemberId } = options;
    const settings = completeGroupSettings(options.settings);
    this.#logger = logger;
    this.#settings = settings;
    this.#storage = {
      table: new OffsetTable(),
      queue: new RecordQueue(log, logger),
      topics,
      clock,
      maxMetadataLength: settings['offset.metadata.max.bytes'],
    };
    this.#groupOptions = {
      clock,
      initialRebalanceDelayMs: settings['group.initial.rebalance.delay.ms'],
      limits: {
        maxSize: settings['group.max.size'],
        maxMemberBytes: settings['sluice.group.max.member.bytes'],
        maxGroupBytes: settings['sluice.group.max.bytes'],
      },
      newMemberId,
    };
    const rebalances = metrics.counter({ name: 'sluice_group_rebalances_total', help: 'Rebalances begun.' });
    const commits = metrics.counter({ name: 'sluice_group_offset_commits_total', help: 'Offsets committed.' });
    metrics.gauge({
      name: 'sluice_groups',
      help: 'Consumer groups by state.',
      labels: ['state'],
      collect: () => this.#countStates(),
    });
    this.#countRebalance = () => rebalances.inc();
    this.#countCommits = (count) => commits.inc({}, count);
    this.#load(log);
    topics.onDelete(({ name }) => void this.forgetTopic(name));
    this.#scheduleSweep();
  }

  async join(request: JoinRequest, client: GroupClient): Promise<JoinAnswer> {
    const { groupId, memberId, sessionTimeoutMs } = request;
    if (groupId === '') return refuseJoin(memberId, 'INVALID_GROUP_ID');
    const { 'group.min.session.timeout.ms': min, 'group.max.session.timeout.ms': max } = this.#settings;
    if (sessionTimeoutMs < min || sessionTimeoutMs > max) return refuseJoin(memberId, 'INVALID_SESSION_TIMEOUT');
    if (this.#isClosed) return refuseJoin(memberId, 'NOT_COORDINATOR');
    let group = this.#groups.get(groupId);
    if (group === undefined) {
      if (memberId !== '') return refuseJoin(memberId, 'UNKNOWN_MEMBER_ID');
      if (!this.#hasRoom()) return refuseJoin(memberId, 'POLICY_VIOLATION');
      group = this.#create(groupId);
    }
    const joined = group;
    return park(client, joined, refuseJoin(memberId, 'NOT_COORDINATOR'), (answer) =>
      joined.join(request, client, answer),
    );
  }

  async sync(request: SyncRequest, client: GroupClient): Promise<SyncAnswer> {
    if (request.groupId === '') return refuseSync('INVALID_GROUP_ID');
    const group = this.#groups.get(request.groupId);
    if (group === undefined) return refuseSync('UNKNOWN_MEMBER_ID');
    return park(client, group, refuseSync('NOT_COORDINATOR'), (answer) => group.sync(request, answer));
  }

  heartbeat(member: MemberIdentity): GroupError {
    if (member.groupId === '') return 'INVALID_GROUP_ID';
    return this.#groups.get(member.groupId)?.heartbeat(member) ?? 'UNKNOWN_MEMBER_ID';
  }

  leave(groupId: string, members: readonly LeavingMember[]): LeaveAnswer {
    if (groupId === '') return { error: 'INVALID_GROUP_ID', members: [] };
    const group = this.#groups.get(groupId);
    if (group?.state === 'Dead') return { error: 'COORDINATOR_NOT_AVAILABLE', members: [] };
    const errors = group?.leave(members);
    return {
      error: 'NONE',
      members: members.map(({ memberId, groupInstanceId }, index) => ({
        memberId,
        groupInstanceId,
        error: errors?.[index] ?? 'UNKNOWN_MEMBER_ID',
      })),
    };
  }

  async commitOffsets(request: CommitRequest): Promise<CommitAnswer> {
    const error = this.#checkCommit(request);
    if (error !== 'NONE') return request.topics.map(({ partitions }) => partitions.map(() => error));
    return commitOffsets(request, this.#storage, (count) => {
      // A group that only stores offsets comes to be with its first.
      if (!this.#groups.has(request.groupId)) this.#create(request.groupId);
      this.#countCommits(count);
    });
  }

  fetchOffsets(request: FetchOffsetsRequest): FetchOffsetsAnswer {
    return fetchOffsets(request, this.#storage);
  }

  describe(groupId: string): DescribedGroup | undefined {
    return this.#groups.get(groupId)?.describe();
  }

  list(): readonly ListedGroup[] {
    return Array.from(this.#groups.values(), ({ id, protocolType, state }) => ({
      groupId: id,
      protocolType: protocolType ?? '',
      state,
    }));
  }

  async delete(groupId: string): Promise<GroupError> {
    const missing = this.#checkEmpty(groupId);
    if (missing !== 'NONE') return missing;
    // Commits under way belong to what is deleted.
    await this.#storage.queue.flush();
    const group = this.#groups.get(groupId);
    const error = this.#checkEmpty(groupId);
    return group === undefined || error !== 'NONE' ? error : this.#remove(group);
  }

  async deleteOffsets(
    groupId: string,
    topics: readonly { readonly name: string; readonly partitions: readonly number[] }[],
  ): Promise<DeleteOffsetsAnswer> {
    if (groupId === '') return { error: 'INVALID_GROUP_ID', partitions: [] };
    const group = this.#groups.get(groupId);
    if (group === undefined || group.state === 'Dead') return { error: 'GROUP_ID_NOT_FOUND', partitions: [] };
    if (group.state !== 'Empty' && !usesConsumerProtocol(group)) return { error: 'NON_EMPTY_GROUP', partitions: [] };
    const subscribed = readSubscribedTopics(group);
    const chosen: { topic: string; partition: number }[] = [];
    const errors = topics.map(({ name, partitions }) =>
      partitions.map((partition): GroupError => {
        const known = this.#storage.topics.get(name);
        if (known === undefined || partition < 0 || partition >= known.partitions) {
          return 'UNKNOWN_TOPIC_OR_PARTITION';
        }
        if (subscribed?.has(name) ?? true) return 'GROUP_SUBSCRIBED_TO_TOPIC';
        chosen.push({ topic: name, partition });
        return 'NONE';
      }),
    );
    const records = chosen.map(({ topic, partition }) => encodeOffsetRecord(groupId, topic, partition, null));
    const error = await this.#storage.queue.write(records, () => {
      for (const { topic, partition } of chosen) this.#storage.table.delete(groupId, topic, partition);
    });
    return { error, partitions: error === 'NONE' ? errors : [] };
  }

  async forgetTopic(name: string): Promise<void> {
    const { queue, table } = this.#storage;
    // Commits of the time when it existed.
    await queue.flush();
    const removals = table.groupIds().map((groupId) => table.select(groupId, (topic) => topic === name));
    await Promise.all(removals.map(({ records, apply }) => queue.write(records, apply)));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#sweepTimer?.cancel();
    for (const group of this.#groups.values()) group.kill('NOT_COORDINATOR');
    await this.#storage.queue.flush();
  }

  #load(log: StateLog): void {
    const stored = new Map<string, GroupMetadata>();
    const simple = new Set<string>();
    const named = new Set<string>();
    log.replay((key, value) => {
      const record = decodeGroupRecord(key, value);
      if (record?.kind === 'group') stored.set(record.groupId, record.metadata);
      if (record?.kind !== 'offset') return;
      simple.add(record.groupId);
      named.add(record.topic);
      this.#storage.table.set(record.groupId, record.topic, record.partition, record.committed);
    });
    for (const [groupId, metadata] of stored) this.#create(groupId, metadata);
    for (const groupId of simple) if (!this.#groups.has(groupId)) this.#create(groupId);
    // The broker may have ended between the end of a topic and that of its offsets.
    for (const name of named) if (this.#storage.topics.get(name) === undefined) void this.forgetTopic(name);
  }

  #create(groupId: string, from?: GroupMetadata): ClassicGroup {
    const group = new ClassicGroup(
      groupId,
      {
        ...this.#groupOptions,
        store: (metadata, done) => {
          const record = encodeGroupRecord(groupId, metadata);
          void this.#storage.queue.write([record], () => {}).then(done);
        },
        onRebalance: (reason) => {
          this.#countRebalance();
          this.#logger.info({ group: groupId, generation: group.generationId, reason }, 'group rebalances');
        },
      },
      from,
    );
    this.#groups.set(groupId, group);
    return group;
  }

  #checkCommit(request: CommitRequest): GroupError {
    if (this.#isClosed) return 'NOT_COORDINATOR';
    const group = this.#groups.get(request.groupId);
    if (group !== undefined) return group.checkCommit(request);
    if (request.generationId >= 0) return request.reportsMissingGroup ? 'GROUP_ID_NOT_FOUND' : 'ILLEGAL_GENERATION';
    return this.#hasRoom() ? 'NONE' : 'POLICY_VIOLATION';
  }

  #checkEmpty(groupId: string): GroupError {
    const state = this.#groups.get(groupId)?.state ?? 'Dead';
    if (state === 'Dead') return 'GROUP_ID_NOT_FOUND';
    return state === 'Empty' ? 'NONE' : 'NON_EMPTY_GROUP';
  }

  /** Ends an empty group and takes it out of the log. Nothing of it may be waiting to be written. */
  async #remove(group: ClassicGroup): Promise<GroupError> {
    const { queue, table } = this.#storage;
    group.kill('COORDINATOR_NOT_AVAILABLE');
    const { records, apply } = table.select(group.id, () => true);
    const error = await queue.write([...records, encodeGroupRecord(group.id, null)], () => {
      apply();
      this.#groups.delete(group.id);
    });
    if (error !== 'NONE') this.#create(group.id);
    return error;
  }

  #hasRoom(): boolean {
    const max = this.#settings['sluice.groups.max'];
    if (this.#groups.size < max) return true;
    for (const group of this.#groups.values()) {
      // One that never got beyond its name is not in the log.
      if (group.isVacant && group.generationId === 0 && !this.#storage.table.hasGroup(group.id)) {
        group.kill('COORDINATOR_NOT_AVAILABLE');
        this.#groups.delete(group.id);
      }
    }
    return this.#groups.size < max;
  }

  #scheduleSweep(): void {
    const delayMs = this.#settings['offsets.retention.check.interval.ms'];
    this.#sweepTimer = this.#storage.clock.schedule(delayMs, () => {
      void this.#sweep().finally(() => {
        if (!this.#isClosed) this.#scheduleSweep();
      });
    });
  }

  /** Removes expired offsets, and the groups that have nothing left. */
  async #sweep(): Promise<void> {
    const { queue, table, clock } = this.#storage;
    const retentionMs = this.#settings['offsets.retention.minutes'] * 60_000;
    const findExpired = (group: ClassicGroup) =>
      table.select(group.id, expiryOf(group, { now: clock.now(), retentionMs }));
    const isForgotten = (group: ClassicGroup) => group.isVacant && !table.hasGroup(group.id);
    for (const group of [...this.#groups.values()]) {
      if (findExpired(group).records.length === 0 && !isForgotten(group)) continue;
      // What is being committed right now is newer than what was found: look again after it.
      await queue.flush();
      const { records, apply } = findExpired(group);
      if (records.length > 0) await queue.write(records, apply);
      if (this.#isClosed) return;
      if (isForgotten(group) && this.#groups.get(group.id) === group) await this.#remove(group);
    }
  }

  #countStates() {
    const states = { Empty: 0, PreparingRebalance: 0, CompletingRebalance: 0, Stable: 0, Dead: 0 };
    for (const { state } of this.#groups.values()) states[state]++;
    return Object.entries(states).map(([state, value]) => ({ labels: { state }, value }));
  }
}

function generateMemberId(prefix: string): string {
  return `${prefix}-${crypto.randomUUID()}`;
}

/** Waits for the group's answer, or until the client is gone: then what it waited with is freed. */
function park<Answer>(
  { closed }: GroupClient,
  group: ClassicGroup,
  goneAnswer: Answer,
  start: (answer: (answer: Answer) => void) => void,
): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const giveUp = () => {
    group.abandon(answer);
    resolve(goneAnswer);
  };
  const answer = (value: Answer) => {
    closed?.removeEventListener('abort', giveUp);
    resolve(value);
  };
  closed?.addEventListener('abort', giveUp, { once: true });
  start(answer);
  if (closed?.aborted === true) giveUp();
  return promise;
}
