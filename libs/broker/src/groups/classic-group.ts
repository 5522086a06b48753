import type { Clock } from './clock.ts';
import type {
  DescribedGroup,
  GroupClient,
  GroupError,
  GroupState,
  JoinAnswer,
  JoinRequest,
  LeavingMember,
  MemberIdentity,
  SyncRequest,
} from './groups.ts';
import { hasRoomFor, hasRoomForAssignments, isOversized, type GroupLimits } from './group-limits.ts';
import { type GroupMetadata, restoreMembers, toMetadata } from './group-metadata.ts';
import {
  type AnswerJoin,
  type AnswerSync,
  createMember,
  matchesProtocols,
  type Member,
  NO_ASSIGNMENT,
  refuseJoin,
  refuseSync,
} from './member.ts';
import { Membership } from './membership.ts';
import { Rebalance } from './rebalance.ts';

export interface ClassicGroupOptions {
  readonly clock: Clock;
  /** `group.initial.rebalance.delay.ms` */
  readonly initialRebalanceDelayMs: number;
  readonly limits: GroupLimits;
  /** A unique member id that begins with `prefix`. */
  readonly newMemberId: (prefix: string) => string;
  /** Makes the generation durable; calls `done` then, later, or with the error to answer. */
  readonly store: (metadata: GroupMetadata, done: (error: GroupError) => void) => void;
  readonly onRebalance: (reason: string) => void;
}

/** How long a new member's JoinGroup is kept: it sends no heartbeats before it knows its id. Kafka's own value. */
const NEW_MEMBER_JOIN_TIMEOUT_MS = 300_000;

/**
 * One group of the classic protocol: Kafka's state machine, driven by requests and the given clock alone. Answers go
 * to the callback that came with the request, at once or when the group gets there; each exactly once.
 */
export class ClassicGroup {
  readonly id: string;
  readonly #options: ClassicGroupOptions;
  readonly #members = new Membership();
  readonly #rebalance: Rebalance;
  /** The generation whose assignment is being stored, or was: a leader's repeated sync does not store another. */
  #assignedGeneration = -1;

  /** `from` is what a restart found; its members must be heard from within their session timeouts. */
  constructor(id: string, options: ClassicGroupOptions, from?: GroupMetadata) {
    this.id = id;
    this.#options = options;
    this.#rebalance = new Rebalance(
      this.#members,
      {
        clock: options.clock,
        initialDelayMs: options.initialRebalanceDelayMs,
        onExpired: (member) => this.#remove(member, `member ${member.id} was not heard from in time`),
        onRebalance: options.onRebalance,
        onEmpty: () => options.store(this.#toMetadata(new Map()), () => {}),
      },
      {
        state: from === undefined || from.members.length === 0 ? 'Empty' : 'Stable',
        generationId: from?.generationId ?? 0,
        protocolName: from?.protocolName ?? null,
        stateTimestampMs: from?.stateTimestampMs ?? options.clock.now(),
      },
    );
    if (from !== undefined) this.#restore(from);
  }

  get state(): GroupState {
    return this.#rebalance.state;
  }

  get generationId(): number {
    return this.#rebalance.generationId;
  }

  get protocolType(): string | null {
    return this.#members.protocolType;
  }

  get protocolName(): string | null {
    return this.#rebalance.protocolName;
  }

  get stateTimestampMs(): number {
    return this.#rebalance.stateTimestampMs;
  }

  /** Nobody is in the group or about to join it. */
  get isVacant(): boolean {
    return this.state === 'Empty' && this.#rebalance.pendingJoins === 0;
  }

  members(): Iterable<Member> {
    return this.#members.all();
  }

  join(request: JoinRequest, client: GroupClient, answer: AnswerJoin): void {
    if (this.state === 'Dead') return answer(refuseJoin(request.memberId, 'COORDINATOR_NOT_AVAILABLE'));
    if (isOversized(request, this.#options.limits)) {
      return answer(refuseJoin(request.memberId, 'INVALID_REQUEST'));
    }
    if (!hasRoomFor(request, this.#members, this.#rebalance, this.#options.limits)) {
      const member = this.#members.get(request.memberId);
      this.#rebalance.removePendingJoin(request.memberId);
      if (member !== undefined) this.#remove(member, `member ${member.id} found no room`);
      return answer(refuseJoin('', 'GROUP_MAX_SIZE_REACHED'));
    }
    if (!this.#supports(request)) return answer(refuseJoin(request.memberId, 'INCONSISTENT_GROUP_PROTOCOL'));
    if (request.memberId === '') this.#joinUnknown(request, client, answer);
    else if (this.#rebalance.isPendingJoin(request.memberId) && request.groupInstanceId === null) {
      this.#rebalance.removePendingJoin(request.memberId);
      this.#add(request.memberId, request, client, answer);
    } else this.#rejoin(request, answer);
  }

  sync(request: SyncRequest, answer: AnswerSync): void {
    const member = this.#checkMember(request);
    if (typeof member === 'string') return answer(refuseSync(member));
    const { protocolType, protocolName } = this.#rebalance.describeGeneration(member.id);
    if (differs(request.protocolType, protocolType) || differs(request.protocolName, protocolName)) {
      return answer(refuseSync('INCONSISTENT_GROUP_PROTOCOL'));
    }
    if (this.state === 'PreparingRebalance') return answer(refuseSync('REBALANCE_IN_PROGRESS'));
    if (this.state === 'Stable') {
      this.#rebalance.noteSync(member.id);
      return answer({ error: 'NONE', protocolType, protocolName, assignment: member.assignment });
    }
    const isLeader = this.#members.leaderId === member.id;
    if (isLeader && !hasRoomForAssignments(request, this.#members, this.#options.limits)) {
      return answer(refuseSync('INVALID_REQUEST'));
    }
    // A sync sent again, after its connection broke, takes the place of the first.
    this.#members.answerSync(member, refuseSync('REBALANCE_IN_PROGRESS'));
    member.answerSync = answer;
    this.#rebalance.noteSync(member.id);
    if (isLeader && this.#assignedGeneration !== request.generationId) this.#storeAssignments(request);
  }

  heartbeat(identity: MemberIdentity): GroupError {
    const member = this.#checkMember(identity);
    if (typeof member === 'string') return member;
    this.#rebalance.keepAlive(member);
    return this.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  /** Removes the members and then rebalances once. One error a member. */
  leave(leaving: readonly LeavingMember[]): GroupError[] {
    let left = 0;
    const errors = leaving.map((identity): GroupError => {
      if (this.#rebalance.isPendingJoin(identity.memberId)) {
        this.#rebalance.removePendingJoin(identity.memberId);
        left++;
        return 'NONE';
      }
      // An administrator knows the instance, not its member id of the day.
      const memberId = identity.memberId || (this.#members.staticId(identity.groupInstanceId) ?? '');
      const member = this.#members.identify(memberId, identity.groupInstanceId);
      if (typeof member === 'string') return member;
      this.#drop(member);
      left++;
      return 'NONE';
    });
    if (left > 0) this.#settle(`${left} members left`);
    return errors;
  }

  /** Whether this member (or, with generation −1, a client outside of the group) may commit offsets now. */
  checkCommit(identity: MemberIdentity): GroupError {
    const { generationId, memberId, groupInstanceId } = identity;
    if (this.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
    if (generationId < 0 && this.state === 'Empty') return 'NONE';
    if (generationId < 0 && memberId === '' && groupInstanceId === null) return 'UNKNOWN_MEMBER_ID';
    const member = this.#checkMember(identity);
    if (typeof member === 'string') return member;
    if (this.state === 'CompletingRebalance') return 'REBALANCE_IN_PROGRESS';
    this.#rebalance.keepAlive(member);
    return 'NONE';
  }

  /** The client whose request this callback belongs to is gone. It may come back under its id while its session lasts. */
  abandon(answer: unknown): void {
    for (const member of this.#members.all()) {
      if (member.answerSync === answer) {
        member.answerSync = undefined;
        return this.#rebalance.keepAlive(member);
      }
      if (member.answerJoin !== answer) continue;
      this.#members.parkJoin(member, undefined);
      if (member.knowsId || member.groupInstanceId !== null) return this.#rebalance.keepAlive(member);
      return this.#remove(member, `member ${member.id} disconnected before it had its id`);
    }
  }

  describe(): DescribedGroup {
    const protocolName = this.state === 'Stable' ? (this.protocolName ?? '') : '';
    return {
      groupId: this.id,
      state: this.state,
      protocolType: this.protocolType ?? '',
      protocolData: protocolName,
      members: Array.from(this.#members.all(), (member) => ({
        memberId: member.id,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        memberMetadata: member.protocols.get(protocolName) ?? NO_ASSIGNMENT,
        memberAssignment: member.assignment,
      })),
    };
  }

  /** Ends the group; whoever waits is answered with `error`. */
  kill(error: GroupError): void {
    if (this.state === 'Dead') return;
    for (const member of this.#members.all()) {
      this.#members.answerJoin(member, refuseJoin(member.id, error));
      this.#members.answerSync(member, refuseSync(error));
    }
    this.#rebalance.kill();
  }

  #joinUnknown(request: JoinRequest, client: GroupClient, answer: AnswerJoin): void {
    const { groupInstanceId } = request;
    const id = this.#options.newMemberId(groupInstanceId ?? client.clientId);
    const former = this.#members.get(this.#members.staticId(groupInstanceId) ?? '');
    if (former !== undefined) return this.#replace(former, id, request, answer);
    if (groupInstanceId !== null || !request.requiresKnownMemberId) return this.#add(id, request, client, answer);
    this.#rebalance.addPendingJoin(id, request.sessionTimeoutMs);
    answer(refuseJoin(id, 'MEMBER_ID_REQUIRED'));
  }

  #add(id: string, request: JoinRequest, client: GroupClient, answer: AnswerJoin): void {
    const member = createMember(id, request, client);
    this.#rebalance.noteNewMember();
    this.#members.add(member, request.protocolType);
    this.#members.parkJoin(member, answer);
    this.#rebalance.keepAlive(member, NEW_MEMBER_JOIN_TIMEOUT_MS);
    this.#rebalance.prepareOrComplete(`member ${id} joins${because(request)}`);
  }

  #rejoin(request: JoinRequest, answer: AnswerJoin): void {
    const member = this.#members.identify(request.memberId, request.groupInstanceId);
    if (typeof member === 'string') return answer(refuseJoin(request.memberId, member));
    const unchanged = matchesProtocols(member, request);
    const isLeader = this.#members.leaderId === member.id;
    // Who missed the answer to its join gets it again. A leader that joins a stable group asks for a rebalance:
    // it saw something that the metadata does not tell, as new partitions.
    if (unchanged && (this.state === 'CompletingRebalance' || (this.state === 'Stable' && !isLeader))) {
      return answer(this.#rebalance.describeGeneration(member.id));
    }
    this.#updateAndPark(member, request, answer);
    this.#rebalance.prepareOrComplete(`member ${member.id} joins again${because(request)}`);
  }

  /** A static member is back without its id: it takes the place of its former self, which is fenced (KIP-345). */
  #replace(former: Member, id: string, request: JoinRequest, answer: AnswerJoin): void {
    const formerLeader = this.#members.leaderId;
    this.#members.answerJoin(former, refuseJoin(former.id, 'FENCED_INSTANCE_ID'));
    this.#members.answerSync(former, refuseSync('FENCED_INSTANCE_ID'));
    this.#rebalance.noteSync(former.id);
    const member = this.#members.replace(former, id);
    this.#updateAndPark(member, request, answer);
    this.#rebalance.keepAlive(member);
    const reason = `static member ${member.groupInstanceId} joins again${because(request)}`;
    if (this.state === 'CompletingRebalance') return this.#rebalance.prepare(reason);
    if (this.state !== 'Stable' || this.#members.selectProtocol() !== this.protocolName) {
      return this.#rebalance.prepareOrComplete(reason);
    }
    // Same protocol: nothing to assign anew. The running generation goes on under the new member id.
    this.#options.store(this.#toMetadata(this.#assignments()), (error) => {
      // Meanwhile a rebalance may have begun; it counts this member as joined and will answer it.
      if (this.state !== 'Stable' || member.answerJoin !== answer) return;
      if (error !== 'NONE') this.#members.answerJoin(member, refuseJoin('', error));
      else this.#members.answerJoin(member, this.#describeForReturning(member, request, formerLeader));
      this.#rebalance.keepAlive(member);
    });
  }

  /** Before KIP-814 a returning leader is shown its former id as leader, so that it does not assign. */
  #describeForReturning(member: Member, request: JoinRequest, formerLeader: string | null): JoinAnswer {
    if (!request.supportsSkippingAssignment) return this.#rebalance.describeGeneration(member.id, formerLeader);
    const generation = this.#rebalance.describeGeneration(member.id);
    return { ...generation, skipAssignment: generation.leader === member.id };
  }

  #updateAndPark(member: Member, request: JoinRequest, answer: AnswerJoin): void {
    this.#members.update(member, request);
    // A join sent again, after its connection broke, takes the place of the first.
    this.#members.answerJoin(member, refuseJoin(member.id, 'REBALANCE_IN_PROGRESS'));
    this.#members.parkJoin(member, answer);
  }

  #storeAssignments(request: SyncRequest): void {
    const { generationId } = request;
    this.#assignedGeneration = generationId;
    const assignments = new Map(
      request.assignments.map(({ memberId, assignment }) => [memberId, new Uint8Array(assignment)]),
    );
    this.#options.store(this.#toMetadata(assignments), (error) => {
      if (this.state !== 'CompletingRebalance' || generationId !== this.generationId) return;
      if (error === 'NONE') return this.#rebalance.assign(assignments);
      this.#rebalance.failAssignment(error);
      this.#rebalance.prepare(`the assignment could not be stored: ${error}`);
    });
  }

  #checkMember(identity: MemberIdentity): Member | GroupError {
    if (this.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
    const member = this.#members.identify(identity.memberId, identity.groupInstanceId);
    if (typeof member === 'string') return member;
    return identity.generationId === this.generationId ? member : 'ILLEGAL_GENERATION';
  }

  #supports(request: JoinRequest): boolean {
    if (this.state === 'Empty') return request.protocolType !== '' && request.protocols.length > 0;
    if (this.#members.size === 0) return request.protocols.length > 0;
    const names = request.protocols.map(({ name }) => name);
    return request.protocolType === this.protocolType && this.#members.supportsAny(names);
  }

  #remove(member: Member, reason: string): void {
    if (this.#members.get(member.id) !== member) return;
    this.#drop(member);
    this.#settle(reason);
  }

  #drop(member: Member): void {
    this.#members.answerJoin(member, refuseJoin('', 'UNKNOWN_MEMBER_ID'));
    this.#members.answerSync(member, refuseSync('UNKNOWN_MEMBER_ID'));
    this.#members.remove(member);
  }

  /** After members went: the others must share anew, or were waiting for just these. */
  #settle(reason: string): void {
    if (this.state === 'Stable' || this.state === 'CompletingRebalance') this.#rebalance.prepareOrComplete(reason);
    else this.#rebalance.completeJoinIfAllJoined();
  }

  #assignments(): ReadonlyMap<string, Uint8Array> {
    return new Map(Array.from(this.#members.all(), (member) => [member.id, member.assignment]));
  }

  #toMetadata(assignments: ReadonlyMap<string, Uint8Array>): GroupMetadata {
    return toMetadata(this.#members, this.#rebalance, assignments);
  }

  #restore(from: GroupMetadata): void {
    restoreMembers(this.#members, from);
    for (const member of this.#members.all()) this.#rebalance.keepAlive(member);
    if (this.#members.size > this.#options.limits.maxSize) {
      this.#rebalance.prepare('the restored group is over capacity');
    }
  }
}

/** An older client does not say. */
function differs(said: string | null, actual: string | null): boolean {
  return said !== null && actual !== null && said !== actual;
}

function because(request: JoinRequest): string {
  return request.reason === null || request.reason === '' ? '' : `: ${request.reason.slice(0, 255)}`;
}
