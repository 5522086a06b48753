import { type Member, NO_ASSIGNMENT } from './member.ts';
import type { Membership } from './membership.ts';
import type { Rebalance } from './rebalance.ts';

/** What of a group survives a restart: its last durable generation. */
export interface GroupMetadata {
  readonly protocolType: string;
  readonly generationId: number;
  readonly protocolName: string | null;
  readonly leader: string | null;
  readonly stateTimestampMs: number;
  readonly members: readonly StoredMember[];
}

export interface StoredMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly subscription: Uint8Array;
  readonly assignment: Uint8Array;
}

/** The running generation with what its leader assigned. */
export function toMetadata(
  members: Membership,
  rebalance: Rebalance,
  assignments: ReadonlyMap<string, Uint8Array>,
): GroupMetadata {
  const { generationId, protocolName, stateTimestampMs } = rebalance;
  return {
    protocolType: members.protocolType ?? '',
    generationId,
    protocolName,
    leader: members.leaderId,
    stateTimestampMs,
    members: Array.from(members.all(), (member) => ({
      memberId: member.id,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      sessionTimeoutMs: member.sessionTimeoutMs,
      subscription: member.protocols.get(protocolName ?? '') ?? NO_ASSIGNMENT,
      assignment: assignments.get(member.id) ?? NO_ASSIGNMENT,
    })),
  };
}

/** Fills an empty membership. Members know only the protocol that had been selected, as in Kafka. */
export function restoreMembers(members: Membership, from: GroupMetadata): void {
  members.protocolType = from.protocolType === '' ? null : from.protocolType;
  for (const stored of from.members) {
    const member: Member = {
      id: stored.memberId,
      groupInstanceId: stored.groupInstanceId,
      clientId: stored.clientId,
      clientHost: stored.clientHost,
      rebalanceTimeoutMs: stored.rebalanceTimeoutMs,
      sessionTimeoutMs: stored.sessionTimeoutMs,
      protocols: new Map([[from.protocolName ?? '', stored.subscription]]),
      assignment: stored.assignment,
      answerJoin: undefined,
      answerSync: undefined,
      isNew: false,
      knowsId: true,
      session: undefined,
    };
    members.add(member, from.protocolType);
  }
  if (from.leader !== null && members.get(from.leader) !== undefined) members.leaderId = from.leader;
}
