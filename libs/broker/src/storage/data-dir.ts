import { randomBytes } from 'node:crypto';
import * as fsp from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { crc32c } from '@sluice/kafka/node';
import { BrokerError } from '../broker-error.ts';
import { acquireLock } from './data-dir-lock.ts';
import { syncDirectory } from './node-backend.ts';

const FORMAT_VERSION = 1;
/** Apache Kafka's mark of a log directory. */
export const KAFKA_PROPERTIES_FILE = 'meta.properties';

/** A data directory held by this process. */
export interface DataDir {
  readonly path: string;
  /** Where partitions live: directories `<topic>-<partition>` as Kafka has them. */
  readonly logsPath: string;
  readonly clusterId: string;
  readonly nodeId: number;
  /** Gives the lock back; removes an ephemeral directory. */
  close(): Promise<void>;
}

/**
 * Opens, or makes, the data directory at `path` and locks it; without a path, makes one that `close` removes.
 * Throws BrokerError 'data-dir-locked' naming the process that has it, or 'data-dir-format' when this version cannot
 * read it.
 */
export async function openDataDir(path: string | undefined): Promise<DataDir> {
  const ephemeral = path === undefined;
  const dir = path ?? (await fsp.mkdtemp(join(tmpdir(), 'sluice-')));
  await makeDirectory(dir);
  const lock = await acquireLock(join(dir, 'lock'));
  try {
    const logsPath = join(dir, 'logs');
    const meta = await readMeta(join(dir, 'meta.json'), join(logsPath, KAFKA_PROPERTIES_FILE));
    await makeDirectory(logsPath);
    return {
      path: dir,
      logsPath,
      clusterId: meta.clusterId,
      nodeId: meta.nodeId,
      async close() {
        await lock.release();
        if (ephemeral) await fsp.rm(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * With its parents; their names are on the disk when it settles. Level by level: Node's own recursive mkdir never comes
 * back from a file system that refuses directories with ENOENT, as /proc does.
 */
async function makeDirectory(path: string): Promise<void> {
  const absolute = resolve(path);
  const missing: string[] = [];
  for (let level = absolute; !(await exists(level)); level = dirname(level)) missing.unshift(level);
  for (const level of missing) {
    await fsp.mkdir(level).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    await syncDirectory(dirname(level));
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await fsp.stat(path)) !== undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

interface Meta {
  formatVersion: number;
  clusterId: string;
  nodeId: number;
}

async function readMeta(file: string, kafkaFile: string): Promise<Meta> {
  let text: string;
  try {
    text = await fsp.readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const identity = await readKafkaIdentity(kafkaFile);
    const partitions = await fsp.readdir(dirname(kafkaFile)).catch(() => []);
    if (identity.clusterId === undefined && partitions.length > 0) {
      const what = `${file} is missing and ${dirname(kafkaFile)} is not empty`;
      throw new BrokerError('data-dir-format', `${what}: restore it, or give another --data-dir`);
    }
    return createMeta(file, identity);
  }
  const meta = parseMeta(text);
  if (meta === undefined) {
    throw new BrokerError(
      'data-dir-format',
      `${file} is damaged or not a Sluice meta file: restore it, or give another --data-dir`,
    );
  }
  if (meta.formatVersion !== FORMAT_VERSION) {
    throw new BrokerError(
      'data-dir-format',
      `${file} has format version ${meta.formatVersion}, this Sluice reads ${FORMAT_VERSION}: ` +
        `use the version that wrote it, or give another --data-dir`,
    );
  }
  return meta;
}

/** Written to another name and linked into place, so that a crash leaves no half of it. */
async function createMeta(file: string, identity: Partial<Meta>): Promise<Meta> {
  const clusterId = randomBytes(16).toString('base64url');
  const meta = { formatVersion: FORMAT_VERSION, clusterId, nodeId: 1, ...identity };
  const handle = await fsp.open(`${file}.tmp`, 'w');
  try {
    await handle.writeFile(`${JSON.stringify({ ...meta, crc32c: checksumOf(meta) })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fsp.rename(`${file}.tmp`, file);
  await syncDirectory(dirname(file));
  return meta;
}

/** A directory that Kafka wrote keeps its cluster and its node. */
async function readKafkaIdentity(file: string): Promise<Partial<Meta>> {
  const text = await fsp.readFile(file, 'utf8').catch(() => '');
  const clusterId = /^cluster\.id=(\S+)$/m.exec(text)?.[1];
  const nodeId = /^node\.id=(\d{1,9})$/m.exec(text)?.[1];
  return { ...(clusterId && { clusterId }), ...(nodeId && { nodeId: Number(nodeId) }) };
}

function parseMeta(text: string): Meta | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { formatVersion, clusterId, nodeId, crc32c } = value as Partial<Record<keyof Meta | 'crc32c', unknown>>;
  if (typeof formatVersion !== 'number') return undefined;
  // Damage of the version itself must not be taken for another version.
  if (crc32c !== undefined && crc32c !== checksumOf({ formatVersion, clusterId, nodeId })) return undefined;
  if (formatVersion !== FORMAT_VERSION) return { formatVersion, clusterId: '', nodeId: 1 };
  if (typeof clusterId !== 'string' || typeof nodeId !== 'number') return undefined;
  return { formatVersion, clusterId, nodeId };
}

function checksumOf({ formatVersion, clusterId, nodeId }: Record<keyof Meta, unknown>): number {
  return crc32c(new TextEncoder().encode(JSON.stringify([formatVersion, clusterId, nodeId])));
}
