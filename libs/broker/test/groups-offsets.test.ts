import { describe, expect, it } from 'vitest';
import {
  bytes,
  CLIENT,
  commit,
  createMemoryLog,
  createTestGroups,
  formGroup,
  identity,
  joinDynamic,
  joinRequest,
  listOffsets,
  ORDERS,
  settle,
  syncRequest,
} from './groups-support.ts';

const hex = (value: Uint8Array | null | undefined): string => Buffer.from(value ?? []).toString('hex');

describe('committing offsets', () => {
  it('keeps what a simple consumer commits, and shows it with epoch and metadata', async () => {
    const { groups } = createTestGroups();
    expect(await commit(groups, {}, 'orders', 2, 42n, 'note')).toBe('NONE');
    expect(
      groups.fetchOffsets({ groupId: 'g', topics: [{ topic: { name: 'orders' }, partitionIndexes: [2, 1] }] }),
    ).toEqual([
      {
        name: 'orders',
        topicId: ORDERS.id,
        partitions: [
          { partitionIndex: 2, committedOffset: 42n, committedLeaderEpoch: 5, metadata: 'note', error: 'NONE' },
          { partitionIndex: 1, committedOffset: -1n, committedLeaderEpoch: -1, metadata: '', error: 'NONE' },
        ],
      },
    ]);
    expect(groups.describe('g')).toMatchObject({ state: 'Empty', protocolType: '' });
  });

  it('refuses partitions one by one and keeps the rest', async () => {
    const { groups } = createTestGroups();
    const partition = (partitionIndex: number, committedMetadata: string | null = null) => ({
      partitionIndex,
      committedOffset: 7n,
      committedLeaderEpoch: -1,
      committedMetadata,
    });
    const errors = await groups.commitOffsets({
      ...identity({}),
      retentionTimeMs: -1,
      reportsMissingGroup: true,
      topics: [
        { topic: { name: 'orders' }, partitions: [partition(0), partition(3), partition(1, 'x'.repeat(4097))] },
        { topic: { name: 'nothing' }, partitions: [partition(0)] },
        { topic: { topicId: ORDERS.id }, partitions: [partition(2)] },
        { topic: { topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' }, partitions: [partition(0)] },
      ],
    });
    expect(errors).toEqual([
      ['NONE', 'UNKNOWN_TOPIC_OR_PARTITION', 'OFFSET_METADATA_TOO_LARGE'],
      ['UNKNOWN_TOPIC_OR_PARTITION'],
      ['NONE'],
      ['UNKNOWN_TOPIC_ID'],
    ]);
    expect(listOffsets(groups)).toEqual(['orders-0=7', 'orders-2=7']);
  });

  it('checks member and generation', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 1);
    const [memberId = ''] = ids;
    const cases = [
      [{ memberId, generationId: 1 }, 'NONE'],
      [{ memberId, generationId: 0 }, 'ILLEGAL_GENERATION'],
      [{ memberId: 'x', generationId: 1 }, 'UNKNOWN_MEMBER_ID'],
      [{}, 'UNKNOWN_MEMBER_ID'],
      [{ groupId: 'none', generationId: 1 }, 'GROUP_ID_NOT_FOUND'],
    ] as const;
    for (const [member, error] of cases) expect(await commit(test.groups, member, 'orders', 0, 1n)).toBe(error);
    await test.groups.join(joinRequest(), CLIENT);
    const { joined } = await joinDynamic(test);
    expect(await commit(test.groups, { memberId, generationId: 1 }, 'orders', 0, 2n)).toBe('NONE');
    void test.groups.join(joinRequest({ memberId }), CLIENT);
    test.time.advance(10_000);
    expect(await joined).toMatchObject({ generationId: 2 });
    expect(await commit(test.groups, { memberId, generationId: 2 }, 'orders', 0, 3n)).toBe('REBALANCE_IN_PROGRESS');
    expect(listOffsets(test.groups)).toEqual(['orders-0=2']);
  });

  it('answers and shows only what is durable, and groups what comes meanwhile into one append', async () => {
    const { groups, log } = createTestGroups();
    log.hold();
    const first = commit(groups, {}, 'orders', 0, 1n);
    await settle();
    const others = [1n, 2n, 3n].map((offset) => commit(groups, {}, 'orders', 1, offset));
    await settle();
    expect(listOffsets(groups)).toEqual([]);
    log.release();
    expect(await Promise.all([first, ...others])).toEqual(['NONE', 'NONE', 'NONE', 'NONE']);
    expect(log.appends).toBe(2);
    expect(listOffsets(groups)).toEqual(['orders-0=1', 'orders-1=3']);
  });

  it('does not take for committed what could not be written', async () => {
    const { groups, log } = createTestGroups();
    log.hold();
    const failed = commit(groups, {}, 'orders', 0, 1n);
    await settle();
    log.release(new Error('disk full'));
    expect(await failed).toBe('NOT_COORDINATOR');
    expect(listOffsets(groups)).toEqual([]);
    expect(await commit(groups, {}, 'orders', 0, 2n)).toBe('NONE');
  });

  it('answers unknown groups and topics with nothing committed, unknown topic ids with an error', () => {
    const { groups } = createTestGroups();
    expect(groups.fetchOffsets({ groupId: 'none', topics: null })).toEqual([]);
    const [byName, byId] = groups.fetchOffsets({
      groupId: 'none',
      topics: [
        { topic: { name: 'nothing' }, partitionIndexes: [0] },
        { topic: { topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' }, partitionIndexes: [0] },
      ],
    });
    expect(byName?.partitions).toMatchObject([{ committedOffset: -1n, error: 'NONE' }]);
    expect(byId?.partitions).toMatchObject([{ committedOffset: -1n, error: 'UNKNOWN_TOPIC_ID' }]);
  });
});

describe('the log', () => {
  it('restores offsets and groups', async () => {
    const test = createTestGroups();
    const { ids } = await formGroup(test, 2);
    await commit(test.groups, { memberId: ids[1] ?? '', generationId: 1 }, 'orders', 1, 9n, 'm');
    await commit(test.groups, { groupId: 'simple' }, 'readings', 0, 3n);
    const described = test.groups.describe('g');
    await test.groups.close();
    const groups = test.restart();
    expect([listOffsets(groups), listOffsets(groups, 'simple')]).toEqual([['orders-1=9'], ['readings-0=3']]);
    expect(groups.describe('g')).toEqual(described);
    test.time.advance(5_000);
    expect(groups.heartbeat(identity({ memberId: ids[0] ?? '', generationId: 1 }))).toBe('NONE');
    test.time.advance(5_000);
    expect(groups.describe('g')).toMatchObject({ state: 'PreparingRebalance', members: [{ memberId: ids[0] }] });
  });

  it("holds Kafka's own record formats", async () => {
    const { groups, log, time } = createTestGroups();
    await commit(groups, {}, 'orders', 1, 258n, 'm');
    const [record] = log.records;
    const timestamp = BigInt(time.clock.now()).toString(16).padStart(16, '0');
    // version 1, group, topic, partition; version 3, offset, leader epoch, metadata, commit timestamp
    expect(hex(record?.key)).toBe('0001 000167 00066f7264657273 00000001'.replaceAll(' ', ''));
    expect(hex(record?.value)).toBe(`0003 0000000000000102 00000005 00016d ${timestamp}`.replaceAll(' ', ''));
  });

  it('reads flexible records (version 4) and passes over those of other kinds', async () => {
    const log = createMemoryLog();
    const from = (value: string) => new Uint8Array(Buffer.from(value.replaceAll(' ', ''), 'hex'));
    await log.append([
      {
        key: from('0001 000167 00066f7264657273 00000000'),
        value: from('0004 0000000000000007 ffffffff 01 0000000000000001 00'),
      },
      { key: from('0003000167'), value: from('000000000001') },
    ]);
    const { groups } = createTestGroups({}, log);
    expect(listOffsets(groups)).toEqual(['orders-0=7']);
  });
});

describe('deleting', () => {
  it('takes an empty group with its offsets, for good', async () => {
    const test = createTestGroups();
    await commit(test.groups, {}, 'orders', 0, 1n);
    expect(await test.groups.delete('g')).toBe('NONE');
    expect(await test.groups.delete('g')).toBe('GROUP_ID_NOT_FOUND');
    for (const groups of [test.groups, test.restart()]) {
      expect([groups.list(), listOffsets(groups)]).toEqual([[], []]);
    }
  });

  it('takes commits that are under way, too', async () => {
    const test = createTestGroups();
    await commit(test.groups, {}, 'orders', 0, 1n);
    test.log.hold();
    const commits = [commit(test.groups, {}, 'orders', 1, 1n), commit(test.groups, {}, 'orders', 2, 1n)];
    const deleted = test.groups.delete('g');
    await settle();
    test.log.release();
    expect(await Promise.all([...commits, deleted])).toEqual(['NONE', 'NONE', 'NONE']);
    expect(listOffsets(test.restart())).toEqual([]);
  });

  it('refuses a group with members', async () => {
    const test = createTestGroups();
    await formGroup(test, 1);
    expect(await test.groups.delete('g')).toBe('NON_EMPTY_GROUP');
  });

  it('removes offsets of topics that the members do not read', async () => {
    const test = createTestGroups();
    // ConsumerProtocolSubscription version 0 of one topic.
    const subscription = new Uint8Array([0, 0, 0, 0, 0, 1, 0, 6, ...bytes('orders'), 255, 255, 255, 255]);
    const { ids } = await formGroup(test, 1, { protocols: [{ name: 'range', metadata: subscription }] });
    const member = { memberId: ids[0] ?? '', generationId: 1 };
    await commit(test.groups, member, 'orders', 0, 1n);
    await commit(test.groups, member, 'readings', 0, 1n);
    const answer = await test.groups.deleteOffsets('g', [
      { name: 'orders', partitions: [0] },
      { name: 'readings', partitions: [0, 1] },
    ]);
    expect(answer).toEqual({
      error: 'NONE',
      partitions: [['GROUP_SUBSCRIBED_TO_TOPIC'], ['NONE', 'UNKNOWN_TOPIC_OR_PARTITION']],
    });
    expect(listOffsets(test.restart())).toEqual(['orders-0=1']);
    expect(await test.groups.deleteOffsets('none', [])).toMatchObject({ error: 'GROUP_ID_NOT_FOUND' });
  });

  it('refuses to remove offsets from under a group of another kind', async () => {
    const test = createTestGroups();
    const joined = test.groups.join(joinRequest({ protocolType: 'connect', requiresKnownMemberId: false }), CLIENT);
    test.time.advance(1000);
    const { memberId } = await joined;
    await test.groups.sync({ ...syncRequest({ memberId, generationId: 1 }), protocolType: 'connect' }, CLIENT);
    expect(await test.groups.deleteOffsets('g', [])).toMatchObject({ error: 'NON_EMPTY_GROUP' });
  });

  it('forgets a deleted topic in all groups', async () => {
    const test = createTestGroups();
    for (const groupId of ['a', 'b']) {
      await commit(test.groups, { groupId }, 'orders', 0, 1n);
      await commit(test.groups, { groupId }, 'readings', 0, 1n);
    }
    test.deleteTopic(ORDERS);
    await settle();
    for (const groups of [test.groups, test.restart()]) {
      expect(['a', 'b'].flatMap((groupId) => listOffsets(groups, groupId))).toEqual(['readings-0=1', 'readings-0=1']);
    }
  });
});

describe('a crash', () => {
  it('between the end of a topic and that of its offsets leaves none behind', async () => {
    const test = createTestGroups();
    await commit(test.groups, {}, 'orders', 0, 1n);
    test.topics.delete('orders');
    const groups = test.restart();
    await settle();
    test.topics.set('orders', ORDERS);
    expect([listOffsets(groups), listOffsets(test.restart())]).toEqual([[], []]);
  });
});

describe('retention', () => {
  const settings = { 'offsets.retention.minutes': 60, 'offsets.retention.check.interval.ms': 60_000 };
  const MINUTE = 60_000;

  it('forgets the offsets of a simple consumer after their last commit, then the group', async () => {
    const test = createTestGroups(settings);
    await commit(test.groups, {}, 'orders', 0, 1n);
    await pass(test, 59);
    expect(listOffsets(test.groups)).toEqual(['orders-0=1']);
    await pass(test, 2);
    expect(test.groups.list()).toEqual([]);
    expect(test.restart().list()).toEqual([]);
  });

  it('keeps those of a group at work, and counts from when it is empty', async () => {
    const test = createTestGroups(settings);
    const { ids } = await formGroup(test, 1, { sessionTimeoutMs: 1_800_000 });
    const member = { memberId: ids[0] ?? '', generationId: 1 };
    await commit(test.groups, member, 'orders', 0, 1n);
    for (let minutes = 0; minutes < 90; minutes += 20) {
      await pass(test, 20);
      test.groups.heartbeat(identity(member));
    }
    expect(listOffsets(test.groups)).toEqual(['orders-0=1']);
    test.groups.leave('g', [{ memberId: member.memberId, groupInstanceId: null }]);
    await pass(test, 59);
    expect(listOffsets(test.groups)).toEqual(['orders-0=1']);
    await pass(test, 2);
    expect(test.groups.list()).toEqual([]);
  });

  async function pass({ time }: ReturnType<typeof createTestGroups>, minutes: number): Promise<void> {
    for (let i = 0; i < minutes; i++) {
      time.advance(MINUTE);
      await settle();
    }
  }
});
