import { ZERO_UUID } from '@sluice/kafka';
import type { ErrorName, FetchRequest } from '@sluice/kafka';

/** A partition that a fetch asks for, with what its session last told of it. */
export interface FetchTarget {
  readonly topic: string;
  /** The zero uuid before version 13. */
  readonly topicId: string;
  readonly partition: number;
  fetchOffset: number;
  maxBytes: number;
  /** −1 when the client does not say. */
  leaderEpoch: number;
  highWatermark: number;
  logStartOffset: number;
}

/** What one fetch request is about: the partitions it names, or those of its session. */
export interface FetchSession {
  /** 0 for a fetch without session. */
  readonly id: number;
  /** Whether only what changed is answered. */
  readonly isIncremental: boolean;
  targets(): Iterable<FetchTarget>;
  /** Puts a partition that got records behind the others, so that none starves. */
  moveToEnd(target: FetchTarget): void;
}

/** The incremental fetch sessions of KIP-227. */
export interface FetchSessions {
  /** The session that the request starts, goes on with or does without; or the error to answer. */
  open(request: FetchRequest, apiVersion: number): FetchSession | ErrorName;
}

interface StoredSession {
  readonly id: number;
  readonly usesIds: boolean;
  readonly targets: Map<string, FetchTarget>;
  epoch: number;
  usedAtMs: number;
}

const FIRST_VERSION_WITH_SESSIONS = 7;
const FIRST_VERSION_WITH_IDS = 13;
const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;
const MAX_INT = 0x7fff_ffff;
/** A session unused this long gives way to a new one (Kafka's min.incremental.fetch.session.eviction.ms). */
const EVICTION_AGE_MS = 120_000;

/** Keeps `maxSessions` of them, `maxTargets` partitions in all; a client that finds no room is served without. */
export function createFetchSessions(maxSessions = 1000, maxTargets = 200_000): FetchSessions {
  const sessions = new Map<number, StoredSession>();
  let lastId = Math.floor(Math.random() * MAX_INT);
  let storedTargets = 0;

  function remove(session: StoredSession): void {
    if (sessions.delete(session.id)) storedTargets -= session.targets.size;
  }

  function makeRoom(targets: number): boolean {
    const oldest = sessions.values().next().value;
    if (sessions.size >= maxSessions && oldest !== undefined && Date.now() - oldest.usedAtMs > EVICTION_AGE_MS) {
      remove(oldest);
    }
    return sessions.size < maxSessions && storedTargets + targets <= maxTargets;
  }

  function begin(request: FetchRequest, usesIds: boolean): FetchSession {
    const targets = new Map<string, FetchTarget>();
    for (const target of readRequestTargets(request)) targets.set(keyOf(target), target);
    if (targets.size === 0 || !makeRoom(targets.size)) return withoutSession(request);
    do lastId = lastId >= MAX_INT ? 1 : lastId + 1;
    while (sessions.has(lastId));
    const session: StoredSession = { id: lastId, usesIds, targets, epoch: 1, usedAtMs: Date.now() };
    sessions.set(session.id, session);
    storedTargets += targets.size;
    return viewOf(session, false);
  }

  function goOn(request: FetchRequest, usesIds: boolean): FetchSession | ErrorName {
    const session = sessions.get(request.sessionId);
    if (session === undefined) return 'FETCH_SESSION_ID_NOT_FOUND';
    if (session.epoch !== request.sessionEpoch) return 'INVALID_FETCH_SESSION_EPOCH';
    if (session.usesIds !== usesIds) return 'FETCH_SESSION_TOPIC_ID_ERROR';
    const before = session.targets.size;
    for (const target of readRequestTargets(request)) update(session, target);
    for (const { topic, topicId, partitions } of request.forgottenTopicsData) {
      for (const partition of partitions) session.targets.delete(keyOf({ topic, topicId, partition }));
    }
    storedTargets += session.targets.size - before;
    if (storedTargets > maxTargets) {
      remove(session);
      return 'FETCH_SESSION_ID_NOT_FOUND';
    }
    session.epoch = session.epoch >= MAX_INT ? 1 : session.epoch + 1;
    session.usedAtMs = Date.now();
    // Last used, last evicted.
    sessions.delete(session.id);
    sessions.set(session.id, session);
    return viewOf(session, true);
  }

  return {
    open(request, apiVersion) {
      if (apiVersion < FIRST_VERSION_WITH_SESSIONS) return withoutSession(request);
      const usesIds = apiVersion >= FIRST_VERSION_WITH_IDS;
      const { sessionId, sessionEpoch } = request;
      if (sessionEpoch !== INITIAL_EPOCH && sessionEpoch !== FINAL_EPOCH) return goOn(request, usesIds);
      const ended = sessions.get(sessionId);
      if (ended !== undefined) remove(ended);
      return sessionEpoch === FINAL_EPOCH ? withoutSession(request) : begin(request, usesIds);
    },
  };
}

function withoutSession(request: FetchRequest): FetchSession {
  const targets = [...readRequestTargets(request)];
  return {
    id: 0,
    isIncremental: false,
    targets: () => targets,
    moveToEnd: () => undefined,
  };
}

function viewOf(session: StoredSession, isIncremental: boolean): FetchSession {
  return {
    id: session.id,
    isIncremental,
    targets: () => session.targets.values(),
    moveToEnd(target) {
      const key = keyOf(target);
      if (session.targets.delete(key)) session.targets.set(key, target);
    },
  };
}

function update(session: StoredSession, target: FetchTarget): void {
  const key = keyOf(target);
  const known = session.targets.get(key);
  if (known === undefined) {
    session.targets.set(key, target);
    return;
  }
  known.fetchOffset = target.fetchOffset;
  known.maxBytes = target.maxBytes;
  known.leaderEpoch = target.leaderEpoch;
}

function* readRequestTargets(request: FetchRequest): Iterable<FetchTarget> {
  for (const { topic, topicId, partitions } of request.topics) {
    for (const { partition, fetchOffset, partitionMaxBytes, currentLeaderEpoch } of partitions) {
      yield {
        topic,
        topicId,
        partition,
        fetchOffset: Number(fetchOffset),
        maxBytes: partitionMaxBytes,
        leaderEpoch: currentLeaderEpoch,
        highWatermark: -1,
        logStartOffset: -1,
      };
    }
  }
}

function keyOf({ topic, topicId, partition }: { topic: string; topicId: string; partition: number }): string {
  return `${topicId === ZERO_UUID ? topic : topicId} ${partition}`;
}
