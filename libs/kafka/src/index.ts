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
export { decodeVersioned, encodeVersioned } from './versioned.ts';
export { consumerProtocolAssignment, consumerProtocolSubscription } from './messages/consumer-protocol.ts';
export { ZERO_UUID } from './uuid.ts';
export { produce, produceRequest, produceResponse } from './messages/00-produce.ts';
export type { ProduceRequest, ProduceResponse } from './messages/00-produce.ts';
export { fetch, fetchRequest, fetchResponse } from './messages/01-fetch.ts';
export type { FetchRequest, FetchResponse } from './messages/01-fetch.ts';
export { listOffsets, listOffsetsRequest, listOffsetsResponse } from './messages/02-list-offsets.ts';
export type { ListOffsetsRequest, ListOffsetsResponse } from './messages/02-list-offsets.ts';
export { metadata, metadataRequest, metadataResponse } from './messages/03-metadata.ts';
export type { MetadataRequest, MetadataResponse } from './messages/03-metadata.ts';
export { offsetCommit, offsetCommitRequest, offsetCommitResponse } from './messages/08-offset-commit.ts';
export type { OffsetCommitRequest, OffsetCommitResponse } from './messages/08-offset-commit.ts';
export { offsetFetch, offsetFetchRequest, offsetFetchResponse } from './messages/09-offset-fetch.ts';
export type { OffsetFetchRequest, OffsetFetchResponse } from './messages/09-offset-fetch.ts';
export { findCoordinator, findCoordinatorRequest, findCoordinatorResponse } from './messages/10-find-coordinator.ts';
export type { FindCoordinatorRequest, FindCoordinatorResponse } from './messages/10-find-coordinator.ts';
export { joinGroup, joinGroupRequest, joinGroupResponse } from './messages/11-join-group.ts';
export type { JoinGroupRequest, JoinGroupResponse } from './messages/11-join-group.ts';
export { heartbeat, heartbeatRequest, heartbeatResponse } from './messages/12-heartbeat.ts';
export type { HeartbeatRequest, HeartbeatResponse } from './messages/12-heartbeat.ts';
export { leaveGroup, leaveGroupRequest, leaveGroupResponse } from './messages/13-leave-group.ts';
export type { LeaveGroupRequest, LeaveGroupResponse } from './messages/13-leave-group.ts';
export { syncGroup, syncGroupRequest, syncGroupResponse } from './messages/14-sync-group.ts';
export type { SyncGroupRequest, SyncGroupResponse } from './messages/14-sync-group.ts';
export { describeGroups, describeGroupsRequest, describeGroupsResponse } from './messages/15-describe-groups.ts';
export type { DescribeGroupsRequest, DescribeGroupsResponse } from './messages/15-describe-groups.ts';
export { listGroups, listGroupsRequest, listGroupsResponse } from './messages/16-list-groups.ts';
export type { ListGroupsRequest, ListGroupsResponse } from './messages/16-list-groups.ts';
export { saslHandshake, saslHandshakeRequest, saslHandshakeResponse } from './messages/17-sasl-handshake.ts';
export type { SaslHandshakeRequest, SaslHandshakeResponse } from './messages/17-sasl-handshake.ts';
export { apiVersions, apiVersionsRequest, apiVersionsResponse } from './messages/18-api-versions.ts';
export type { ApiVersionsRequest, ApiVersionsResponse } from './messages/18-api-versions.ts';
export { createTopics, createTopicsRequest, createTopicsResponse } from './messages/19-create-topics.ts';
export type { CreateTopicsRequest, CreateTopicsResponse } from './messages/19-create-topics.ts';
export { deleteTopics, deleteTopicsRequest, deleteTopicsResponse } from './messages/20-delete-topics.ts';
export type { DeleteTopicsRequest, DeleteTopicsResponse } from './messages/20-delete-topics.ts';
export { deleteRecords, deleteRecordsRequest, deleteRecordsResponse } from './messages/21-delete-records.ts';
export type { DeleteRecordsRequest, DeleteRecordsResponse } from './messages/21-delete-records.ts';
export { initProducerId, initProducerIdRequest, initProducerIdResponse } from './messages/22-init-producer-id.ts';
export type { InitProducerIdRequest, InitProducerIdResponse } from './messages/22-init-producer-id.ts';
export {
  offsetForLeaderEpoch,
  offsetForLeaderEpochRequest,
  offsetForLeaderEpochResponse,
} from './messages/23-offset-for-leader-epoch.ts';
export type {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from './messages/23-offset-for-leader-epoch.ts';
export {
  addPartitionsToTxn,
  addPartitionsToTxnRequest,
  addPartitionsToTxnResponse,
} from './messages/24-add-partitions-to-txn.ts';
export type { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from './messages/24-add-partitions-to-txn.ts';
export { addOffsetsToTxn, addOffsetsToTxnRequest, addOffsetsToTxnResponse } from './messages/25-add-offsets-to-txn.ts';
export type { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from './messages/25-add-offsets-to-txn.ts';
export { endTxn, endTxnRequest, endTxnResponse } from './messages/26-end-txn.ts';
export type { EndTxnRequest, EndTxnResponse } from './messages/26-end-txn.ts';
export { writeTxnMarkers, writeTxnMarkersRequest, writeTxnMarkersResponse } from './messages/27-write-txn-markers.ts';
export type { WriteTxnMarkersRequest, WriteTxnMarkersResponse } from './messages/27-write-txn-markers.ts';
export { txnOffsetCommit, txnOffsetCommitRequest, txnOffsetCommitResponse } from './messages/28-txn-offset-commit.ts';
export type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from './messages/28-txn-offset-commit.ts';
export { describeAcls, describeAclsRequest, describeAclsResponse } from './messages/29-describe-acls.ts';
export type { DescribeAclsRequest, DescribeAclsResponse } from './messages/29-describe-acls.ts';
export { createAcls, createAclsRequest, createAclsResponse } from './messages/30-create-acls.ts';
export type { CreateAclsRequest, CreateAclsResponse } from './messages/30-create-acls.ts';
export { deleteAcls, deleteAclsRequest, deleteAclsResponse } from './messages/31-delete-acls.ts';
export type { DeleteAclsRequest, DeleteAclsResponse } from './messages/31-delete-acls.ts';
export { describeConfigs, describeConfigsRequest, describeConfigsResponse } from './messages/32-describe-configs.ts';
export type { DescribeConfigsRequest, DescribeConfigsResponse } from './messages/32-describe-configs.ts';
export { alterConfigs, alterConfigsRequest, alterConfigsResponse } from './messages/33-alter-configs.ts';
export type { AlterConfigsRequest, AlterConfigsResponse } from './messages/33-alter-configs.ts';
export {
  alterReplicaLogDirs,
  alterReplicaLogDirsRequest,
  alterReplicaLogDirsResponse,
} from './messages/34-alter-replica-log-dirs.ts';
export type { AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse } from './messages/34-alter-replica-log-dirs.ts';
export { describeLogDirs, describeLogDirsRequest, describeLogDirsResponse } from './messages/35-describe-log-dirs.ts';
export type { DescribeLogDirsRequest, DescribeLogDirsResponse } from './messages/35-describe-log-dirs.ts';
export {
  saslAuthenticate,
  saslAuthenticateRequest,
  saslAuthenticateResponse,
} from './messages/36-sasl-authenticate.ts';
export type { SaslAuthenticateRequest, SaslAuthenticateResponse } from './messages/36-sasl-authenticate.ts';
export {
  createPartitions,
  createPartitionsRequest,
  createPartitionsResponse,
} from './messages/37-create-partitions.ts';
export type { CreatePartitionsRequest, CreatePartitionsResponse } from './messages/37-create-partitions.ts';
export {
  createDelegationToken,
  createDelegationTokenRequest,
  createDelegationTokenResponse,
} from './messages/38-create-delegation-token.ts';
export type {
  CreateDelegationTokenRequest,
  CreateDelegationTokenResponse,
} from './messages/38-create-delegation-token.ts';
export {
  renewDelegationToken,
  renewDelegationTokenRequest,
  renewDelegationTokenResponse,
} from './messages/39-renew-delegation-token.ts';
export type {
  RenewDelegationTokenRequest,
  RenewDelegationTokenResponse,
} from './messages/39-renew-delegation-token.ts';
export {
  expireDelegationToken,
  expireDelegationTokenRequest,
  expireDelegationTokenResponse,
} from './messages/40-expire-delegation-token.ts';
export type {
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenResponse,
} from './messages/40-expire-delegation-token.ts';
export {
  describeDelegationToken,
  describeDelegationTokenRequest,
  describeDelegationTokenResponse,
} from './messages/41-describe-delegation-token.ts';
export type {
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenResponse,
} from './messages/41-describe-delegation-token.ts';
export { deleteGroups, deleteGroupsRequest, deleteGroupsResponse } from './messages/42-delete-groups.ts';
export type { DeleteGroupsRequest, DeleteGroupsResponse } from './messages/42-delete-groups.ts';
export { electLeaders, electLeadersRequest, electLeadersResponse } from './messages/43-elect-leaders.ts';
export type { ElectLeadersRequest, ElectLeadersResponse } from './messages/43-elect-leaders.ts';
export {
  incrementalAlterConfigs,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
} from './messages/44-incremental-alter-configs.ts';
export type {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from './messages/44-incremental-alter-configs.ts';
export {
  alterPartitionReassignments,
  alterPartitionReassignmentsRequest,
  alterPartitionReassignmentsResponse,
} from './messages/45-alter-partition-reassignments.ts';
export type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from './messages/45-alter-partition-reassignments.ts';
export {
  listPartitionReassignments,
  listPartitionReassignmentsRequest,
  listPartitionReassignmentsResponse,
} from './messages/46-list-partition-reassignments.ts';
export type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from './messages/46-list-partition-reassignments.ts';
export { offsetDelete, offsetDeleteRequest, offsetDeleteResponse } from './messages/47-offset-delete.ts';
export type { OffsetDeleteRequest, OffsetDeleteResponse } from './messages/47-offset-delete.ts';
export {
  describeClientQuotas,
  describeClientQuotasRequest,
  describeClientQuotasResponse,
} from './messages/48-describe-client-quotas.ts';
export type {
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponse,
} from './messages/48-describe-client-quotas.ts';
export {
  alterClientQuotas,
  alterClientQuotasRequest,
  alterClientQuotasResponse,
} from './messages/49-alter-client-quotas.ts';
export type { AlterClientQuotasRequest, AlterClientQuotasResponse } from './messages/49-alter-client-quotas.ts';
export {
  describeUserScramCredentials,
  describeUserScramCredentialsRequest,
  describeUserScramCredentialsResponse,
} from './messages/50-describe-user-scram-credentials.ts';
export type {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from './messages/50-describe-user-scram-credentials.ts';
export {
  alterUserScramCredentials,
  alterUserScramCredentialsRequest,
  alterUserScramCredentialsResponse,
} from './messages/51-alter-user-scram-credentials.ts';
export type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from './messages/51-alter-user-scram-credentials.ts';
export { describeQuorum, describeQuorumRequest, describeQuorumResponse } from './messages/55-describe-quorum.ts';
export type { DescribeQuorumRequest, DescribeQuorumResponse } from './messages/55-describe-quorum.ts';
export { updateFeatures, updateFeaturesRequest, updateFeaturesResponse } from './messages/57-update-features.ts';
export type { UpdateFeaturesRequest, UpdateFeaturesResponse } from './messages/57-update-features.ts';
export { describeCluster, describeClusterRequest, describeClusterResponse } from './messages/60-describe-cluster.ts';
export type { DescribeClusterRequest, DescribeClusterResponse } from './messages/60-describe-cluster.ts';
export {
  describeProducers,
  describeProducersRequest,
  describeProducersResponse,
} from './messages/61-describe-producers.ts';
export type { DescribeProducersRequest, DescribeProducersResponse } from './messages/61-describe-producers.ts';
export {
  unregisterBroker,
  unregisterBrokerRequest,
  unregisterBrokerResponse,
} from './messages/64-unregister-broker.ts';
export type { UnregisterBrokerRequest, UnregisterBrokerResponse } from './messages/64-unregister-broker.ts';
export {
  describeTransactions,
  describeTransactionsRequest,
  describeTransactionsResponse,
} from './messages/65-describe-transactions.ts';
export type { DescribeTransactionsRequest, DescribeTransactionsResponse } from './messages/65-describe-transactions.ts';
export {
  listTransactions,
  listTransactionsRequest,
  listTransactionsResponse,
} from './messages/66-list-transactions.ts';
export type { ListTransactionsRequest, ListTransactionsResponse } from './messages/66-list-transactions.ts';
export {
  consumerGroupHeartbeat,
  consumerGroupHeartbeatRequest,
  consumerGroupHeartbeatResponse,
} from './messages/68-consumer-group-heartbeat.ts';
export type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from './messages/68-consumer-group-heartbeat.ts';
export {
  consumerGroupDescribe,
  consumerGroupDescribeRequest,
  consumerGroupDescribeResponse,
} from './messages/69-consumer-group-describe.ts';
export type {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from './messages/69-consumer-group-describe.ts';
export {
  getTelemetrySubscriptions,
  getTelemetrySubscriptionsRequest,
  getTelemetrySubscriptionsResponse,
} from './messages/71-get-telemetry-subscriptions.ts';
export type {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from './messages/71-get-telemetry-subscriptions.ts';
export { pushTelemetry, pushTelemetryRequest, pushTelemetryResponse } from './messages/72-push-telemetry.ts';
export type { PushTelemetryRequest, PushTelemetryResponse } from './messages/72-push-telemetry.ts';
export {
  listConfigResources,
  listConfigResourcesRequest,
  listConfigResourcesResponse,
} from './messages/74-list-config-resources.ts';
export type { ListConfigResourcesRequest, ListConfigResourcesResponse } from './messages/74-list-config-resources.ts';
export {
  describeTopicPartitions,
  describeTopicPartitionsRequest,
  describeTopicPartitionsResponse,
} from './messages/75-describe-topic-partitions.ts';
export type {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from './messages/75-describe-topic-partitions.ts';
