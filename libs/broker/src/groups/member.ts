import type { Timer } from './clock.ts';
import type { GroupClient, GroupError, JoinAnswer, JoinRequest, SyncAnswer } from './groups.ts';

export type AnswerJoin = (answer: JoinAnswer) => void;
export type AnswerSync = (answer: SyncAnswer) => void;

/** One member of a classic group. */
export interface Member {
  readonly id: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  /** Name to metadata, in the order of preference. */
  protocols: ReadonlyMap<string, Uint8Array>;
  assignment: Uint8Array;
  /** Set while a JoinGroup of this member waits for the next generation. */
  answerJoin: AnswerJoin | undefined;
  /** Set while a SyncGroup of this member waits for the leader's assignment. */
  answerSync: AnswerSync | undefined;
  /** True until its first generation begins. */
  isNew: boolean;
  /** False while the client has not been told `id`: it cannot come back under it. */
  knowsId: boolean;
  session: Timer | undefined;
}

export const NO_ASSIGNMENT = new Uint8Array(0);

export function createMember(id: string, request: JoinRequest, client: GroupClient): Member {
  return {
    id,
    groupInstanceId: request.groupInstanceId,
    clientId: client.clientId,
    clientHost: client.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocols: copyProtocols(request),
    assignment: NO_ASSIGNMENT,
    answerJoin: undefined,
    answerSync: undefined,
    isNew: true,
    knowsId: request.memberId !== '',
    session: undefined,
  };
}

/** Takes the protocols out of the request's frame, which must not be kept alive by them. The first of a name counts. */
export function copyProtocols(request: JoinRequest): ReadonlyMap<string, Uint8Array> {
  const protocols = new Map<string, Uint8Array>();
  for (const { name, metadata } of request.protocols) {
    if (!protocols.has(name)) protocols.set(name, new Uint8Array(metadata));
  }
  return protocols;
}

/** Whether the request names the same protocols, in the same order, with the same metadata. */
export function matchesProtocols(member: Member, request: JoinRequest): boolean {
  if (member.protocols.size !== request.protocols.length) return false;
  let index = 0;
  for (const [name, metadata] of member.protocols) {
    const other = request.protocols[index++];
    if (other === undefined || other.name !== name || !equalBytes(metadata, other.metadata)) return false;
  }
  return true;
}

/** Bytes of metadata that the request asks the group to keep. */
export function countProtocolBytes(request: JoinRequest): number {
  let bytes = 0;
  for (const { name, metadata } of request.protocols) bytes += name.length + metadata.length;
  return bytes;
}

export function countMemberBytes(member: Member): number {
  let bytes = member.assignment.length;
  for (const [name, metadata] of member.protocols) bytes += name.length + metadata.length;
  return bytes;
}

export function refuseJoin(memberId: string, error: GroupError): JoinAnswer {
  return {
    error,
    memberId,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    members: [],
  };
}

export function refuseSync(error: GroupError): SyncAnswer {
  return { error, protocolType: null, protocolName: null, assignment: NO_ASSIGNMENT };
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
