/** The Kafka errors that a group operation answers, by name. */
export type GroupError =
  | 'NONE'
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'FENCED_INSTANCE_ID'
  | 'GROUP_ID_NOT_FOUND'
  | 'GROUP_MAX_SIZE_REACHED'
  | 'GROUP_SUBSCRIBED_TO_TOPIC'
  | 'ILLEGAL_GENERATION'
  | 'INCONSISTENT_GROUP_PROTOCOL'
  | 'INVALID_GROUP_ID'
  | 'INVALID_REQUEST'
  | 'INVALID_SESSION_TIMEOUT'
  | 'MEMBER_ID_REQUIRED'
  | 'NON_EMPTY_GROUP'
  | 'NOT_COORDINATOR'
  | 'OFFSET_METADATA_TOO_LARGE'
  | 'POLICY_VIOLATION'
  | 'REBALANCE_IN_PROGRESS'
  | 'UNKNOWN_MEMBER_ID'
  | 'UNKNOWN_TOPIC_ID'
  | 'UNKNOWN_TOPIC_OR_PARTITION';

/** States of a classic group, spelled as DescribeGroups and ListGroups show them. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** Who asks: what a group remembers of a member's client. */
export interface GroupClient {
  readonly clientId: string;
  readonly clientHost: string;
  /** Aborts when the client's connection ends; a parked join or sync is given up then. */
  readonly closed?: AbortSignal;
}

export interface GroupProtocol {
  readonly name: string;
  readonly metadata: Uint8Array;
}

export interface JoinRequest {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  /** Empty for a member that has no id yet. */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string;
  /** In the order of the member's preference. */
  readonly protocols: readonly GroupProtocol[];
  readonly reason: string | null;
  /** JoinGroup 4+: a dynamic member without an id is given one and told to join again (KIP-394). */
  readonly requiresKnownMemberId: boolean;
  /** JoinGroup 9+: a returning static leader is told that it is the leader and must not assign (KIP-814). */
  readonly supportsSkippingAssignment: boolean;
}

export interface JoinedMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly metadata: Uint8Array;
}

export interface JoinAnswer {
  readonly error: GroupError;
  readonly memberId: string;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  /** All members for the leader, none for the others. */
  readonly members: readonly JoinedMember[];
}

/** Names a member and the generation it believes in. `groupInstanceId` is set for static members. */
export interface MemberIdentity {
  readonly groupId: string;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly generationId: number;
}

export interface SyncRequest extends MemberIdentity {
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** By the leader: who gets what. Members left out get an empty assignment. */
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Uint8Array }[];
}

export interface SyncAnswer {
  readonly error: GroupError;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Uint8Array;
}

export interface LeavingMember {
  /** Empty when an administrator removes a static member by its instance id alone. */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly reason?: string | null;
}

export interface LeaveAnswer {
  readonly error: GroupError;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly error: GroupError;
  }[];
}

/** A topic named by the request: by name, or from OffsetCommit 10 and OffsetFetch 10 by id (Kafka's base64url form). */
export type TopicReference = { readonly name: string } | { readonly topicId: string };

export interface CommittedPartition {
  readonly partitionIndex: number;
  readonly committedOffset: bigint;
  /** −1 when unknown. */
  readonly committedLeaderEpoch: number;
  readonly committedMetadata: string | null;
}

export interface CommitRequest extends MemberIdentity {
  readonly topics: readonly { readonly topic: TopicReference; readonly partitions: readonly CommittedPartition[] }[];
  /** OffsetCommit 2 to 4: how long the offset is to be kept; −1 for the broker's own retention. */
  readonly retentionTimeMs: number;
  /** OffsetCommit 9+ answers GROUP_ID_NOT_FOUND where older versions answer ILLEGAL_GENERATION. */
  readonly reportsMissingGroup: boolean;
}

/** One error a partition, in the order of the request. */
export type CommitAnswer = readonly (readonly GroupError[])[];

export interface FetchedPartition {
  readonly partitionIndex: number;
  /** −1 when nothing is committed. */
  readonly committedOffset: bigint;
  readonly committedLeaderEpoch: number;
  readonly metadata: string;
  readonly error: GroupError;
}

export interface FetchOffsetsRequest {
  readonly groupId: string;
  /** null asks for all partitions that have a committed offset. */
  readonly topics: readonly { readonly topic: TopicReference; readonly partitionIndexes: readonly number[] }[] | null;
}

/** Both name and id are given where the topic exists; `topicId` is the zero uuid and `name` empty where it does not. */
export type FetchOffsetsAnswer = readonly {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: readonly FetchedPartition[];
}[];

export interface DescribedGroup {
  readonly groupId: string;
  readonly state: GroupState;
  readonly protocolType: string;
  /** The protocol of a stable group, else empty. */
  readonly protocolData: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly clientId: string;
    readonly clientHost: string;
    readonly memberMetadata: Uint8Array;
    readonly memberAssignment: Uint8Array;
  }[];
}

export interface ListedGroup {
  readonly groupId: string;
  readonly protocolType: string;
  readonly state: GroupState;
}

export interface DeleteOffsetsAnswer {
  readonly error: GroupError;
  /** One error a partition, in the order of the request. Empty when `error` is set. */
  readonly partitions: readonly (readonly GroupError[])[];
}

/**
 * The consumer groups of this broker and their committed offsets, as Kafka's group coordinator keeps them for the
 * classic protocol. Errors of the protocol are answers; nothing here throws for what a client sends.
 */
export interface Groups {
  /** Settles when the group's next generation begins (or at once, with an error or the running generation). */
  join(request: JoinRequest, client: GroupClient): Promise<JoinAnswer>;
  /** Settles when the leader's assignment of this generation is durable. */
  sync(request: SyncRequest, client: GroupClient): Promise<SyncAnswer>;
  heartbeat(member: MemberIdentity): GroupError;
  leave(groupId: string, members: readonly LeavingMember[]): LeaveAnswer;
  /** Settles when the offsets are durable. Offsets of members and of simple consumers (generation −1) alike. */
  commitOffsets(request: CommitRequest): Promise<CommitAnswer>;
  fetchOffsets(request: FetchOffsetsRequest): FetchOffsetsAnswer;
  /** undefined for a group that does not exist. */
  describe(groupId: string): DescribedGroup | undefined;
  list(): readonly ListedGroup[];
  /** Deletes an empty group with its offsets. */
  delete(groupId: string): Promise<GroupError>;
  deleteOffsets(
    groupId: string,
    topics: readonly { readonly name: string; readonly partitions: readonly number[] }[],
  ): Promise<DeleteOffsetsAnswer>;
  /** Drops the offsets of a topic that does not exist, in all groups. */
  forgetTopic(name: string): Promise<void>;
  /** Answers whoever waits with NOT_COORDINATOR and stops all timers. Does not close the log. */
  close(): Promise<void>;
}
