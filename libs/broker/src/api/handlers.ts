import { produceHandler } from './00-produce.ts';
import { fetchHandler } from './01-fetch.ts';
import { listOffsetsHandler } from './02-list-offsets.ts';
import { metadataHandler } from './03-metadata.ts';
import { offsetCommitHandler } from './08-offset-commit.ts';
import { offsetFetchHandler } from './09-offset-fetch.ts';
import { findCoordinatorHandler } from './10-find-coordinator.ts';
import { joinGroupHandler } from './11-join-group.ts';
import { heartbeatHandler } from './12-heartbeat.ts';
import { leaveGroupHandler } from './13-leave-group.ts';
import { syncGroupHandler } from './14-sync-group.ts';
import { describeGroupsHandler } from './15-describe-groups.ts';
import { listGroupsHandler } from './16-list-groups.ts';
import { createApiVersionsHandler } from './18-api-versions.ts';
import { createTopicsHandler } from './19-create-topics.ts';
import { deleteTopicsHandler } from './20-delete-topics.ts';
import { deleteRecordsHandler } from './21-delete-records.ts';
import { initProducerIdHandler } from './22-init-producer-id.ts';
import { offsetForLeaderEpochHandler } from './23-offset-for-leader-epoch.ts';
import { describeConfigsHandler } from './32-describe-configs.ts';
import { alterConfigsHandler } from './33-alter-configs.ts';
import { describeLogDirsHandler } from './35-describe-log-dirs.ts';
import { createPartitionsHandler } from './37-create-partitions.ts';
import { deleteGroupsHandler } from './42-delete-groups.ts';
import { electLeadersHandler } from './43-elect-leaders.ts';
import { incrementalAlterConfigsHandler } from './44-incremental-alter-configs.ts';
import { alterPartitionReassignmentsHandler } from './45-alter-partition-reassignments.ts';
import { listPartitionReassignmentsHandler } from './46-list-partition-reassignments.ts';
import { offsetDeleteHandler } from './47-offset-delete.ts';
import { describeClientQuotasHandler } from './48-describe-client-quotas.ts';
import { describeClusterHandler } from './60-describe-cluster.ts';
import { listConfigResourcesHandler } from './74-list-config-resources.ts';
import { describeTopicPartitionsHandler } from './75-describe-topic-partitions.ts';
import { serveWith } from './serve.ts';
import type { ServedApi, ServedApis } from './serve.ts';

/** Every request this broker answers, but ApiVersions, which is derived from them. */
const SERVED: readonly ServedApi[] = [
  serveWith(produceHandler),
  serveWith(fetchHandler),
  serveWith(listOffsetsHandler),
  serveWith(metadataHandler),
  serveWith(offsetCommitHandler),
  serveWith(offsetFetchHandler),
  serveWith(findCoordinatorHandler),
  serveWith(joinGroupHandler),
  serveWith(heartbeatHandler),
  serveWith(leaveGroupHandler),
  serveWith(syncGroupHandler),
  serveWith(describeGroupsHandler),
  serveWith(listGroupsHandler),
  serveWith(createTopicsHandler),
  serveWith(deleteTopicsHandler),
  serveWith(deleteRecordsHandler),
  serveWith(initProducerIdHandler),
  serveWith(offsetForLeaderEpochHandler),
  serveWith(describeConfigsHandler),
  serveWith(alterConfigsHandler),
  serveWith(describeLogDirsHandler),
  serveWith(createPartitionsHandler),
  serveWith(deleteGroupsHandler),
  serveWith(electLeadersHandler),
  serveWith(incrementalAlterConfigsHandler),
  serveWith(alterPartitionReassignmentsHandler),
  serveWith(listPartitionReassignmentsHandler),
  serveWith(offsetDeleteHandler),
  serveWith(describeClientQuotasHandler),
  serveWith(describeClusterHandler),
  serveWith(listConfigResourcesHandler),
  serveWith(describeTopicPartitionsHandler),
];

const apiVersionsHandler = createApiVersionsHandler(SERVED);

export const SERVED_APIS: ServedApis = new Map(
  [
    ...SERVED,
    serveWith(apiVersionsHandler, {
      answerUnsupported: { version: 0, answer: () => apiVersionsHandler.answerUnsupported() },
    }),
  ].map((served) => [served.api.key, served]),
);
