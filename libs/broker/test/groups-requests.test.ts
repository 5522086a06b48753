import {
  createTopics,
  deleteGroups,
  deleteTopics,
  describeGroups,
  errorName,
  heartbeat,
  joinGroup,
  leaveGroup,
  listGroups,
  metadata,
  offsetCommit,
  offsetDelete,
  offsetFetch,
  syncGroup,
} from '@sluice/kafka';
import { expect, it } from 'vitest';
import { bytes, text } from './groups-support.ts';
import { makeDirectory, startBroker } from './support/broker.ts';
import type { Client } from './support/client.ts';

/** A version of each API, none above what the API has. */
const capTo = ({ versions: [min, max] }: { versions: readonly [number, number] }, version: number) =>
  Math.max(min, Math.min(max, version));

const joining = { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, protocolType: 'consumer' };
const protocols = [{ name: 'range', metadata: bytes('subscription') }];

async function createOrders(client: Client): Promise<string> {
  await client.call(createTopics, 7, {
    topics: [{ name: 'orders', numPartitions: 3, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 1000,
  });
  const { topics } = await client.call(metadata, 12, { topics: [{ name: 'orders' }] });
  return topics[0]?.topicId ?? '';
}

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('serves the life of a group in versions up to %i', async (version) => {
  const { connect } = await startBroker();
  const client = await connect('wire');
  const topicId = await createOrders(client);
  const topic = { name: 'orders', topicId };
  const groupId = 'g';

  const join = capTo(joinGroup, version);
  let joined = await client.call(joinGroup, join, { ...joining, groupId, memberId: '', protocols });
  if (join >= 4) {
    expect(errorName(joined.errorCode)).toBe('MEMBER_ID_REQUIRED');
    joined = await client.call(joinGroup, join, { ...joining, groupId, memberId: joined.memberId, protocols });
  }
  const { memberId, generationId } = joined;
  expect(joined).toMatchObject({ errorCode: 0, generationId: 1, leader: memberId, protocolName: 'range' });
  expect(joined.members.map((member) => text(member.metadata))).toEqual(['subscription']);

  const member = { groupId, memberId, generationId };
  const synced = await client.call(syncGroup, capTo(syncGroup, version), {
    ...member,
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: [{ memberId, assignment: bytes('all') }],
  });
  expect([synced.errorCode, text(synced.assignment)]).toEqual([0, 'all']);
  expect(await client.call(heartbeat, capTo(heartbeat, version), member)).toMatchObject({ errorCode: 0 });

  const committed = await client.call(offsetCommit, capTo(offsetCommit, version), {
    groupId,
    memberId,
    generationIdOrMemberEpoch: generationId,
    topics: [{ ...topic, partitions: [{ partitionIndex: 1, committedOffset: 12n, committedMetadata: 'm' }] }],
  });
  expect(committed.topics.map(({ partitions }) => partitions)).toEqual([[{ partitionIndex: 1, errorCode: 0 }]]);

  const fetching = capTo(offsetFetch, version);
  for (const topics of [[{ ...topic, partitionIndexes: [0, 1] }], ...(fetching >= 2 ? [null] : [])]) {
    const fetched = await client.call(offsetFetch, fetching, { groupId, topics, groups: [{ groupId, topics }] });
    const [found] = fetching >= 8 ? (fetched.groups[0]?.topics ?? []) : fetched.topics;
    expect(found).toMatchObject(fetching >= 10 ? { topicId } : { name: 'orders' });
    expect(found?.partitions.find(({ partitionIndex }) => partitionIndex === 1)).toMatchObject({
      committedOffset: 12n,
      metadata: 'm',
      errorCode: 0,
    });
    expect(found?.partitions.find(({ partitionIndex }) => partitionIndex === 0)?.committedOffset ?? -1n).toBe(-1n);
  }

  const describing = capTo(describeGroups, version);
  const described = await client.call(describeGroups, describing, { groups: [groupId, 'none'] });
  expect(described.groups).toMatchObject([
    { errorCode: 0, groupState: 'Stable', protocolType: 'consumer', members: [{ memberId, clientId: 'wire' }] },
    { groupState: 'Dead', members: [] },
  ]);
  expect(errorName(described.groups[1]?.errorCode ?? 0)).toBe(describing >= 6 ? 'GROUP_ID_NOT_FOUND' : 'NONE');

  const listing = capTo(listGroups, version);
  const listed = await client.call(listGroups, listing, {
    ...(listing >= 4 ? { statesFilter: ['stable'] } : {}),
    ...(listing >= 5 ? { typesFilter: ['classic'] } : {}),
  });
  expect(listed.groups.find((group) => group.groupId === groupId)).toMatchObject({ protocolType: 'consumer' });

  const deletion = { groupsNames: [groupId, 'none'] };
  const refused = await client.call(deleteGroups, capTo(deleteGroups, version), deletion);
  expect(refused.results.map(({ errorCode }) => errorName(errorCode))).toEqual([
    'NON_EMPTY_GROUP',
    'GROUP_ID_NOT_FOUND',
  ]);

  const leaveVersion = capTo(leaveGroup, version);
  const leave = () => client.call(leaveGroup, leaveVersion, { groupId, memberId, members: [{ memberId }] });
  const leaving = await leave();
  expect(leaving).toMatchObject({ errorCode: 0 });
  expect(leaving.members).toMatchObject(leaveVersion >= 3 ? [{ memberId, errorCode: 0 }] : []);
  const again = await leave();
  expect(errorName(again.members[0]?.errorCode ?? again.errorCode)).toBe('UNKNOWN_MEMBER_ID');

  const forgotten = await client.call(offsetDelete, 0, {
    groupId,
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 1 }, { partitionIndex: 99 }] }],
  });
  expect(forgotten.topics[0]?.partitions.map(({ errorCode }) => errorName(errorCode))).toEqual([
    'NONE',
    'UNKNOWN_TOPIC_OR_PARTITION',
  ]);
  const deleted = await client.call(deleteGroups, capTo(deleteGroups, version), deletion);
  expect(deleted.results.map(({ errorCode }) => errorName(errorCode))).toEqual(['NONE', 'GROUP_ID_NOT_FOUND']);
});

it('frees what a client that disconnects was waiting with', async () => {
  const { connect } = await startBroker({ groups: { 'group.initial.rebalance.delay.ms': 60_000 } });
  const [leaver, observer] = [await connect(), await connect()];
  const request = { ...joining, groupId: 'g', memberId: '', protocols };
  leaver.send(joinGroup, 0, request);
  const countMembers = async () => {
    const { groups } = await observer.call(describeGroups, 5, { groups: ['g'] });
    return groups[0]?.members.length;
  };
  await expect.poll(countMembers).toBe(1);
  await leaver.close();
  await expect.poll(countMembers).toBe(0);
});

it('answers members that wait when the broker closes', async () => {
  const { broker, connect } = await startBroker({ groups: { 'group.initial.rebalance.delay.ms': 60_000 } });
  const [member, observer] = [await connect(), await connect()];
  const joined = member.call(joinGroup, 3, { ...joining, groupId: 'g', memberId: '', protocols });
  await expect
    .poll(async () => (await observer.call(listGroups, 4, {})).groups[0]?.groupState)
    .toBe('PreparingRebalance');
  const closed = broker.close();
  expect(errorName((await joined).errorCode)).toBe('NOT_COORDINATOR');
  await closed;
});

it('keeps groups and offsets on disk, and drops those of a deleted topic', async () => {
  const dataDir = await makeDirectory();
  const first = await startBroker({ dataDir });
  const before = await first.connect();
  await createOrders(before);
  const commit = { groupId: 'g', memberId: '', generationIdOrMemberEpoch: -1 };
  const partitions = [{ partitionIndex: 2, committedOffset: 5n, committedMetadata: null }];
  await before.call(offsetCommit, 9, { ...commit, topics: [{ name: 'orders', partitions }] });
  await first.broker.close();

  const second = await startBroker({ dataDir });
  const after = await second.connect();
  const readOffsets = async () => {
    const { groups } = await after.call(offsetFetch, 9, { groups: [{ groupId: 'g', topics: null }] });
    return groups[0]?.topics.flatMap((topic) => topic.partitions.map(({ committedOffset }) => committedOffset));
  };
  expect(await readOffsets()).toEqual([5n]);
  await after.call(deleteTopics, 5, { topicNames: ['orders'], timeoutMs: 1000 });
  await expect.poll(readOffsets).toEqual([]);
});
