import { describe, expect, it } from 'vitest';
import type { JoinAnswer, JoinRequest } from '../src/groups/groups.ts';
import {
  bytes,
  CLIENT,
  commit,
  createTestGroups,
  identity,
  joinRequest,
  settle,
  syncAll,
  syncRequest,
  text,
} from './groups-support.ts';

type Test = ReturnType<typeof createTestGroups>;

const asStatic = (groupInstanceId: string, change: Partial<JoinRequest> = {}) =>
  joinRequest({ groupInstanceId, sessionTimeoutMs: 30_000, ...change });

/** A stable group of two static members, `one` leading. */
async function formStatic(test: Test): Promise<readonly [one: JoinAnswer, two: JoinAnswer]> {
  const joins = ['one', 'two'].map((instance) => test.groups.join(asStatic(instance), CLIENT));
  test.time.advance(1000);
  const [one, two] = await Promise.all(joins);
  if (one === undefined || two === undefined) throw new Error('two members joined');
  await syncAll(test.groups, [one, two]);
  return [one, two];
}

describe('static members', () => {
  it('join without being asked for an id, which bears their instance id', async () => {
    const test = createTestGroups();
    const [one, two] = await formStatic(test);
    expect([one.memberId, two.memberId]).toEqual(['one-1', 'two-2']);
    expect(one.members).toMatchObject([{ groupInstanceId: 'one' }, { groupInstanceId: 'two' }]);
  });

  it('come back without a rebalance, under a new id; the former self is fenced', async () => {
    const test = createTestGroups();
    const [, two] = await formStatic(test);
    const again = await test.groups.join(asStatic('two'), CLIENT);
    expect(again).toMatchObject({ error: 'NONE', memberId: 'two-3', generationId: 1, leader: 'one-1', members: [] });
    const member = { memberId: again.memberId, groupInstanceId: 'two', generationId: 1 };
    expect(text((await test.groups.sync(syncRequest(member), CLIENT)).assignment)).toBe('for two-2');
    const former = { ...member, memberId: two.memberId };
    expect(test.groups.heartbeat(identity(former))).toBe('FENCED_INSTANCE_ID');
    expect(await test.groups.sync(syncRequest(former), CLIENT)).toMatchObject({ error: 'FENCED_INSTANCE_ID' });
    expect(await commit(test.groups, former, 'orders', 0, 1n)).toBe('FENCED_INSTANCE_ID');
    expect(await test.groups.join(asStatic('two', { memberId: two.memberId }), CLIENT)).toMatchObject({
      error: 'FENCED_INSTANCE_ID',
    });
    expect(test.groups.heartbeat(identity(member))).toBe('NONE');
  });

  it.each([
    { supportsSkippingAssignment: true, leader: 'one-3', skipAssignment: true, members: 2 },
    { supportsSkippingAssignment: false, leader: 'one-1', skipAssignment: false, members: 0 },
  ])(
    'as a returning leader must not assign (JoinGroup 9+: $supportsSkippingAssignment)',
    async ({ supportsSkippingAssignment, leader, skipAssignment, members }) => {
      const test = createTestGroups();
      await formStatic(test);
      const again = await test.groups.join(asStatic('one', { supportsSkippingAssignment }), CLIENT);
      expect(again).toMatchObject({ memberId: 'one-3', leader, skipAssignment });
      expect(again.members).toHaveLength(members);
    },
  );

  it('that come back while the assignment is awaited begin a new rebalance', async () => {
    const test = createTestGroups();
    const joins = ['one', 'two'].map((instance) => test.groups.join(asStatic(instance), CLIENT));
    test.time.advance(1000);
    const [one, two] = await Promise.all(joins);
    const waiting = test.groups.sync(
      syncRequest({ memberId: two?.memberId ?? '', groupInstanceId: 'two', generationId: 1 }),
      CLIENT,
    );
    const again = test.groups.join(asStatic('two'), CLIENT);
    expect(await waiting).toMatchObject({ error: 'FENCED_INSTANCE_ID' });
    const leader = test.groups.join(asStatic('one', { memberId: one?.memberId ?? '' }), CLIENT);
    expect(await leader).toMatchObject({ generationId: 2 });
    expect(await again).toMatchObject({ generationId: 2, memberId: 'two-3' });
  });

  it('stay through a rebalance that they miss, until their session ends', async () => {
    const test = createTestGroups();
    const [one] = await formStatic(test);
    const joined = test.groups.join(asStatic('one', { memberId: one.memberId, rebalanceTimeoutMs: 10_000 }), CLIENT);
    await settle();
    test.time.advance(20_000);
    expect(test.groups.describe('g')).toMatchObject({ state: 'PreparingRebalance', members: [{}, {}] });
    test.time.advance(10_000);
    expect(await joined).toMatchObject({ generationId: 2, members: [{ groupInstanceId: 'one' }] });
  });

  it('are removed by an administrator who knows only the instance', async () => {
    const test = createTestGroups();
    await formStatic(test);
    const { members } = test.groups.leave('g', [
      { memberId: '', groupInstanceId: 'two' },
      { memberId: '', groupInstanceId: 'three' },
      { memberId: 'x', groupInstanceId: 'one' },
    ]);
    expect(members.map(({ error }) => error)).toEqual(['NONE', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);
    expect(test.groups.describe('g')?.members).toMatchObject([{ groupInstanceId: 'one' }]);
  });

  it('survive a restart of the broker with generation, protocol and assignment', async () => {
    const test = createTestGroups();
    const [one] = await formStatic(test);
    await test.groups.join(asStatic('two'), CLIENT);
    const groups = test.restart();
    expect(groups.describe('g')).toMatchObject({ state: 'Stable', protocolType: 'consumer', protocolData: 'range' });
    const member = { memberId: one.memberId, groupInstanceId: 'one', generationId: 1 };
    expect(groups.heartbeat(identity(member))).toBe('NONE');
    const synced = await groups.sync(syncRequest(member), CLIENT);
    expect(text(synced.assignment)).toBe('for one-1');
    const again = await groups.join(asStatic('two'), CLIENT);
    expect(again).toMatchObject({ error: 'NONE', generationId: 1, leader: 'one-1' });
  });

  it('rebalance when they return with metadata that selects another protocol', async () => {
    const test = createTestGroups();
    const both = ['range', 'sticky'].map((name) => ({ name, metadata: bytes(name) }));
    const joined = test.groups.join(asStatic('one', { protocols: both }), CLIENT);
    test.time.advance(1000);
    await syncAll(test.groups, [await joined]);
    const again = await test.groups.join(asStatic('one', { protocols: both.slice(1) }), CLIENT);
    expect(again).toMatchObject({ generationId: 2, protocolName: 'sticky' });
  });
});
