import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JoinAnswer } from '../src/groups/groups.ts';
import { CLIENT, createTestGroups, identity, joinRequest, settle, syncRequest, text } from './groups-support.ts';

type Test = ReturnType<typeof createTestGroups>;

/** What has been seen of a group, and where it broke what must hold whatever the order of events. */
class Witness {
  readonly findings: string[] = [];
  readonly #leaders = new Map<number, string>();
  #generation = 1;

  noteJoin({ generationId, memberId, leader, members, skipAssignment }: JoinAnswer): void {
    if (generationId < this.#generation) this.findings.push(`generation ${generationId} after ${this.#generation}`);
    this.#generation = generationId;
    if (members.length === 0 || skipAssignment) return;
    if (leader !== memberId) this.findings.push(`${memberId} was given the members, but ${leader} leads`);
    const other = this.#leaders.get(generationId) ?? memberId;
    if (other !== memberId) this.findings.push(`${memberId} and ${other} lead generation ${generationId}`);
    this.#leaders.set(generationId, memberId);
  }

  noteAssignment(expected: string, found: string): void {
    if (found !== expected) this.findings.push(`assigned ${found} where the leader gave ${expected}`);
  }
}

/** A consumer as clients are written, but for when it acts. */
class Consumer {
  readonly #test: Test;
  readonly #witness: Witness;
  readonly #instance: string | null;
  #memberId = '';
  #joined: JoinAnswer | undefined;
  isSynced = false;
  /** Set while an answer is awaited: JoinGroup and SyncGroup occupy their connection. */
  #connection: AbortController | undefined;
  waiting = 0;

  constructor(test: Test, witness: Witness, instance: string | null) {
    this.#test = test;
    this.#witness = witness;
    this.#instance = instance;
  }

  join(): void {
    const request = joinRequest({ memberId: this.#memberId, groupInstanceId: this.#instance });
    this.#call(
      (client) => this.#test.groups.join(request, client),
      (answer) => {
        this.isSynced = false;
        this.#joined = undefined;
        if (answer.error === 'MEMBER_ID_REQUIRED') this.#memberId = answer.memberId;
        else if (answer.error === 'NONE') {
          this.#witness.noteJoin(answer);
          this.#memberId = answer.memberId;
          this.#joined = answer;
        } else this.#recover(answer.error);
      },
    );
  }

  sync(): void {
    const joined = this.#joined;
    if (joined === undefined) return this.join();
    const { memberId, generationId } = joined;
    const name = (id: string, instance: string | null) => `${generationId}/${instance ?? id}`;
    const assignments = joined.skipAssignment
      ? {}
      : Object.fromEntries(joined.members.map((m) => [m.memberId, name(m.memberId, m.groupInstanceId)]));
    const request = syncRequest({ memberId, generationId, groupInstanceId: this.#instance }, assignments);
    this.#call(
      (client) => this.#test.groups.sync(request, client),
      ({ error, assignment }) => {
        if (error !== 'NONE') return this.#recover(error);
        this.#witness.noteAssignment(name(memberId, this.#instance), text(assignment));
        this.isSynced = true;
      },
    );
  }

  heartbeat(): void {
    if (this.#connection !== undefined) return;
    if (this.#joined === undefined) return this.join();
    const { memberId, generationId } = this.#joined;
    const error = this.#test.groups.heartbeat(identity({ memberId, generationId, groupInstanceId: this.#instance }));
    if (error !== 'NONE') this.#recover(error);
  }

  leave(): void {
    this.disconnect();
    this.#test.groups.leave('g', [{ memberId: this.#memberId, groupInstanceId: this.#instance }]);
    this.restart();
  }

  /** An administrator removes it while it knows nothing of that. */
  evict(): void {
    this.#test.groups.leave('g', [{ memberId: this.#memberId, groupInstanceId: this.#instance }]);
  }

  disconnect(): void {
    this.#connection?.abort();
    this.#connection = undefined;
  }

  /** The process dies without a word. */
  restart(): void {
    this.disconnect();
    this.#memberId = '';
    this.#joined = undefined;
    this.isSynced = false;
  }

  /** What a well-behaved client does next. */
  proceed(): void {
    if (this.#connection !== undefined) return;
    if (this.#joined === undefined) this.join();
    else if (this.isSynced) this.heartbeat();
    else this.sync();
  }

  #recover(error: string): void {
    this.#joined = undefined;
    this.isSynced = false;
    if (error === 'UNKNOWN_MEMBER_ID' || error === 'FENCED_INSTANCE_ID') this.#memberId = '';
  }

  #call<T>(send: (client: typeof CLIENT) => Promise<T>, receive: (answer: T) => void): void {
    if (this.#connection !== undefined) return;
    const connection = new AbortController();
    this.#connection = connection;
    this.waiting++;
    void send({ ...CLIENT, closed: connection.signal })
      .then((answer) => {
        if (this.#connection !== connection) return;
        this.#connection = undefined;
        receive(answer);
      })
      .catch((error: unknown) => this.#witness.findings.push(String(error)))
      .finally(() => this.waiting--);
  }
}

const ACTIONS = ['join', 'sync', 'heartbeat', 'proceed', 'leave', 'evict', 'disconnect', 'restart'] as const;
const COUNT = 4;

type Step =
  | { readonly kind: 'act'; readonly who: number; readonly action: (typeof ACTIONS)[number] }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'hold' | 'release' | 'fail' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      who: fc.nat(COUNT - 1),
      action: fc.constantFrom(...ACTIONS, 'proceed', 'proceed', 'proceed', 'join', 'sync'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      ms: fc.constantFrom(1, 99, 100, 1000, 9_999, 10_000, 60_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('hold' as const, 'release' as const, 'fail' as const) }) },
);

async function play(steps: readonly Step[], statics: number) {
  const test = createTestGroups();
  const witness = new Witness();
  const consumers = Array.from(
    { length: COUNT },
    (_, index) => new Consumer(test, witness, index < statics ? `instance${index}` : null),
  );
  const look = async () => {
    await settle();
    if (witness.findings.length > 0) throw new Error(witness.findings.join('; '));
  };
  for (const one of steps) {
    if (one.kind === 'act') consumers[one.who]?.[one.action]();
    else if (one.kind === 'advance') test.time.advance(one.ms);
    else if (one.kind === 'hold') test.log.hold();
    else test.log.release(one.kind === 'fail' ? new Error('disk full') : undefined);
    await look();
  }
  test.log.release();
  await look();
  return { test, consumers, look };
}

const scenario = [fc.array(step, { minLength: 5, maxLength: 60 }), fc.nat(COUNT)] as const;

describe('whatever the order of events', () => {
  it('every waiting member is answered, even if nobody ever calls again', async () => {
    await fc.assert(
      fc.asyncProperty(...scenario, async (steps, statics) => {
        const { test, consumers, look } = await play(steps, statics);
        for (let minutes = 0; minutes < 10; minutes++) {
          test.time.advance(60_000);
          await look();
        }
        expect(consumers.map(({ waiting }) => waiting)).toEqual(consumers.map(() => 0));
        expect(test.groups.describe('g')?.members ?? []).toEqual([]);
        // Nothing is left running but the look for expired offsets.
        expect(test.time.timerCount()).toBe(1);
      }),
      { numRuns: 300 },
    );
  });

  it('well-behaved clients come to a stable generation that has them all', async () => {
    await fc.assert(
      fc.asyncProperty(...scenario, async (steps, statics) => {
        const { test, consumers, look } = await play(steps, statics);
        const isDone = () =>
          consumers.every(({ isSynced, waiting }) => isSynced && waiting === 0) &&
          test.groups.describe('g')?.state === 'Stable';
        for (let round = 0; round < 400 && !isDone(); round++) {
          for (const consumer of consumers) consumer.proceed();
          await look();
          test.time.advance(500);
          await look();
        }
        expect(test.groups.describe('g')).toMatchObject({ state: 'Stable' });
        expect(consumers.map(({ isSynced }) => isSynced)).toEqual(consumers.map(() => true));
        expect(test.groups.describe('g')?.members).toHaveLength(COUNT);
      }),
      { numRuns: 300 },
    );
  });
});
