import { errorCode, heartbeat, type HeartbeatRequest, type HeartbeatResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** Heartbeat: keeps a member's session and tells it of a rebalance. */
export const heartbeatHandler: Handler<HeartbeatRequest, HeartbeatResponse> = {
  api: heartbeat,
  versions: [0, 4],
  handle(request, { broker }) {
    return { errorCode: errorCode(broker.groups.heartbeat(request)) };
  },
};
