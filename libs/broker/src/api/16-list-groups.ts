import { errorCode, listGroups, type ListGroupsRequest, type ListGroupsResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** Kafka's name for the groups of JoinGroup and SyncGroup (KIP-848). */
const CLASSIC = 'classic';

/** ListGroups: filtered by state from version 4 and by type from version 5, whatever the case; no filter is all. */
export const listGroupsHandler: Handler<ListGroupsRequest, ListGroupsResponse> = {
  api: listGroups,
  versions: [0, 5],
  handle({ statesFilter, typesFilter }, { broker }) {
    const states = new Set(statesFilter.map((state) => state.toLowerCase()));
    const types = new Set(typesFilter.map((type) => type.toLowerCase()));
    const isWanted = types.size === 0 || types.has(CLASSIC);
    const groups = isWanted ? broker.groups.list() : [];
    return {
      errorCode: errorCode('NONE'),
      groups: groups
        .filter(({ state }) => states.size === 0 || states.has(state.toLowerCase()))
        .map(({ groupId, protocolType, state }) => ({ groupId, protocolType, groupState: state, groupType: CLASSIC })),
    };
  },
};
