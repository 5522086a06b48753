import type { JoinRequest, SyncRequest } from './groups.ts';
import { countMemberBytes, countProtocolBytes, type Member } from './member.ts';
import type { Membership } from './membership.ts';
import type { Rebalance } from './rebalance.ts';

/** What clients may make one group hold. */
export interface GroupLimits {
  /** `group.max.size`: members, and ids promised but not yet used. */
  readonly maxSize: number;
  /** Bound on the protocol metadata of one member, and on its assignment. */
  readonly maxMemberBytes: number;
  /** Bound on the metadata and assignments of all members. */
  readonly maxGroupBytes: number;
}

export function isOversized(request: JoinRequest, limits: GroupLimits): boolean {
  return countProtocolBytes(request) > limits.maxMemberBytes;
}

export function hasRoomFor(
  request: JoinRequest,
  members: Membership,
  rebalance: Rebalance,
  limits: GroupLimits,
): boolean {
  const member = members.get(request.memberId) ?? members.get(members.staticId(request.groupInstanceId) ?? '');
  if (member === undefined) {
    const pending = rebalance.pendingJoins - (rebalance.isPendingJoin(request.memberId) ? 1 : 0);
    if (members.size + pending >= limits.maxSize) return false;
  } else if (rebalance.state === 'PreparingRebalance' && member.answerJoin === undefined) {
    // A group restored above a lowered limit shrinks here: the last to come back find no room.
    if (members.awaitingJoin >= limits.maxSize) return false;
  }
  return countBytes(members, member) + countProtocolBytes(request) <= limits.maxGroupBytes;
}

export function hasRoomForAssignments(request: SyncRequest, members: Membership, limits: GroupLimits): boolean {
  let bytes = countBytes(members, undefined);
  for (const { assignment } of request.assignments) {
    if (assignment.length > limits.maxMemberBytes) return false;
    bytes += assignment.length;
  }
  return bytes <= limits.maxGroupBytes;
}

function countBytes(members: Membership, except: Member | undefined): number {
  let bytes = 0;
  for (const member of members.all()) if (member !== except) bytes += countMemberBytes(member);
  return bytes;
}
