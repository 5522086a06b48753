/** What the protocol says about one error, and our own words for it. */
export interface ErrorEntry {
  readonly code: number;
  /** Whether clients try again by themselves. */
  readonly retriable: boolean;
  readonly message: string;
}

/** Every error of the Kafka protocol as of Apache Kafka 4.3.1. */
export const ERRORS = {
  UNKNOWN_SERVER_ERROR: { code: -1, retriable: false, message: 'The broker failed in a way it did not expect.' },
  NONE: { code: 0, retriable: false, message: 'No error.' },
  OFFSET_OUT_OF_RANGE: { code: 1, retriable: false, message: 'The partition holds no such offset.' },
  CORRUPT_MESSAGE: {
    code: 2,
    retriable: true,
    message: 'The batch is damaged: its checksum, size or layout is wrong, or a key is missing in a compacted topic.',
  },
  UNKNOWN_TOPIC_OR_PARTITION: { code: 3, retriable: true, message: 'There is no such topic or partition here.' },
  INVALID_FETCH_SIZE: { code: 4, retriable: false, message: 'The fetch size is not acceptable.' },
  LEADER_NOT_AVAILABLE: { code: 5, retriable: true, message: 'The partition has no leader at the moment.' },
  NOT_LEADER_OR_FOLLOWER: {
    code: 6,
    retriable: true,
    message: 'This broker does not lead the partition or hold a replica of it.',
  },
  REQUEST_TIMED_OUT: { code: 7, retriable: true, message: 'The request did not finish in its time.' },
  BROKER_NOT_AVAILABLE: { code: 8, retriable: false, message: 'The broker cannot be reached.' },
  REPLICA_NOT_AVAILABLE: { code: 9, retriable: true, message: 'The replica cannot be reached.' },
  MESSAGE_TOO_LARGE: { code: 10, retriable: false, message: 'The batch is larger than the topic or broker accepts.' },
  STALE_CONTROLLER_EPOCH: { code: 11, retriable: false, message: 'The controller has moved on to another broker.' },
  OFFSET_METADATA_TOO_LARGE: {
    code: 12,
    retriable: false,
    message: 'The metadata committed with the offset is too long.',
  },
  NETWORK_EXCEPTION: { code: 13, retriable: true, message: 'The connection closed before the answer came.' },
  COORDINATOR_LOAD_IN_PROGRESS: { code: 14, retriable: true, message: 'The coordinator is still loading its state.' },
  COORDINATOR_NOT_AVAILABLE: { code: 15, retriable: true, message: 'The coordinator is not available.' },
  NOT_COORDINATOR: { code: 16, retriable: true, message: 'This broker is not the coordinator asked for.' },
  INVALID_TOPIC_EXCEPTION: {
    code: 17,
    retriable: false,
    message: "The topic's name is invalid, or the topic may not be used this way.",
  },
  RECORD_LIST_TOO_LARGE: { code: 18, retriable: false, message: 'The batch is larger than a log segment.' },
  NOT_ENOUGH_REPLICAS: { code: 19, retriable: true, message: 'Fewer replicas are in sync than the topic requires.' },
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: {
    code: 20,
    retriable: true,
    message: 'The records were written, but to fewer replicas than the topic requires.',
  },
  INVALID_REQUIRED_ACKS: { code: 21, retriable: false, message: 'acks must be 0, 1 or -1.' },
  ILLEGAL_GENERATION: { code: 22, retriable: false, message: "The generation is not the group's current one." },
  INCONSISTENT_GROUP_PROTOCOL: {
    code: 23,
    retriable: false,
    message: 'The member shares no protocol with the group, or named none.',
  },
  INVALID_GROUP_ID: { code: 24, retriable: false, message: 'The group id is invalid.' },
  UNKNOWN_MEMBER_ID: { code: 25, retriable: false, message: 'The group has no such member.' },
  INVALID_SESSION_TIMEOUT: {
    code: 26,
    retriable: false,
    message: 'The session timeout is outside the range the broker allows.',
  },
  REBALANCE_IN_PROGRESS: { code: 27, retriable: false, message: 'The group is rebalancing; join again.' },
  INVALID_COMMIT_OFFSET_SIZE: {
    code: 28,
    retriable: false,
    message: "The committed offset's data has an invalid size.",
  },
  TOPIC_AUTHORIZATION_FAILED: { code: 29, retriable: false, message: 'Not allowed on this topic.' },
  GROUP_AUTHORIZATION_FAILED: { code: 30, retriable: false, message: 'Not allowed on this group.' },
  CLUSTER_AUTHORIZATION_FAILED: { code: 31, retriable: false, message: 'Not allowed on this cluster.' },
  INVALID_TIMESTAMP: {
    code: 32,
    retriable: false,
    message: "A record's timestamp is outside the range the topic accepts.",
  },
  UNSUPPORTED_SASL_MECHANISM: { code: 33, retriable: false, message: 'The broker does not offer this SASL mechanism.' },
  ILLEGAL_SASL_STATE: {
    code: 34,
    retriable: false,
    message: 'The request does not fit the state of the SASL exchange.',
  },
  UNSUPPORTED_VERSION: { code: 35, retriable: false, message: 'The broker does not serve this version of the API.' },
  TOPIC_ALREADY_EXISTS: { code: 36, retriable: false, message: 'A topic of this name exists already.' },
  INVALID_PARTITIONS: { code: 37, retriable: false, message: 'The number of partitions is not acceptable.' },
  INVALID_REPLICATION_FACTOR: {
    code: 38,
    retriable: false,
    message: 'The replication factor is below 1 or above the number of brokers.',
  },
  INVALID_REPLICA_ASSIGNMENT: { code: 39, retriable: false, message: 'The replica assignment is not acceptable.' },
  INVALID_CONFIG: { code: 40, retriable: false, message: "A config's key or value is not acceptable." },
  NOT_CONTROLLER: { code: 41, retriable: true, message: 'This broker is not the controller.' },
  INVALID_REQUEST: { code: 42, retriable: false, message: 'The request is malformed or contradicts itself.' },
  UNSUPPORTED_FOR_MESSAGE_FORMAT: {
    code: 43,
    retriable: false,
    message: "The log's message format does not support this request.",
  },
  POLICY_VIOLATION: { code: 44, retriable: false, message: 'A policy of the cluster forbids this.' },
  OUT_OF_ORDER_SEQUENCE_NUMBER: {
    code: 45,
    retriable: false,
    message: "The batch's sequence number does not follow the last one.",
  },
  DUPLICATE_SEQUENCE_NUMBER: { code: 46, retriable: false, message: "The batch's sequence number was used before." },
  INVALID_PRODUCER_EPOCH: {
    code: 47,
    retriable: false,
    message: "The producer's epoch is older than the current one.",
  },
  INVALID_TXN_STATE: { code: 48, retriable: false, message: "The transaction's state does not allow this." },
  INVALID_PRODUCER_ID_MAPPING: {
    code: 49,
    retriable: false,
    message: 'The producer id does not belong to this transactional id.',
  },
  INVALID_TRANSACTION_TIMEOUT: {
    code: 50,
    retriable: false,
    message: 'The transaction timeout is longer than the broker allows.',
  },
  CONCURRENT_TRANSACTIONS: {
    code: 51,
    retriable: true,
    message: 'Another operation on the same transaction is still running.',
  },
  TRANSACTION_COORDINATOR_FENCED: {
    code: 52,
    retriable: false,
    message: 'A newer transaction coordinator has taken over.',
  },
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: {
    code: 53,
    retriable: false,
    message: 'Not allowed to use this transactional id.',
  },
  SECURITY_DISABLED: { code: 54, retriable: false, message: 'Security is not switched on.' },
  OPERATION_NOT_ATTEMPTED: {
    code: 55,
    retriable: false,
    message: 'Not tried, since another part of the request failed first.',
  },
  KAFKA_STORAGE_ERROR: { code: 56, retriable: true, message: 'The disk failed while reading or writing the log.' },
  LOG_DIR_NOT_FOUND: { code: 57, retriable: false, message: 'The broker has no such log directory.' },
  SASL_AUTHENTICATION_FAILED: { code: 58, retriable: false, message: 'SASL authentication failed.' },
  UNKNOWN_PRODUCER_ID: {
    code: 59,
    retriable: false,
    message: 'The broker knows nothing of this producer id any more.',
  },
  REASSIGNMENT_IN_PROGRESS: { code: 60, retriable: false, message: 'The partition is being reassigned.' },
  DELEGATION_TOKEN_AUTH_DISABLED: { code: 61, retriable: false, message: 'Delegation tokens are not switched on.' },
  DELEGATION_TOKEN_NOT_FOUND: { code: 62, retriable: false, message: 'There is no such delegation token.' },
  DELEGATION_TOKEN_OWNER_MISMATCH: {
    code: 63,
    retriable: false,
    message: 'The principal neither owns nor may renew the token.',
  },
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: {
    code: 64,
    retriable: false,
    message: 'Delegation tokens cannot be managed over this connection.',
  },
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: {
    code: 65,
    retriable: false,
    message: 'Not allowed on this delegation token.',
  },
  DELEGATION_TOKEN_EXPIRED: { code: 66, retriable: false, message: 'The delegation token has expired.' },
  INVALID_PRINCIPAL_TYPE: { code: 67, retriable: false, message: "The principal's type is not supported." },
  NON_EMPTY_GROUP: { code: 68, retriable: false, message: 'The group still has members.' },
  GROUP_ID_NOT_FOUND: { code: 69, retriable: false, message: 'There is no such group.' },
  FETCH_SESSION_ID_NOT_FOUND: { code: 70, retriable: true, message: 'There is no such fetch session.' },
  INVALID_FETCH_SESSION_EPOCH: {
    code: 71,
    retriable: true,
    message: "The fetch session's epoch is not the expected one.",
  },
  LISTENER_NOT_FOUND: { code: 72, retriable: true, message: 'The leader has no listener of the name that was used.' },
  TOPIC_DELETION_DISABLED: { code: 73, retriable: false, message: 'Deleting topics is switched off.' },
  FENCED_LEADER_EPOCH: { code: 74, retriable: true, message: "The leader epoch is older than the broker's." },
  UNKNOWN_LEADER_EPOCH: { code: 75, retriable: true, message: "The leader epoch is newer than the broker's." },
  UNSUPPORTED_COMPRESSION_TYPE: { code: 76, retriable: false, message: 'The compression cannot be used here.' },
  STALE_BROKER_EPOCH: { code: 77, retriable: false, message: "The broker's epoch has changed." },
  OFFSET_NOT_AVAILABLE: {
    code: 78,
    retriable: true,
    message: 'Offsets are not certain until the new leader has caught up.',
  },
  MEMBER_ID_REQUIRED: { code: 79, retriable: false, message: 'Join again with the member id in this answer.' },
  PREFERRED_LEADER_NOT_AVAILABLE: { code: 80, retriable: true, message: 'The preferred leader is not available.' },
  GROUP_MAX_SIZE_REACHED: { code: 81, retriable: false, message: 'The group is full.' },
  FENCED_INSTANCE_ID: {
    code: 82,
    retriable: false,
    message: 'Another member has joined with the same group instance id.',
  },
  ELIGIBLE_LEADERS_NOT_AVAILABLE: { code: 83, retriable: true, message: 'No replica can become leader.' },
  ELECTION_NOT_NEEDED: { code: 84, retriable: true, message: 'The partition already has the leader asked for.' },
  NO_REASSIGNMENT_IN_PROGRESS: { code: 85, retriable: false, message: 'The partition is not being reassigned.' },
  GROUP_SUBSCRIBED_TO_TOPIC: {
    code: 86,
    retriable: false,
    message: 'The group is subscribed to the topic, so its offsets stay.',
  },
  INVALID_RECORD: { code: 87, retriable: false, message: 'A record was refused by validation.' },
  UNSTABLE_OFFSET_COMMIT: {
    code: 88,
    retriable: true,
    message: 'Some of the offsets belong to a transaction that is still open.',
  },
  THROTTLING_QUOTA_EXCEEDED: { code: 89, retriable: true, message: 'The quota is used up.' },
  PRODUCER_FENCED: { code: 90, retriable: false, message: 'A newer producer uses the same transactional id.' },
  RESOURCE_NOT_FOUND: { code: 91, retriable: false, message: 'There is no such resource.' },
  DUPLICATE_RESOURCE: { code: 92, retriable: false, message: 'The same resource is named twice.' },
  UNACCEPTABLE_CREDENTIAL: { code: 93, retriable: false, message: 'The credential does not meet the requirements.' },
  INCONSISTENT_VOTER_SET: {
    code: 94,
    retriable: false,
    message: 'The sender or receiver is not among the expected voters.',
  },
  INVALID_UPDATE_VERSION: { code: 95, retriable: false, message: 'The version to update to is invalid.' },
  FEATURE_UPDATE_FAILED: { code: 96, retriable: false, message: 'The feature could not be updated.' },
  PRINCIPAL_DESERIALIZATION_FAILURE: {
    code: 97,
    retriable: false,
    message: "A forwarded request's principal could not be read.",
  },
  SNAPSHOT_NOT_FOUND: { code: 98, retriable: false, message: 'There is no such snapshot.' },
  POSITION_OUT_OF_RANGE: { code: 99, retriable: false, message: 'The position is outside the snapshot.' },
  UNKNOWN_TOPIC_ID: { code: 100, retriable: true, message: 'There is no topic of this id here.' },
  DUPLICATE_BROKER_REGISTRATION: { code: 101, retriable: false, message: 'Another broker has this id.' },
  BROKER_ID_NOT_REGISTERED: { code: 102, retriable: false, message: 'No broker of this id is registered.' },
  INCONSISTENT_TOPIC_ID: { code: 103, retriable: true, message: 'The topic id is not that of the log.' },
  INCONSISTENT_CLUSTER_ID: { code: 104, retriable: false, message: "The cluster id is not this cluster's." },
  TRANSACTIONAL_ID_NOT_FOUND: { code: 105, retriable: false, message: 'There is no such transactional id.' },
  FETCH_SESSION_TOPIC_ID_ERROR: { code: 106, retriable: true, message: 'The fetch session mixes topic ids and names.' },
  INELIGIBLE_REPLICA: { code: 107, retriable: false, message: 'A replica may not join the in-sync set.' },
  NEW_LEADER_ELECTED: {
    code: 108,
    retriable: false,
    message: 'The change was made and the leader has changed with it.',
  },
  OFFSET_MOVED_TO_TIERED_STORAGE: { code: 109, retriable: false, message: 'The offset is now in tiered storage.' },
  FENCED_MEMBER_EPOCH: {
    code: 110,
    retriable: false,
    message: "The member's epoch is out of date; give up all partitions and join again.",
  },
  UNRELEASED_INSTANCE_ID: { code: 111, retriable: false, message: 'Another member still holds this instance id.' },
  UNSUPPORTED_ASSIGNOR: { code: 112, retriable: false, message: 'The group cannot use this assignor.' },
  STALE_MEMBER_EPOCH: {
    code: 113,
    retriable: false,
    message: "The member's epoch is old; take the new one from a heartbeat and retry.",
  },
  MISMATCHED_ENDPOINT_TYPE: {
    code: 114,
    retriable: false,
    message: 'The request belongs to an endpoint of another type.',
  },
  UNSUPPORTED_ENDPOINT_TYPE: { code: 115, retriable: false, message: 'This type of endpoint is not supported.' },
  UNKNOWN_CONTROLLER_ID: { code: 116, retriable: false, message: 'There is no such controller.' },
  UNKNOWN_SUBSCRIPTION_ID: {
    code: 117,
    retriable: false,
    message: 'The telemetry subscription is unknown or out of date.',
  },
  TELEMETRY_TOO_LARGE: {
    code: 118,
    retriable: false,
    message: 'The telemetry push is larger than the broker accepts.',
  },
  INVALID_REGISTRATION: { code: 119, retriable: false, message: "The controller refused the broker's registration." },
  TRANSACTION_ABORTABLE: {
    code: 120,
    retriable: false,
    message: 'The transaction must be aborted; the transactional id stays usable.',
  },
  INVALID_RECORD_STATE: {
    code: 121,
    retriable: false,
    message: "The record's delivery state does not allow the acknowledgement.",
  },
  SHARE_SESSION_NOT_FOUND: { code: 122, retriable: true, message: 'There is no such share session.' },
  INVALID_SHARE_SESSION_EPOCH: {
    code: 123,
    retriable: true,
    message: "The share session's epoch is not the expected one.",
  },
  FENCED_STATE_EPOCH: {
    code: 124,
    retriable: false,
    message: "The share group's state epoch is not the expected one.",
  },
  INVALID_VOTER_KEY: { code: 125, retriable: false, message: 'The voter key is not that of the replica.' },
  DUPLICATE_VOTER: { code: 126, retriable: false, message: 'The voter is in the set already.' },
  VOTER_NOT_FOUND: { code: 127, retriable: false, message: 'The voter is not in the set.' },
  INVALID_REGULAR_EXPRESSION: { code: 128, retriable: false, message: 'The regular expression is invalid.' },
  REBOOTSTRAP_REQUIRED: {
    code: 129,
    retriable: false,
    message: "The client's metadata is too old; connect to the bootstrap servers again.",
  },
  STREAMS_INVALID_TOPOLOGY: { code: 130, retriable: false, message: 'The topology is invalid.' },
  STREAMS_INVALID_TOPOLOGY_EPOCH: { code: 131, retriable: false, message: "The topology's epoch is invalid." },
  STREAMS_TOPOLOGY_FENCED: { code: 132, retriable: false, message: "The topology's epoch is out of date." },
  SHARE_SESSION_LIMIT_REACHED: { code: 133, retriable: true, message: 'No more share sessions are possible.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorName = keyof typeof ERRORS;

const NAMES = new Map<number, ErrorName>(
  Object.entries(ERRORS).map(([name, entry]) => [entry.code, name as ErrorName]),
);

/** The wire code of an error: `errorCode('INVALID_RECORD')` is 87. */
export function errorCode(name: ErrorName): number {
  return ERRORS[name].code;
}

/** The error of a wire code; a code this table does not know counts as UNKNOWN_SERVER_ERROR, as in Kafka's clients. */
export function errorName(code: number): ErrorName {
  return NAMES.get(code) ?? 'UNKNOWN_SERVER_ERROR';
}
