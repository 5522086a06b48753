import type { ApiDefinition } from '@sluice/kafka';
import type { Logger, Metrics } from '@sluice/runtime';
import type { Groups } from '../groups/groups.ts';
import type { FetchSessions } from '../fetch/fetch-sessions.ts';
import type { RecordPolicy } from '../policy/record-policy.ts';
import type { BrokerConfigs } from '../configs/broker-configs.ts';
import type { ProducerIds } from '../topics/producer-ids.ts';
import type { Topics } from '../topics/topics.ts';

/** What a handler may know of the connection that a request came in on. */
export interface ConnectionInfo {
  /** The address the client reached this broker at (or the advertised one): the only broker address it is shown. */
  readonly advertised: { readonly host: string; readonly port: number };
  readonly remoteAddress: string;
  /** Aborts when the connection ends: whoever waits on behalf of this client stops then. */
  readonly closed: AbortSignal;
}

/** The parts of the broker that requests are answered from. One object for all connections. */
export interface BrokerServices {
  readonly clusterId: string;
  readonly nodeId: number;
  /** Rises at every start. */
  readonly leaderEpoch: number;
  /** Where the partitions' directories are. */
  readonly logDir: string;
  readonly topics: Topics;
  readonly producerIds: ProducerIds;
  readonly fetchSessions: FetchSessions;
  readonly records: RecordPolicy;
  readonly configs: BrokerConfigs;
  readonly groups: Groups;
  /** Aborts when the broker begins to close: whoever waits for something answers with what there is. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Memory for an answer, of what all answers that are not taken yet may hold together. */
export interface AnswerRoom {
  /**
   * Takes a share of what is left, `maxBytes` at most, in place of what was reserved before. 0 when there is none: then
   * the least that makes sense may be answered. Undefined when nothing may be.
   */
  reserve(maxBytes: number): number | undefined;
  /** The bytes that the answer has; the rest of what was reserved is given back. */
  keep(bytes: number): void;
}

/** One request's surroundings. */
export interface RequestContext {
  readonly apiVersion: number;
  readonly clientId: string | null;
  readonly connection: ConnectionInfo;
  readonly broker: BrokerServices;
  /** For answers that may be large. */
  readonly answerRoom: AnswerRoom;
  /**
   * Lets the connection's next request start before this one is answered; responses keep their order anyway.
   * Called once nothing that the next request does can overtake this one (Produce: after its batches have offsets).
   */
  admitNext(): void;
}

/**
 * One Kafka request, answered. Lives in `NN-name.ts`, where NN is its API key; ApiVersions is derived from the list
 * of handlers. `handle` answers errors of the protocol in its response; what it throws becomes UNKNOWN_SERVER_ERROR
 * or ends the connection. `undefined` sends nothing (Produce with acks=0).
 */
export interface Handler<Request, Response> {
  readonly api: ApiDefinition<Request, Response>;
  /** First and last version served. */
  readonly versions: readonly [min: number, max: number];
  handle(request: Request, context: RequestContext): Response | undefined | Promise<Response | undefined>;
}
