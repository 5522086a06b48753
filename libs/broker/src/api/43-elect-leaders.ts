import { electLeaders, errorCode } from '@sluice/kafka';
import type { ElectLeadersRequest, ElectLeadersResponse, ErrorName } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** Preferred and unclean. */
const ELECTION_TYPES: readonly number[] = [0, 1];

/** ElectLeaders: no partition needs one, for its only replica leads. */
export const electLeadersHandler: Handler<ElectLeadersRequest, ElectLeadersResponse> = {
  api: electLeaders,
  versions: [0, 2],
  handle({ electionType, topicPartitions }, { broker }) {
    if (!ELECTION_TYPES.includes(electionType)) {
      return { throttleTimeMs: 0, errorCode: errorCode('INVALID_REQUEST'), replicaElectionResults: [] };
    }
    // Who asks for all is told of those that needed an election.
    const replicaElectionResults = (topicPartitions ?? []).map(({ topic, partitions }) => {
      const count = broker.topics.get(topic)?.partitions ?? 0;
      const partitionResult = partitions.map((partitionId) => {
        const isKnown = partitionId >= 0 && partitionId < count;
        const error: ErrorName = isKnown ? 'ELECTION_NOT_NEEDED' : 'UNKNOWN_TOPIC_OR_PARTITION';
        return { partitionId, errorCode: errorCode(error), errorMessage: null };
      });
      return { topic, partitionResult };
    });
    return { throttleTimeMs: 0, errorCode: 0, replicaElectionResults };
  },
};
