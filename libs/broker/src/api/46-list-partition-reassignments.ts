import { listPartitionReassignments } from '@sluice/kafka';
import type { ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** ListPartitionReassignments: with one broker none is ever under way. */
export const listPartitionReassignmentsHandler: Handler<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse
> = {
  api: listPartitionReassignments,
  versions: [0, 0],
  handle: () => ({ throttleTimeMs: 0, errorCode: 0, errorMessage: null, topics: [] }),
};
