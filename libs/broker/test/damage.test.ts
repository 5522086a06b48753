import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test/fault/random.ts';
import { makeDirectory } from './support/broker.ts';
import { appendTo, openTestLogs, recordsOf } from './support/logs.ts';
import type { TestLogs } from './support/logs.ts';

const RECORDS = 40;
const FLIPS = 12;
const IDENTITY = { producerId: 9n, producerEpoch: 0 };

interface Sample {
  readonly root: string;
  /** Path in the directory. */
  readonly files: readonly string[];
}

/** Several segments of one record a batch, two epochs and a raised start, stopped in good order or killed. */
async function makeSample(isClean: boolean): Promise<Sample> {
  const root = await makeDirectory();
  for (const leaderEpoch of [1, 2]) {
    const logs = await openTestLogs(root, { segmentBytes: 1000, leaderEpoch });
    const log = await logs.open('t', 0);
    for (let i = 0; i < RECORDS / 2; i++) {
      const baseSequence = log.highWatermark;
      await appendTo(log, [`value ${baseSequence}`], {
        ...IDENTITY,
        baseSequence,
        timestamp: BigInt(1000 + baseSequence),
      });
    }
    await log.deleteBefore(3);
    await log.sync();
    if (leaderEpoch === 2 && !isClean) {
      const copy = join(await makeDirectory(), 'copy');
      await cp(root, copy, { recursive: true });
      await logs.close();
      return { root: copy, files: await listFiles(copy) };
    }
    await logs.close();
  }
  return { root, files: await listFiles(root) };
}

async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

const kindOf = (file: string): string => file.replace(/.*\//, '').replace(/^\d{20}/, '');

const KINDS = [
  '.log',
  '.index',
  '.timeindex',
  '.snapshot',
  'leader-epoch-checkpoint',
  'partition.metadata',
  'recovery-point-offset-checkpoint',
  'log-start-offset-checkpoint',
];

/** Damage of which may cost records: of the records, and of both things that tell whose a directory is. */
const COSTLY = ['.log', 'partition.metadata'];

describe.each([
  ['stopped in good order', true],
  ['killed', false],
])('a log that was %s, with a damaged file', (_, isClean) => {
  it('has every kind of file', async () => {
    const { files } = await makeSample(isClean);
    const kinds = new Set(files.map(kindOf).filter((kind) => !kind.endsWith('.crc32c')));
    expect([...kinds].sort()).toEqual([...KINDS].sort());
  });

  it.each(KINDS)('%s: a flipped bit or a lost end is never served, and said where it matters', async (kind) => {
    const sample = await makeSample(isClean);
    const random = createRandom(kind.length * 31 + Number(isClean));
    const files = sample.files.filter((file) => kindOf(file) === kind);
    for (let round = 0; round < FLIPS; round++) {
      const root = join(await makeDirectory(), 'copy');
      await cp(sample.root, root, { recursive: true });
      const file = random.pick([files[0] ?? '', ...files]);
      const bytes = await readFile(join(root, file));
      if (bytes.length === 0) continue;
      if (round % 5 === 0) await truncate(join(root, file), random.between(0, bytes.length - 1));
      else {
        const at = random.between(0, bytes.length - 1);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
        await writeFile(join(root, file), bytes);
      }
      const logs = await openTestLogs(root, { segmentBytes: 1000, leaderEpoch: 3 });
      const { isWhole, isReported } = await readDamaged(logs, basename(file));
      // What costs records is said.
      if (!COSTLY.includes(kind)) expect([file, isWhole]).toEqual([file, true]);
      else if (!isWhole) expect([file, isReported]).toEqual([file, true]);
      await logs.close();
      await rm(root, { recursive: true });
    }
  });
});

const basename = (file: string): string => file.replace(/.*\//, '');

/** Whatever is read is what was written; times are found; the producer's last batch is known if it is there. */
async function readDamaged(logs: TestLogs, file: string): Promise<{ isWhole: boolean; isReported: boolean }> {
  const log = await logs.open('t', 0).catch(() => undefined);
  const isReported = (): boolean =>
    logs.lines.some((line) => /warn|error/.test(String(line['level'])) && JSON.stringify(line).includes(file));
  if (log === undefined) return { isWhole: false, isReported: isReported() };
  const records = new Map<number, string>();
  let isWhole = log.startOffset === 3 && log.highWatermark === RECORDS;
  // From every offset, so that every index entry is used.
  for (let offset = log.startOffset; offset < log.highWatermark; offset++) {
    const read = await log.read(offset, 1, true);
    if (read.records === null || read.records.length === 0) isWhole = false;
  }
  try {
    for (const [offset, value] of await recordsOf(log)) records.set(offset, value);
  } catch {
    isWhole = false;
  }
  for (const [offset, value] of records) expect(value).toBe(`value ${offset}`);
  isWhole &&= records.size === RECORDS - 3;
  if (isWhole) {
    for (const offset of [5, 17, 33]) {
      expect(await log.findTimestamp(BigInt(1000 + offset))).toMatchObject({ offset });
    }
    expect(await log.findGreatestTimestamp()).toMatchObject({ offset: RECORDS - 1 });
    const last = { ...IDENTITY, baseSequence: RECORDS - 1, timestamp: 0n };
    expect(await appendTo(log, [`value ${RECORDS - 1}`], last)).toEqual({ baseOffset: RECORDS - 1, duplicate: true });
    const next = { ...IDENTITY, baseSequence: RECORDS, timestamp: 0n };
    expect(await appendTo(log, ['next'], next)).toEqual({ baseOffset: RECORDS, duplicate: false });
  }
  return { isWhole, isReported: isReported() };
}
