import type { GroupError, JoinAnswer, JoinedMember, JoinRequest, SyncAnswer } from './groups.ts';
import { type AnswerJoin, copyProtocols, type Member } from './member.ts';

/** Who is in a group: members, static instances, ids promised to members that are about to join, and the leader. */
export class Membership {
  readonly #members = new Map<string, Member>();
  readonly #staticIds = new Map<string, string>();
  /** How many members support each protocol. */
  readonly #supporters = new Map<string, number>();
  #awaitingJoin = 0;
  leaderId: string | null = null;
  protocolType: string | null = null;

  get size(): number {
    return this.#members.size;
  }

  get awaitingJoin(): number {
    return this.#awaitingJoin;
  }

  all(): Iterable<Member> {
    return this.#members.values();
  }

  get(id: string): Member | undefined {
    return this.#members.get(id);
  }

  staticId(groupInstanceId: string | null): string | undefined {
    return groupInstanceId === null ? undefined : this.#staticIds.get(groupInstanceId);
  }

  /** The member that a request speaks for, or why it may not. */
  identify(id: string, groupInstanceId: string | null): Member | GroupError {
    if (groupInstanceId !== null) {
      const known = this.#staticIds.get(groupInstanceId);
      if (known === undefined) return 'UNKNOWN_MEMBER_ID';
      if (known !== id) return 'FENCED_INSTANCE_ID';
    }
    return this.#members.get(id) ?? 'UNKNOWN_MEMBER_ID';
  }

  add(member: Member, protocolType: string): void {
    if (this.#members.size === 0) this.protocolType = protocolType;
    this.leaderId ??= member.id;
    this.#members.set(member.id, member);
    if (member.groupInstanceId !== null) this.#staticIds.set(member.groupInstanceId, member.id);
    this.#countProtocols(member, 1);
  }

  remove(member: Member): void {
    if (!this.#members.delete(member.id)) return;
    if (member.answerJoin !== undefined) this.#awaitingJoin--;
    member.answerJoin = undefined;
    if (member.groupInstanceId !== null) this.#staticIds.delete(member.groupInstanceId);
    this.#countProtocols(member, -1);
    if (this.leaderId === member.id) this.leaderId = this.#members.keys().next().value ?? null;
    member.session?.cancel();
  }

  /** Puts a returning static instance in the place of its former self. */
  replace(former: Member, id: string): Member {
    const member: Member = {
      ...former,
      id,
      answerJoin: undefined,
      answerSync: undefined,
      isNew: false,
      session: undefined,
    };
    const wasLeader = this.leaderId === former.id;
    this.remove(former);
    this.add(member, this.protocolType ?? '');
    if (wasLeader) this.leaderId = id;
    return member;
  }

  update(member: Member, request: JoinRequest): void {
    this.#countProtocols(member, -1);
    member.protocols = copyProtocols(request);
    this.#countProtocols(member, 1);
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
    member.sessionTimeoutMs = request.sessionTimeoutMs;
  }

  parkJoin(member: Member, answer: AnswerJoin | undefined): void {
    if (member.answerJoin !== undefined) this.#awaitingJoin--;
    if (answer !== undefined) this.#awaitingJoin++;
    member.answerJoin = answer;
  }

  answerJoin(member: Member, answer: JoinAnswer): void {
    const parked = member.answerJoin;
    this.parkJoin(member, undefined);
    parked?.(answer);
  }

  /** False when no sync of this member waited. */
  answerSync(member: Member, answer: SyncAnswer): boolean {
    const parked = member.answerSync;
    member.answerSync = undefined;
    parked?.(answer);
    return parked !== undefined;
  }

  /** The longest time any member needs to come back. */
  rebalanceTimeoutMs(): number {
    let longest = 0;
    for (const member of this.#members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs);
    return longest;
  }

  /** Whether all members could agree on one of these protocols. */
  supportsAny(names: Iterable<string>): boolean {
    for (const name of names) if (this.#supporters.get(name) === this.size) return true;
    return false;
  }

  /** The protocol most members prefer among those that all support; the earliest member's choice breaks a tie. */
  selectProtocol(): string {
    const votes = new Map<string, number>();
    for (const { protocols } of this.#members.values()) {
      for (const name of protocols.keys()) {
        if (this.#supporters.get(name) !== this.size) continue;
        votes.set(name, (votes.get(name) ?? 0) + 1);
        break;
      }
    }
    let selected = '';
    let most = 0;
    for (const [name, count] of votes) {
      if (count > most) [selected, most] = [name, count];
    }
    return selected;
  }

  /** Keeps the leader if it waits for the next generation, else takes another that does. False when none waits. */
  electJoinedLeader(): boolean {
    const leader = this.leaderId === null ? undefined : this.#members.get(this.leaderId);
    if (leader?.answerJoin !== undefined) return true;
    for (const member of this.#members.values()) {
      if (member.answerJoin === undefined) continue;
      this.leaderId = member.id;
      return true;
    }
    return false;
  }

  /** The members as their leader sees them. */
  describeForLeader(protocol: string): JoinedMember[] {
    return Array.from(this.#members.values(), ({ id, groupInstanceId, protocols }) => ({
      memberId: id,
      groupInstanceId,
      metadata: protocols.get(protocol) ?? new Uint8Array(0),
    }));
  }

  #countProtocols(member: Member, by: 1 | -1): void {
    for (const name of member.protocols.keys()) {
      const count = (this.#supporters.get(name) ?? 0) + by;
      if (count > 0) this.#supporters.set(name, count);
      else this.#supporters.delete(name);
    }
  }
}
