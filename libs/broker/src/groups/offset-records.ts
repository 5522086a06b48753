import { decodeVersioned, encodeVersioned, type VersionedTable } from '@sluice/kafka';
import type { StateRecord } from '../log/state-log.ts';
import type { GroupMetadata } from './group-metadata.ts';

/** A committed offset as the log and the memory hold it. */
export interface CommittedOffset {
  readonly offset: bigint;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestampMs: number;
  /** −1 unless the commit asked for its own retention (OffsetCommit 2 to 4). */
  readonly expireTimestampMs: number;
}

/** One live entry of `__consumer_offsets`. */
export type GroupRecord =
  | { readonly kind: 'group'; readonly groupId: string; readonly metadata: GroupMetadata }
  | {
      readonly kind: 'offset';
      readonly groupId: string;
      readonly topic: string;
      readonly partition: number;
      readonly committed: CommittedOffset;
    };

// The tables are those of Kafka's group-coordinator module (common/message). A key's version says what it is a key of.

const offsetCommitKey = {
  name: 'OffsetCommitKey',
  versions: [0, 1],
  fields: [
    { name: 'group', type: 'string', versions: '0+' },
    { name: 'topic', type: 'string', versions: '0+' },
    { name: 'partition', type: 'int32', versions: '0+' },
  ],
} as const satisfies VersionedTable;

const offsetCommitValue = {
  name: 'OffsetCommitValue',
  versions: [0, 4],
  flexibleFrom: 4,
  fields: [
    { name: 'offset', type: 'int64', versions: '0+' },
    { name: 'leaderEpoch', type: 'int32', versions: '3+', default: -1 },
    { name: 'metadata', type: 'string', versions: '0+' },
    { name: 'commitTimestamp', type: 'int64', versions: '0+' },
    { name: 'expireTimestamp', type: 'int64', versions: '1', default: -1n },
  ],
} as const satisfies VersionedTable;

const groupMetadataKey = {
  name: 'GroupMetadataKey',
  versions: [2, 2],
  fields: [{ name: 'group', type: 'string', versions: '0+' }],
} as const satisfies VersionedTable;

const groupMetadataValue = {
  name: 'GroupMetadataValue',
  versions: [0, 4],
  flexibleFrom: 4,
  fields: [
    { name: 'protocolType', type: 'string', versions: '0+' },
    { name: 'generation', type: 'int32', versions: '0+' },
    { name: 'protocol', type: 'string', versions: '0+', nullableVersions: '0+' },
    { name: 'leader', type: 'string', versions: '0+', nullableVersions: '0+' },
    { name: 'currentStateTimestamp', type: 'int64', versions: '2+', default: -1n },
    {
      name: 'members',
      type: '[]MemberMetadata',
      versions: '0+',
      fields: [
        { name: 'memberId', type: 'string', versions: '0+' },
        { name: 'groupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null },
        { name: 'clientId', type: 'string', versions: '0+' },
        { name: 'clientHost', type: 'string', versions: '0+' },
        { name: 'rebalanceTimeout', type: 'int32', versions: '1+', default: -1 },
        { name: 'sessionTimeout', type: 'int32', versions: '0+' },
        { name: 'subscription', type: 'bytes', versions: '0+' },
        { name: 'assignment', type: 'bytes', versions: '0+' },
      ],
    },
  ],
} as const satisfies VersionedTable;

const OFFSET_KEY_VERSION = 1;
const GROUP_KEY_VERSION = 2;
/** Kafka reads these in every release of this decade; version 4 differs only in its encoding. */
const VALUE_VERSION = 3;
/** The one version with an expiry of its own. */
const EXPIRING_OFFSET_VERSION = 1;

/** Value null removes the group. */
export function encodeGroupRecord(groupId: string, metadata: GroupMetadata | null): StateRecord {
  const key = encodeVersioned(groupMetadataKey, GROUP_KEY_VERSION, { group: groupId });
  if (metadata === null) return { key, value: null };
  const value = encodeVersioned(groupMetadataValue, VALUE_VERSION, {
    protocolType: metadata.protocolType,
    generation: metadata.generationId,
    protocol: metadata.protocolName,
    leader: metadata.leader,
    currentStateTimestamp: BigInt(metadata.stateTimestampMs),
    members: metadata.members.map(({ rebalanceTimeoutMs, sessionTimeoutMs, ...member }) => ({
      ...member,
      rebalanceTimeout: rebalanceTimeoutMs,
      sessionTimeout: sessionTimeoutMs,
    })),
  });
  return { key, value };
}

/** Value null removes the offset. */
export function encodeOffsetRecord(
  groupId: string,
  topic: string,
  partition: number,
  committed: CommittedOffset | null,
): StateRecord {
  const key = encodeVersioned(offsetCommitKey, OFFSET_KEY_VERSION, { group: groupId, topic, partition });
  if (committed === null) return { key, value: null };
  const version = committed.expireTimestampMs < 0 ? VALUE_VERSION : EXPIRING_OFFSET_VERSION;
  const value = encodeVersioned(offsetCommitValue, version, {
    offset: committed.offset,
    leaderEpoch: committed.leaderEpoch,
    metadata: committed.metadata,
    commitTimestamp: BigInt(committed.commitTimestampMs),
    expireTimestamp: BigInt(committed.expireTimestampMs),
  });
  return { key, value };
}

/**
 * Reads one live record. undefined for keys of other kinds (consumer, share and streams groups). Throws KafkaError when
 * the record is malformed or of a version that is not known.
 */
export function decodeGroupRecord(key: Uint8Array, value: Uint8Array): GroupRecord | undefined {
  const kind = readVersion(key);
  if (kind <= OFFSET_KEY_VERSION) {
    const { group, topic, partition } = decodeVersioned(offsetCommitKey, key);
    const { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp } = decodeVersioned(
      offsetCommitValue,
      value,
    );
    const committed = {
      offset,
      leaderEpoch,
      metadata,
      commitTimestampMs: Number(commitTimestamp),
      expireTimestampMs: Number(expireTimestamp),
    };
    return { kind: 'offset', groupId: group, topic, partition, committed };
  }
  if (kind !== GROUP_KEY_VERSION) return undefined;
  const { protocolType, generation, protocol, leader, currentStateTimestamp, members } = decodeVersioned(
    groupMetadataValue,
    value,
  );
  const metadata: GroupMetadata = {
    protocolType,
    generationId: generation,
    protocolName: protocol,
    leader,
    stateTimestampMs: Number(currentStateTimestamp),
    members: members.map(({ rebalanceTimeout, sessionTimeout, subscription, assignment, ...member }) => ({
      ...member,
      rebalanceTimeoutMs: rebalanceTimeout < 0 ? sessionTimeout : rebalanceTimeout,
      sessionTimeoutMs: sessionTimeout,
      subscription: new Uint8Array(subscription),
      assignment: new Uint8Array(assignment),
    })),
  };
  return { kind: 'group', groupId: decodeVersioned(groupMetadataKey, key).group, metadata };
}

function readVersion(bytes: Uint8Array): number {
  return bytes.length < 2 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getInt16(0);
}
