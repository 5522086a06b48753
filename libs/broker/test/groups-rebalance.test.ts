import { describe, expect, it } from 'vitest';
import {
  bytes,
  CLIENT,
  createTestGroups,
  formGroup,
  identity,
  joinDynamic,
  joinRequest,
  settle,
  syncAll,
  syncRequest,
  text,
} from './groups-support.ts';

const stateOf = ({ groups }: ReturnType<typeof createTestGroups>) => groups.describe('g')?.state;

describe('joining', () => {
  it('gives a dynamic member an id and asks it to join again', async () => {
    const { groups } = createTestGroups();
    const answer = await groups.join(joinRequest(), CLIENT);
    expect(answer).toMatchObject({ error: 'MEMBER_ID_REQUIRED', memberId: 'client-1', generationId: -1 });
  });

  it('takes an older client (JoinGroup 0 to 3) without that round', async () => {
    const test = createTestGroups();
    const joined = test.groups.join(joinRequest({ requiresKnownMemberId: false }), CLIENT);
    test.time.advance(100);
    expect(await joined).toMatchObject({ error: 'NONE', memberId: 'client-1', generationId: 1, leader: 'client-1' });
  });

  it('shares one generation among members that come within the initial delay, and shows them to the leader', async () => {
    const test = createTestGroups();
    const a = await joinDynamic(test);
    test.time.advance(90);
    const b = await joinDynamic(test, { protocols: [{ name: 'range', metadata: bytes('of b') }] });
    test.time.advance(90);
    const c = await joinDynamic(test);
    test.time.advance(300);
    const answers = await Promise.all([a.joined, b.joined, c.joined]);
    expect(answers.map(({ generationId, leader }) => ({ generationId, leader }))).toEqual(
      answers.map(() => ({ generationId: 1, leader: a.memberId })),
    );
    expect(answers.map(({ members }) => members.length)).toEqual([3, 0, 0]);
    expect(text(answers[0]?.members[1]?.metadata ?? bytes(''))).toBe('of b');
  });

  const refusals = [
    { title: 'an empty group id', change: { groupId: '' }, error: 'INVALID_GROUP_ID' },
    { title: 'a session too short', change: { sessionTimeoutMs: 5999 }, error: 'INVALID_SESSION_TIMEOUT' },
    { title: 'a session too long', change: { sessionTimeoutMs: 1_800_001 }, error: 'INVALID_SESSION_TIMEOUT' },
    { title: 'a member id of nobody', change: { memberId: 'x' }, error: 'UNKNOWN_MEMBER_ID' },
    { title: 'an id in an unknown group', change: { groupId: 'new', memberId: 'x' }, error: 'UNKNOWN_MEMBER_ID' },
    { title: 'no protocol', change: { groupId: 'new', protocols: [] }, error: 'INCONSISTENT_GROUP_PROTOCOL' },
    { title: 'no protocol type', change: { groupId: 'new', protocolType: '' }, error: 'INCONSISTENT_GROUP_PROTOCOL' },
    { title: 'another protocol type', change: { protocolType: 'connect' }, error: 'INCONSISTENT_GROUP_PROTOCOL' },
    {
      title: 'a protocol that others lack',
      change: { protocols: [{ name: 'sticky', metadata: bytes('') }] },
      error: 'INCONSISTENT_GROUP_PROTOCOL',
    },
    {
      title: 'metadata beyond the bound',
      change: { protocols: [{ name: 'range', metadata: new Uint8Array(2 << 20) }] },
      error: 'INVALID_REQUEST',
    },
  ] as const;
  it.each(refusals)('refuses $title: $error', async ({ change, error }) => {
    const test = createTestGroups();
    await formGroup(test, 1);
    expect(await test.groups.join(joinRequest(change), CLIENT)).toMatchObject({ error, generationId: -1 });
    expect(stateOf(test)).toBe('Stable');
  });

  it('bounds the members of a group, promised ids included', async () => {
    const test = createTestGroups({ 'group.max.size': 2 });
    await joinDynamic(test);
    await joinDynamic(test);
    expect(await test.groups.join(joinRequest(), CLIENT)).toMatchObject({ error: 'GROUP_MAX_SIZE_REACHED' });
  });

  it('bounds the groups, and makes room by those that never formed', async () => {
    const test = createTestGroups({ 'sluice.groups.max': 1 });
    await test.groups.join(joinRequest({ groupId: 'idle' }), CLIENT);
    expect(await test.groups.join(joinRequest(), CLIENT)).toMatchObject({ error: 'POLICY_VIOLATION' });
    test.time.advance(10_000);
    expect(await test.groups.join(joinRequest(), CLIENT)).toMatchObject({ error: 'MEMBER_ID_REQUIRED' });
  });

  it('selects the protocol that most members prefer among those that all know', async () => {
    const test = createTestGroups();
    const preferences = [
      ['range', 'sticky'],
      ['sticky', 'range', 'own'],
      ['sticky', 'range'],
    ];
    const joins = [];
    for (const names of preferences) {
      joins.push(await joinDynamic(test, { protocols: names.map((name) => ({ name, metadata: bytes(name) })) }));
    }
    test.time.advance(1000);
    const answers = await Promise.all(joins.map(({ joined }) => joined));
    expect(answers.map(({ protocolName }) => protocolName)).toEqual(['sticky', 'sticky', 'sticky']);
  });
});

describe('synchronizing', () => {
  it('hands every member what the leader assigned, nothing to those it left out', async () => {
    const test = createTestGroups();
    const joins = [await joinDynamic(test), await joinDynamic(test), await joinDynamic(test)];
    test.time.advance(1000);
    const [a, b, c] = await Promise.all(joins.map(({ joined }) => joined));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three members joined');
    const waits = [b, c].map(({ memberId, generationId }) =>
      test.groups.sync(syncRequest({ memberId, generationId }), CLIENT),
    );
    const assignments = { [a.memberId]: 'A', [b.memberId]: 'B' };
    const leader = test.groups.sync(syncRequest({ memberId: a.memberId, generationId: 1 }, assignments), CLIENT);
    const answers = await Promise.all([leader, ...waits]);
    expect(answers.map(({ error, assignment }) => [error, text(assignment)])).toEqual([
      ['NONE', 'A'],
      ['NONE', 'B'],
      ['NONE', ''],
    ]);
    expect(answers[0]).toMatchObject({ protocolType: 'consumer', protocolName: 'range' });
    expect(stateOf(test)).toBe('Stable');
  });

  it('answers only when the assignment is durable, and lets a failed write rebalance the group', async () => {
    const test = createTestGroups();
    const { joined } = await joinDynamic(test);
    test.time.advance(1000);
    test.log.hold();
    const synced = syncAll(test.groups, [await joined]);
    await settle();
    expect(stateOf(test)).toBe('CompletingRebalance');
    test.log.release(new Error('disk full'));
    expect(await synced).toMatchObject([{ error: 'NOT_COORDINATOR' }]);
    expect(stateOf(test)).toBe('PreparingRebalance');
  });

  it('refuses what does not fit the generation', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 1);
    const cases = [
      [{ memberId: 'x', generationId: 1 }, {}, 'UNKNOWN_MEMBER_ID'],
      [{ memberId: ids[0] ?? '', generationId: 2 }, {}, 'ILLEGAL_GENERATION'],
      [{ memberId: ids[0] ?? '', generationId: 1 }, { protocolName: 'sticky' }, 'INCONSISTENT_GROUP_PROTOCOL'],
      [{ memberId: ids[0] ?? '', generationId: 1 }, { protocolType: 'connect' }, 'INCONSISTENT_GROUP_PROTOCOL'],
      [{ memberId: ids[0] ?? '', generationId: 1, groupId: 'none' }, {}, 'UNKNOWN_MEMBER_ID'],
      [{ memberId: ids[0] ?? '', generationId: 1, groupId: '' }, {}, 'INVALID_GROUP_ID'],
      [{ memberId: ids[0] ?? '', generationId: 1 }, { protocolName: null, protocolType: null }, 'NONE'],
    ] as const;
    for (const [member, change, error] of cases) {
      expect(await test.groups.sync({ ...syncRequest(member), ...change }, CLIENT)).toMatchObject({ error });
    }
  });

  it('removes members that do not sync in time, and rebalances the others', async () => {
    const test = createTestGroups();
    const joins = [await joinDynamic(test), await joinDynamic(test)];
    test.time.advance(1000);
    const [a, b] = await Promise.all(joins.map(({ joined }) => joined));
    const waiting = test.groups.sync(syncRequest({ memberId: b?.memberId ?? '', generationId: 1 }), CLIENT);
    for (let i = 0; i < 12; i++) {
      test.time.advance(5000);
      test.groups.heartbeat(identity({ memberId: a?.memberId ?? '', generationId: 1 }));
    }
    expect(await waiting).toMatchObject({ error: 'REBALANCE_IN_PROGRESS' });
    const again = await test.groups.join(joinRequest({ memberId: b?.memberId ?? '' }), CLIENT);
    expect(again).toMatchObject({ generationId: 2, leader: b?.memberId });
    expect(test.groups.heartbeat(identity({ memberId: a?.memberId ?? '', generationId: 1 }))).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('rebalancing', () => {
  it('tells members of a newcomer by their heartbeats and commits, and goes on with all of them', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2);
    const [a = '', b = ''] = ids;
    expect(test.groups.heartbeat(identity({ memberId: a, generationId: 1 }))).toBe('NONE');
    const c = await joinDynamic(test);
    expect(stateOf(test)).toBe('PreparingRebalance');
    expect(test.groups.heartbeat(identity({ memberId: a, generationId: 1 }))).toBe('REBALANCE_IN_PROGRESS');
    const synced = await test.groups.sync(syncRequest({ memberId: a, generationId: 1 }), CLIENT);
    expect(synced.error).toBe('REBALANCE_IN_PROGRESS');
    const joined = [a, b].map((memberId) => test.groups.join(joinRequest({ memberId }), CLIENT));
    const answers = await Promise.all([...joined, c.joined]);
    expect(answers.map(({ generationId }) => generationId)).toEqual([2, 2, 2]);
    expect(new Set(answers.map(({ leader }) => leader))).toEqual(new Set([a]));
    expect(test.groups.heartbeat(identity({ memberId: b, generationId: 1 }))).toBe('ILLEGAL_GENERATION');
    expect(test.groups.heartbeat(identity({ memberId: b, generationId: 2 }))).toBe('NONE');
  });

  it('goes on without dynamic members that do not come back within the rebalance timeout', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2, { sessionTimeoutMs: 100_000 });
    const { joined } = await joinDynamic(test, { sessionTimeoutMs: 100_000 });
    test.time.advance(60_000);
    const answer = await joined;
    expect(answer).toMatchObject({ generationId: 2, leader: answer.memberId });
    expect(test.groups.heartbeat(identity({ memberId: ids[0] ?? '', generationId: 2 }))).toBe('UNKNOWN_MEMBER_ID');
  });

  it('removes a member whose session ends', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2);
    const [a = '', b = ''] = ids;
    test.time.advance(9_000);
    expect(test.groups.heartbeat(identity({ memberId: a, generationId: 1 }))).toBe('NONE');
    test.time.advance(1_000);
    expect(test.groups.heartbeat(identity({ memberId: b, generationId: 1 }))).toBe('UNKNOWN_MEMBER_ID');
    expect(stateOf(test)).toBe('PreparingRebalance');
    test.time.advance(10_000);
    expect(test.groups.describe('g')).toMatchObject({ state: 'Empty', members: [], protocolType: 'consumer' });
  });

  it('gives a follower that joins again unchanged its generation, and lets a leader force a rebalance', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2);
    const [a = '', b = ''] = ids;
    expect(await test.groups.join(joinRequest({ memberId: b }), CLIENT)).toMatchObject({ generationId: 1, leader: a });
    const leader = test.groups.join(joinRequest({ memberId: a }), CLIENT);
    expect(stateOf(test)).toBe('PreparingRebalance');
    await test.groups.join(joinRequest({ memberId: b }), CLIENT);
    expect(await leader).toMatchObject({ generationId: 2 });
  });

  it('rebalances when a follower changes its metadata', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2);
    void test.groups.join(
      joinRequest({ memberId: ids[1] ?? '', protocols: [{ name: 'range', metadata: bytes('new') }] }),
      CLIENT,
    );
    expect(stateOf(test)).toBe('PreparingRebalance');
  });

  it('waits for a promised member no longer than its session', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 1);
    await test.groups.join(joinRequest(), CLIENT);
    const joined = test.groups.join(joinRequest({ memberId: ids[0] ?? '' }), CLIENT);
    await settle();
    expect(stateOf(test)).toBe('PreparingRebalance');
    test.time.advance(10_000);
    expect(await joined).toMatchObject({ generationId: 2 });
  });

  it('answers a join that is sent again on another connection, and frees the first', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2);
    const [a = ''] = ids;
    const first = test.groups.join(joinRequest({ memberId: a }), CLIENT);
    void test.groups.join(joinRequest({ memberId: a }), CLIENT);
    expect(await first).toMatchObject({ error: 'REBALANCE_IN_PROGRESS' });
  });
});

describe('leaving', () => {
  it('removes several members at once and says which were unknown', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 3);
    const leaving = [ids[0] ?? '', 'x', ids[1] ?? ''].map((memberId) => ({ memberId, groupInstanceId: null }));
    const { error, members } = test.groups.leave('g', leaving);
    expect([error, ...members.map((member) => member.error)]).toEqual(['NONE', 'NONE', 'UNKNOWN_MEMBER_ID', 'NONE']);
    expect(await test.groups.join(joinRequest({ memberId: ids[2] ?? '' }), CLIENT)).toMatchObject({
      generationId: 2,
      leader: ids[2],
    });
  });

  it('empties the group at once when the last leaves', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 1);
    test.groups.leave('g', [{ memberId: ids[0] ?? '', groupInstanceId: null }]);
    expect(stateOf(test)).toBe('Empty');
    expect(test.time.timerCount()).toBe(1);
  });

  it('frees whoever waits', async () => {
    const test = createTestGroups();
    const joins = [await joinDynamic(test), await joinDynamic(test)];
    test.time.advance(1000);
    const [, b] = await Promise.all(joins.map(({ joined }) => joined));
    const waiting = test.groups.sync(syncRequest({ memberId: b?.memberId ?? '', generationId: 1 }), CLIENT);
    test.groups.leave('g', [{ memberId: b?.memberId ?? '', groupInstanceId: null }]);
    expect(await waiting).toMatchObject({ error: 'UNKNOWN_MEMBER_ID' });
  });

  it('answers an unknown group as unknown members', () => {
    const { groups } = createTestGroups();
    expect(groups.leave('none', [{ memberId: 'x', groupInstanceId: null }])).toMatchObject({
      error: 'NONE',
      members: [{ error: 'UNKNOWN_MEMBER_ID' }],
    });
    expect(groups.leave('', [])).toMatchObject({ error: 'INVALID_GROUP_ID' });
  });
});

describe('disconnecting', () => {
  it('frees a member that never learned its id', async () => {
    const test = createTestGroups();
    const connection = new AbortController();
    const request = joinRequest({ requiresKnownMemberId: false });
    void test.groups.join(request, { ...CLIENT, closed: connection.signal });
    connection.abort();
    expect(test.groups.describe('g')?.members).toEqual([]);
  });

  it('keeps a member that knows its id for as long as its session, then goes on without it', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2);
    const [a = '', b = ''] = ids;
    const connection = new AbortController();
    void test.groups.join(joinRequest({ memberId: b, protocols: [{ name: 'range', metadata: bytes('!') }] }), {
      ...CLIENT,
      closed: connection.signal,
    });
    connection.abort();
    const joined = test.groups.join(joinRequest({ memberId: a }), CLIENT);
    test.time.advance(9_999);
    expect(test.groups.describe('g')?.members).toHaveLength(2);
    test.time.advance(1);
    expect(await joined).toMatchObject({ generationId: 2, leader: a, members: [{ memberId: a }] });
  });

  it('frees a parked sync; the member may sync again', async () => {
    const test = createTestGroups();
    const joins = [await joinDynamic(test), await joinDynamic(test)];
    test.time.advance(1000);
    const answers = await Promise.all(joins.map(({ joined }) => joined));
    const connection = new AbortController();
    const b = { memberId: answers[1]?.memberId ?? '', generationId: 1 };
    const waiting = test.groups.sync(syncRequest(b), { ...CLIENT, closed: connection.signal });
    connection.abort();
    await waiting;
    const synced = await syncAll(test.groups, answers);
    expect(synced.map(({ error }) => error)).toEqual(['NONE', 'NONE']);
  });
});

describe('closing', () => {
  it('answers whoever waits and leaves no timer', async () => {
    const test = createTestGroups();
    const { joined } = await joinDynamic(test);
    await test.groups.close();
    expect(await joined).toMatchObject({ error: 'NOT_COORDINATOR' });
    expect(test.time.timerCount()).toBe(0);
    expect(await test.groups.join(joinRequest(), CLIENT)).toMatchObject({ error: 'NOT_COORDINATOR' });
  });
});
