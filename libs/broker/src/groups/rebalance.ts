import type { Clock, Timer } from './clock.ts';
import type { GroupError, GroupState, JoinAnswer } from './groups.ts';
import { type Member, NO_ASSIGNMENT } from './member.ts';
import type { Membership } from './membership.ts';

/** From which states each state may be entered. */
const VALID_PREVIOUS = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Empty', 'CompletingRebalance', 'Stable'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable'],
} as const satisfies Record<GroupState, readonly GroupState[]>;

/** When no member came back in time, the wait is repeated; a group that allows itself no time must not spin. */
const MIN_REPEATED_WAIT_MS = 1000;

export interface RebalanceOptions {
  readonly clock: Clock;
  /** How long the first members of an empty group wait for others; each that joins prolongs it by as much again. */
  readonly initialDelayMs: number;
  /** Called when a member was not heard from for its session timeout. */
  readonly onExpired: (member: Member) => void;
  readonly onRebalance: (reason: string) => void;
  /** Called when the group became Empty: the generation is to be made durable. */
  readonly onEmpty: () => void;
}

/**
 * The generations of one group: from some reason to rebalance, over the wait for all members to join
 * (PreparingRebalance) and for the leader's assignment (CompletingRebalance), to Stable, or to Empty when nobody came.
 * Knows no requests and does no I/O.
 */
export class Rebalance {
  readonly #members: Membership;
  readonly #options: RebalanceOptions;
  readonly #pendingSync = new Set<string>();
  #state: GroupState;
  #previous: GroupState = 'Empty';
  #generationId: number;
  #protocolName: string | null;
  #stateTimestampMs: number;
  #joinTimer: Timer | undefined;
  #syncTimer: Timer | undefined;
  #memberAdded = false;
  /** Ids given out with MEMBER_ID_REQUIRED, until they are used or their time is over. */
  readonly #pendingJoin = new Map<string, Timer>();

  constructor(
    members: Membership,
    options: RebalanceOptions,
    from: { state: GroupState; generationId: number; protocolName: string | null; stateTimestampMs: number },
  ) {
    this.#members = members;
    this.#options = options;
    this.#state = from.state;
    this.#generationId = from.generationId;
    this.#protocolName = from.protocolName;
    this.#stateTimestampMs = from.stateTimestampMs;
  }

  get state(): GroupState {
    return this.#state;
  }

  get generationId(): number {
    return this.#generationId;
  }

  get protocolName(): string | null {
    return this.#protocolName;
  }

  /** Since when the group has been in its state. */
  get stateTimestampMs(): number {
    return this.#stateTimestampMs;
  }

  get pendingJoins(): number {
    return this.#pendingJoin.size;
  }

  addPendingJoin(memberId: string, timeoutMs: number): void {
    const expire = () => {
      this.#pendingJoin.delete(memberId);
      this.completeJoinIfAllJoined();
    };
    this.#pendingJoin.set(memberId, this.#options.clock.schedule(timeoutMs, expire));
  }

  isPendingJoin(memberId: string): boolean {
    return this.#pendingJoin.has(memberId);
  }

  removePendingJoin(memberId: string): void {
    this.#pendingJoin.get(memberId)?.cancel();
    this.#pendingJoin.delete(memberId);
  }

  /** To be called before a new member is added: newcomers prolong the wait of a group that was empty. */
  noteNewMember(): void {
    if (this.#state === 'PreparingRebalance' && this.#previous === 'Empty') this.#memberAdded = true;
  }

  /** Starts the member's session anew: it must be heard from within `timeoutMs`. */
  keepAlive(member: Member, timeoutMs: number = member.sessionTimeoutMs): void {
    member.session?.cancel();
    member.session = this.#options.clock.schedule(timeoutMs, () => {
      // Whoever waits for an answer of ours cannot send heartbeats; its session starts when it is answered.
      const waits = member.answerJoin !== undefined || member.answerSync !== undefined;
      if (member.isNew || !waits) this.#options.onExpired(member);
    });
  }

  /** Begins a rebalance unless one is already being prepared; then completes the joins if all are here. */
  prepareOrComplete(reason: string): void {
    if (this.#mayEnter('PreparingRebalance')) this.prepare(reason);
    else this.completeJoinIfAllJoined();
  }

  prepare(reason: string): void {
    if (this.#state === 'CompletingRebalance') this.failAssignment('REBALANCE_IN_PROGRESS');
    this.#endSyncWait();
    const initial = this.#state === 'Empty';
    this.#enter('PreparingRebalance');
    this.#options.onRebalance(reason);
    if (initial) this.#waitForFirstMembers();
    else if (this.#allJoined()) this.#completeJoin();
    else this.#waitForJoins(this.#members.rebalanceTimeoutMs());
  }

  /** The members of a group that was empty always wait for its initial delay. */
  completeJoinIfAllJoined(): void {
    if (this.#state !== 'PreparingRebalance' || !this.#allJoined()) return;
    if (this.#previous !== 'Empty' || this.#members.size === 0) this.#completeJoin();
  }

  /** The running generation, as the answer to a member's JoinGroup. */
  describeGeneration(memberId: string, leader = this.#members.leaderId): JoinAnswer {
    const isLeader = leader === memberId;
    return {
      error: 'NONE',
      memberId,
      generationId: this.#generationId,
      protocolType: this.#members.protocolType,
      protocolName: this.#protocolName,
      leader: leader ?? '',
      skipAssignment: false,
      members: isLeader ? this.#members.describeForLeader(this.#protocolName ?? '') : [],
    };
  }

  noteSync(memberId: string): void {
    this.#pendingSync.delete(memberId);
    if (this.#pendingSync.size === 0) this.#syncTimer?.cancel();
  }

  /** Gives every member what the leader assigned to it. The group is Stable then. */
  assign(assignments: ReadonlyMap<string, Uint8Array>): void {
    for (const member of this.#members.all()) member.assignment = assignments.get(member.id) ?? NO_ASSIGNMENT;
    this.#enter('Stable');
    this.#answerSyncs('NONE');
  }

  failAssignment(error: GroupError): void {
    for (const member of this.#members.all()) member.assignment = NO_ASSIGNMENT;
    this.#answerSyncs(error);
  }

  /** Ends the group: no timer is left. */
  kill(): void {
    this.#joinTimer?.cancel();
    this.#endSyncWait();
    for (const timer of this.#pendingJoin.values()) timer.cancel();
    this.#pendingJoin.clear();
    for (const member of this.#members.all()) member.session?.cancel();
    this.#enter('Dead');
  }

  #mayEnter(state: GroupState): boolean {
    const previous: readonly GroupState[] = VALID_PREVIOUS[state];
    return previous.includes(this.#state);
  }

  #enter(state: GroupState): void {
    if (!this.#mayEnter(state)) throw new Error(`a group cannot go from ${this.#state} to ${state}`);
    this.#previous = this.#state;
    this.#state = state;
    this.#stateTimestampMs = this.#options.clock.now();
  }

  #allJoined(): boolean {
    return this.#members.awaitingJoin === this.#members.size && this.#pendingJoin.size === 0;
  }

  #waitForFirstMembers(): void {
    const { clock, initialDelayMs } = this.#options;
    this.#memberAdded = false;
    const wait = (delayMs: number, remainingMs: number) => {
      this.#joinTimer = clock.schedule(delayMs, () => {
        if (!this.#memberAdded || remainingMs === 0) return this.#completeJoin();
        this.#memberAdded = false;
        wait(Math.min(initialDelayMs, remainingMs), Math.max(remainingMs - delayMs, 0));
      });
    };
    wait(initialDelayMs, Math.max(this.#members.rebalanceTimeoutMs() - initialDelayMs, 0));
  }

  #waitForJoins(timeoutMs: number): void {
    this.#joinTimer = this.#options.clock.schedule(timeoutMs, () => this.#completeJoin());
  }

  #completeJoin(): void {
    this.#joinTimer?.cancel();
    for (const member of this.#members.all()) {
      if (member.answerJoin === undefined && member.groupInstanceId === null) this.#members.remove(member);
    }
    if (this.#members.size > 0 && !this.#members.electJoinedLeader()) {
      this.#waitForJoins(Math.max(this.#members.rebalanceTimeoutMs(), MIN_REPEATED_WAIT_MS));
      return;
    }
    this.#generationId++;
    this.#pendingSync.clear();
    if (this.#members.size === 0) {
      this.#protocolName = null;
      this.#enter('Empty');
      this.#options.onEmpty();
      return;
    }
    this.#protocolName = this.#members.selectProtocol();
    this.#enter('CompletingRebalance');
    this.#waitForSyncs();
    for (const member of this.#members.all()) {
      member.isNew = false;
      member.knowsId = true;
      this.#pendingSync.add(member.id);
      this.#members.answerJoin(member, this.describeGeneration(member.id));
      this.keepAlive(member);
    }
  }

  #waitForSyncs(): void {
    this.#syncTimer = this.#options.clock.schedule(this.#members.rebalanceTimeoutMs(), () => {
      const late = [...this.#pendingSync].flatMap((id) => this.#members.get(id) ?? []);
      if (late.length === 0) return;
      for (const member of late) this.#members.remove(member);
      this.prepare(`${late.length} members did not send their sync request in time`);
    });
  }

  #endSyncWait(): void {
    this.#syncTimer?.cancel();
    this.#pendingSync.clear();
  }

  #answerSyncs(error: GroupError): void {
    const ok = error === 'NONE';
    for (const member of this.#members.all()) {
      const answered = this.#members.answerSync(member, {
        error,
        protocolType: ok ? this.#members.protocolType : null,
        protocolName: ok ? this.#protocolName : null,
        assignment: member.assignment,
      });
      if (answered) this.keepAlive(member);
    }
  }
}
