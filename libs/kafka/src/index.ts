export { APIS } from './apis.ts';
export { ERRORS, errorCode, errorName } from './error-codes.ts';
export type { ErrorEntry, ErrorName } from './error-codes.ts';
export { KafkaError } from './error.ts';
export type { KafkaErrorPlace } from './error.ts';
export {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  findApi,
  readRequestHeader,
  readResponseHeader,
} from './frame.ts';
export type { RequestHeader } from './frame.ts';
export { readBatchBody, readRecords, writeBatch } from './records/batch.ts';
export type { BatchInput, KafkaRecord, RecordInput } from './records/batch.ts';
export {
  BATCH_HEADER_BYTES,
  readBatchHeader,
  setBaseOffset,
  setLogAppendTime,
  setPartitionLeaderEpoch,
  verifyBatch,
  verifyBatchCrc,
  walkBatches,
} from './records/batch-header.ts';
export type { BatchFinding, BatchHeader } from './records/batch-header.ts';
export { COMPRESSIONS, MAX_BATCH_BODY_BYTES, noCodecs } from './records/codecs.ts';
export type { Codec, Codecs, Compression, Crc32c } from './records/codecs.ts';
export { readEndTxnMarker, writeEndTxnBatch } from './records/control-record.ts';
export type { EndTxnMarker } from './records/control-record.ts';
export { crc32c } from './records/crc32c.ts';
export { openRecords, readRecordHeaders, walkRecords } from './records/walk-records.ts';
export type { RecordCursor, RecordFinding, RecordHeader, RecordPositions } from './records/walk-records.ts';
export { isInVersions } from './table.ts';
export type {
  ApiDefinition,
  Complete,
  Field,
  Infer,
  InferWritable,
  Loose,
  MessageTable,
  ScalarName,
  VersionedTable,
} from './table.ts';
export { ZERO_UUID } from './uuid.ts';
export { decodeVersioned, encodeVersioned } from './versioned.ts';

export { produce, type ProduceRequest, type ProduceResponse } from './messages/00-produce.ts';
export { fetch, type FetchRequest, type FetchResponse } from './messages/01-fetch.ts';
export { listOffsets, type ListOffsetsRequest, type ListOffsetsResponse } from './messages/02-list-offsets.ts';
export { metadata, type MetadataRequest, type MetadataResponse } from './messages/03-metadata.ts';
export { offsetCommit, type OffsetCommitRequest, type OffsetCommitResponse } from './messages/08-offset-commit.ts';
export { offsetFetch, type OffsetFetchRequest, type OffsetFetchResponse } from './messages/09-offset-fetch.ts';
export {
  findCoordinator,
  type FindCoordinatorRequest,
  type FindCoordinatorResponse,
} from './messages/10-find-coordinator.ts';
export { joinGroup, type JoinGroupRequest, type JoinGroupResponse } from './messages/11-join-group.ts';
export { heartbeat, type HeartbeatRequest, type HeartbeatResponse } from './messages/12-heartbeat.ts';
export { leaveGroup, type LeaveGroupRequest, type LeaveGroupResponse } from './messages/13-leave-group.ts';
export { syncGroup, type SyncGroupRequest, type SyncGroupResponse } from './messages/14-sync-group.ts';
export {
  describeGroups,
  type DescribeGroupsRequest,
  type DescribeGroupsResponse,
} from './messages/15-describe-groups.ts';
export { listGroups, type ListGroupsRequest, type ListGroupsResponse } from './messages/16-list-groups.ts';
export { saslHandshake, type SaslHandshakeRequest, type SaslHandshakeResponse } from './messages/17-sasl-handshake.ts';
export { apiVersions, type ApiVersionsRequest, type ApiVersionsResponse } from './messages/18-api-versions.ts';
export { createTopics, type CreateTopicsRequest, type CreateTopicsResponse } from './messages/19-create-topics.ts';
export { deleteTopics, type DeleteTopicsRequest, type DeleteTopicsResponse } from './messages/20-delete-topics.ts';
export { deleteRecords, type DeleteRecordsRequest, type DeleteRecordsResponse } from './messages/21-delete-records.ts';
export {
  initProducerId,
  type InitProducerIdRequest,
  type InitProducerIdResponse,
} from './messages/22-init-producer-id.ts';
export {
  offsetForLeaderEpoch,
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochResponse,
} from './messages/23-offset-for-leader-epoch.ts';
export {
  addPartitionsToTxn,
  type AddPartitionsToTxnRequest,
  type AddPartitionsToTxnResponse,
} from './messages/24-add-partitions-to-txn.ts';
export {
  addOffsetsToTxn,
  type AddOffsetsToTxnRequest,
  type AddOffsetsToTxnResponse,
} from './messages/25-add-offsets-to-txn.ts';
export { endTxn, type EndTxnRequest, type EndTxnResponse } from './messages/26-end-txn.ts';
export {
  writeTxnMarkers,
  type WriteTxnMarkersRequest,
  type WriteTxnMarkersResponse,
} from './messages/27-write-txn-markers.ts';
export {
  txnOffsetCommit,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
} from './messages/28-txn-offset-commit.ts';
export { describeAcls, type DescribeAclsRequest, type DescribeAclsResponse } from './messages/29-describe-acls.ts';
export { createAcls, type CreateAclsRequest, type CreateAclsResponse } from './messages/30-create-acls.ts';
export { deleteAcls, type DeleteAclsRequest, type DeleteAclsResponse } from './messages/31-delete-acls.ts';
export {
  describeConfigs,
  type DescribeConfigsRequest,
  type DescribeConfigsResponse,
} from './messages/32-describe-configs.ts';
export { alterConfigs, type AlterConfigsRequest, type AlterConfigsResponse } from './messages/33-alter-configs.ts';
export {
  alterReplicaLogDirs,
  type AlterReplicaLogDirsRequest,
  type AlterReplicaLogDirsResponse,
} from './messages/34-alter-replica-log-dirs.ts';
export {
  describeLogDirs,
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponse,
} from './messages/35-describe-log-dirs.ts';
export {
  saslAuthenticate,
  type SaslAuthenticateRequest,
  type SaslAuthenticateResponse,
} from './messages/36-sasl-authenticate.ts';
export {
  createPartitions,
  type CreatePartitionsRequest,
  type CreatePartitionsResponse,
} from './messages/37-create-partitions.ts';
export {
  createDelegationToken,
  type CreateDelegationTokenRequest,
  type CreateDelegationTokenResponse,
} from './messages/38-create-delegation-token.ts';
export {
  renewDelegationToken,
  type RenewDelegationTokenRequest,
  type RenewDelegationTokenResponse,
} from './messages/39-renew-delegation-token.ts';
export {
  expireDelegationToken,
  type ExpireDelegationTokenRequest,
  type ExpireDelegationTokenResponse,
} from './messages/40-expire-delegation-token.ts';
export {
  describeDelegationToken,
  type DescribeDelegationTokenRequest,
  type DescribeDelegationTokenResponse,
} from './messages/41-describe-delegation-token.ts';
export { deleteGroups, type DeleteGroupsRequest, type DeleteGroupsResponse } from './messages/42-delete-groups.ts';
export { electLeaders, type ElectLeadersRequest, type ElectLeadersResponse } from './messages/43-elect-leaders.ts';
export {
  incrementalAlterConfigs,
  type IncrementalAlterConfigsRequest,
  type IncrementalAlterConfigsResponse,
} from './messages/44-incremental-alter-configs.ts';
export {
  alterPartitionReassignments,
  type AlterPartitionReassignmentsRequest,
  type AlterPartitionReassignmentsResponse,
} from './messages/45-alter-partition-reassignments.ts';
export {
  listPartitionReassignments,
  type ListPartitionReassignmentsRequest,
  type ListPartitionReassignmentsResponse,
} from './messages/46-list-partition-reassignments.ts';
export { offsetDelete, type OffsetDeleteRequest, type OffsetDeleteResponse } from './messages/47-offset-delete.ts';
export {
  describeClientQuotas,
  type DescribeClientQuotasRequest,
  type DescribeClientQuotasResponse,
} from './messages/48-describe-client-quotas.ts';
export {
  alterClientQuotas,
  type AlterClientQuotasRequest,
  type AlterClientQuotasResponse,
} from './messages/49-alter-client-quotas.ts';
export {
  describeUserScramCredentials,
  type DescribeUserScramCredentialsRequest,
  type DescribeUserScramCredentialsResponse,
} from './messages/50-describe-user-scram-credentials.ts';
export {
  alterUserScramCredentials,
  type AlterUserScramCredentialsRequest,
  type AlterUserScramCredentialsResponse,
} from './messages/51-alter-user-scram-credentials.ts';
export {
  describeQuorum,
  type DescribeQuorumRequest,
  type DescribeQuorumResponse,
} from './messages/55-describe-quorum.ts';
export {
  updateFeatures,
  type UpdateFeaturesRequest,
  type UpdateFeaturesResponse,
} from './messages/57-update-features.ts';
export {
  describeCluster,
  type DescribeClusterRequest,
  type DescribeClusterResponse,
} from './messages/60-describe-cluster.ts';
export {
  describeProducers,
  type DescribeProducersRequest,
  type DescribeProducersResponse,
} from './messages/61-describe-producers.ts';
export {
  unregisterBroker,
  type UnregisterBrokerRequest,
  type UnregisterBrokerResponse,
} from './messages/64-unregister-broker.ts';
export {
  describeTransactions,
  type DescribeTransactionsRequest,
  type DescribeTransactionsResponse,
} from './messages/65-describe-transactions.ts';
export {
  listTransactions,
  type ListTransactionsRequest,
  type ListTransactionsResponse,
} from './messages/66-list-transactions.ts';
export {
  consumerGroupHeartbeat,
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
} from './messages/68-consumer-group-heartbeat.ts';
export {
  consumerGroupDescribe,
  type ConsumerGroupDescribeRequest,
  type ConsumerGroupDescribeResponse,
} from './messages/69-consumer-group-describe.ts';
export {
  getTelemetrySubscriptions,
  type GetTelemetrySubscriptionsRequest,
  type GetTelemetrySubscriptionsResponse,
} from './messages/71-get-telemetry-subscriptions.ts';
export { pushTelemetry, type PushTelemetryRequest, type PushTelemetryResponse } from './messages/72-push-telemetry.ts';
export {
  listConfigResources,
  type ListConfigResourcesRequest,
  type ListConfigResourcesResponse,
} from './messages/74-list-config-resources.ts';
export {
  describeTopicPartitions,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponse,
} from './messages/75-describe-topic-partitions.ts';
export { consumerProtocolAssignment, consumerProtocolSubscription } from './messages/consumer-protocol.ts';
