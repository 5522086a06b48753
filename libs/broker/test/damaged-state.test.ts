import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBroker } from '@sluice/broker';
import type { Broker } from '@sluice/broker';
import { metadata, offsetCommit, offsetFetch } from '@sluice/kafka';
import { createLogger, createMetrics } from '@sluice/runtime';
import { expect, it } from 'vitest';
import { createRandom } from '../../../test/fault/random.ts';
import { makeDirectory, startBroker, textGate } from './support/broker.ts';
import { openClient } from './support/client.ts';
import { makeTopic } from './support/records.ts';

const FLIPS = 25;
const TOPICS = ['a', 'b', 'c'];
const LOG = '00000000000000000000.log';

/** A data directory that was closed in good order, with topics and committed offsets. */
async function makeDataDir(): Promise<{ dataDir: string; state: unknown }> {
  const dataDir = await makeDirectory();
  const { broker, connect } = await startBroker({ dataDir });
  const client = await connect();
  for (const topic of TOPICS) await makeTopic(client, topic);
  for (const [i, name] of TOPICS.entries()) {
    const partitions = [{ partitionIndex: 0, committedOffset: BigInt(i), committedMetadata: null }];
    const topics = [{ name, partitions }];
    await client.call(offsetCommit, 8, { groupId: 'g', generationIdOrMemberEpoch: -1, memberId: '', topics });
  }
  const state = await readState(broker, client);
  await broker.close();
  return { dataDir, state };
}

async function readState(broker: Broker, client: Awaited<ReturnType<typeof openClient>>): Promise<unknown> {
  const described = await client.call(metadata, 12, { topics: null, allowAutoTopicCreation: false });
  const topics = TOPICS.map((name) => ({ name, partitionIndexes: [0] }));
  const committed = await client.call(offsetFetch, 7, { groupId: 'g', topics, requireStable: false });
  return {
    clusterId: broker.clusterId,
    topics: described.topics.map(({ name, topicId }) => `${name} ${topicId}`).sort(),
    offsets: committed.topics.map(({ name, partitions }) => `${name} ${String(partitions[0]?.committedOffset)}`).sort(),
  };
}

it.each([
  ['meta.json', 'meta.json'],
  ['the metadata log', join('logs', '__sluice_metadata-0', LOG)],
  ['__consumer_offsets', join('logs', '__consumer_offsets-0', LOG)],
])('%s with a flipped bit: the broker says so and does not start, or has all it had', async (_, file) => {
  const { dataDir, state } = await makeDataDir();
  const random = createRandom(file.length);
  let refusals = 0;
  for (let round = 0; round < FLIPS; round++) {
    const copy = join(await makeDirectory(), 'copy');
    await cp(dataDir, copy, { recursive: true });
    const bytes = await readFile(join(copy, file));
    const at = random.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
    await writeFile(join(copy, file), bytes);
    const lines: string[] = [];
    const logger = createLogger({ destination: { write: (line: string) => void lines.push(line) } });
    let broker: Broker | undefined;
    try {
      broker = await createBroker({ dataDir: copy, gate: textGate, logger, metrics: createMetrics() });
    } catch (error) {
      refusals++;
      expect(`${lines.join('')}${String(error)}`).toContain(join(copy, file));
    }
    if (broker !== undefined) {
      const client = await openClient(await broker.listen({ host: '127.0.0.1', port: 0 }));
      expect(await readState(broker, client)).toEqual(state);
      await client.close();
      await broker.close();
    }
    await rm(copy, { recursive: true });
  }
  expect(refusals).toBeGreaterThan(FLIPS / 2);
});
