import { createLogger, createMetrics } from '@sluice/runtime';
import type { Clock } from '../src/groups/clock.ts';
import { createGroupCoordinator } from '../src/groups/group-coordinator.ts';
import type { GroupSettings } from '../src/groups/group-configs.ts';
import type {
  GroupClient,
  GroupError,
  Groups,
  JoinAnswer,
  JoinRequest,
  MemberIdentity,
  SyncAnswer,
  SyncRequest,
} from '../src/groups/groups.ts';
import type { KnownTopic } from '../src/groups/offset-commits.ts';
import type { StateLog, StateRecord } from '../src/log/state-log.ts';

/** A clock that stands still until it is moved. */
export function createManualClock(startMs = 1_700_000_000_000) {
  let now = startMs;
  let timers: { at: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    schedule(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.push(timer);
      return { cancel: () => (timers = timers.filter((other) => other !== timer)) };
    },
  };
  return {
    clock,
    timerCount: () => timers.length,
    /** Moves on and runs what falls due on the way, in order. */
    advance(ms: number): void {
      const end = now + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
    },
  };
}

export interface MemoryLog extends StateLog {
  readonly records: StateRecord[];
  appends: number;
  /** From now on appends wait for `release`, or fail. */
  hold(): void;
  release(error?: Error): void;
}

/** A state log in memory: survives the coordinator that wrote it, as a file would. */
export function createMemoryLog(): MemoryLog {
  const live = new Map<string, StateRecord>();
  let held: { apply: () => void; reject: (error: Error) => void }[] | undefined;
  const log: MemoryLog = {
    records: [],
    appends: 0,
    append(records) {
      log.appends++;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const apply = () => {
        for (const record of records) {
          log.records.push(record);
          const key = Buffer.from(record.key).toString('hex');
          live.delete(key);
          if (record.value !== null) live.set(key, record);
        }
        resolve();
      };
      if (held === undefined) apply();
      else held.push({ apply, reject });
      return promise;
    },
    replay(visit) {
      for (const { key, value } of live.values()) if (value !== null) visit(key, value);
    },
    close: () => Promise.resolve(),
    hold() {
      held ??= [];
    },
    release(error) {
      const waiting = held ?? [];
      held = undefined;
      for (const { apply, reject } of waiting) {
        if (error === undefined) apply();
        else reject(error);
      }
    },
  };
  return log;
}

export const ORDERS: KnownTopic = { name: 'orders', id: 'b3JkZXJzb3JkZXJzb3JkZQ', partitions: 3 };
export const READINGS: KnownTopic = { name: 'readings', id: 'cmVhZGluZ3NyZWFkaW5ncw', partitions: 1 };

/** A coordinator on a manual clock. `restart` opens another one on the same log. */
export function createTestGroups(settings: Partial<GroupSettings> = {}, log = createMemoryLog()) {
  const time = createManualClock();
  const topics = new Map([ORDERS, READINGS].map((topic) => [topic.name, topic]));
  const deleteListeners: ((topic: KnownTopic) => void)[] = [];
  let nextId = 1;
  const open = (): Groups =>
    createGroupCoordinator({
      log,
      topics: {
        get: (name) => topics.get(name),
        byId: (id) => [...topics.values()].find((topic) => topic.id === id),
        onDelete: (listener) => void deleteListeners.push(listener),
      },
      logger: createLogger({ level: 'silent' }),
      metrics: createMetrics(),
      settings: { 'group.initial.rebalance.delay.ms': 100, ...settings },
      clock: time.clock,
      newMemberId: (prefix) => `${prefix}-${nextId++}`,
    });
  const deleteTopic = (topic: KnownTopic) => {
    topics.delete(topic.name);
    for (const listener of deleteListeners) listener(topic);
  };
  return { groups: open(), log, time, topics, deleteTopic, restart: open };
}

/** Lets everything that needs no time happen. */
export function settle(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

export const CLIENT: GroupClient = { clientId: 'client', clientHost: '/127.0.0.1' };

const encoder = new TextEncoder();
export const bytes = (text: string): Uint8Array => encoder.encode(text);
export const text = (value: Uint8Array): string => new TextDecoder().decode(value);

export function joinRequest(change: Partial<JoinRequest> = {}): JoinRequest {
  return {
    groupId: 'g',
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 60_000,
    memberId: '',
    groupInstanceId: null,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: bytes('r') }],
    reason: null,
    requiresKnownMemberId: true,
    supportsSkippingAssignment: true,
    ...change,
  };
}

export function syncRequest(member: Partial<MemberIdentity>, assignments: Record<string, string> = {}): SyncRequest {
  return {
    ...identity(member),
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: Object.entries(assignments).map(([memberId, assignment]) => ({
      memberId,
      assignment: bytes(assignment),
    })),
  };
}

export function identity(member: Partial<MemberIdentity>): MemberIdentity {
  return { groupId: 'g', memberId: '', groupInstanceId: null, generationId: -1, ...member };
}

export interface TestGroups {
  readonly groups: Groups;
  readonly time: ReturnType<typeof createManualClock>;
}

/** Joins as a dynamic member does: asks for an id first. Answers with it and the pending join. */
export async function joinDynamic({ groups }: TestGroups, change: Partial<JoinRequest> = {}) {
  const { memberId } = await groups.join(joinRequest(change), CLIENT);
  return { memberId, joined: groups.join(joinRequest({ ...change, memberId }), CLIENT) };
}

/** A stable group of `count` dynamic members; the first leads. Each is assigned its own id. */
export async function formGroup(test: TestGroups, count: number, change: Partial<JoinRequest> = {}) {
  const joins = [];
  for (let i = 0; i < count; i++) joins.push(await joinDynamic(test, change));
  test.time.advance(1000);
  const answers = await Promise.all(joins.map(({ joined }) => joined));
  const synced = await syncAll(test.groups, answers);
  return { answers, synced, ids: answers.map(({ memberId }) => memberId) };
}

/** All members sync; the leader assigns to each its id. */
export function syncAll(groups: Groups, answers: readonly JoinAnswer[]): Promise<SyncAnswer[]> {
  const assignments = Object.fromEntries(answers.map(({ memberId }) => [memberId, `for ${memberId}`]));
  return Promise.all(
    answers.map(({ memberId, generationId, leader }) =>
      groups.sync(syncRequest({ memberId, generationId }, leader === memberId ? assignments : {}), CLIENT),
    ),
  );
}

/** Commits one offset and answers its error. */
export async function commit(
  groups: Groups,
  member: Partial<MemberIdentity>,
  topic: string,
  partitionIndex: number,
  committedOffset: bigint,
  metadata: string | null = '',
): Promise<GroupError | undefined> {
  const errors = await groups.commitOffsets({
    ...identity(member),
    retentionTimeMs: -1,
    reportsMissingGroup: true,
    topics: [
      {
        topic: { name: topic },
        partitions: [{ partitionIndex, committedOffset, committedLeaderEpoch: 5, committedMetadata: metadata }],
      },
    ],
  });
  return errors[0]?.[0];
}

/** All committed offsets of a group as `topic-partition=offset`. */
export function listOffsets(groups: Groups, groupId = 'g'): string[] {
  return groups
    .fetchOffsets({ groupId, topics: null })
    .flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, committedOffset }) => `${name}-${partitionIndex}=${committedOffset}`),
    )
    .sort();
}
