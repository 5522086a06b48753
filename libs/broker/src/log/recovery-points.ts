import { join } from 'node:path';
import type { LogBackend } from '../storage/log-backend.ts';

const FILE_NAME = 'recovery-point-offset-checkpoint';
const WRITE_DELAY_MS = 1000;

/** How far each partition is known to be on the disk itself, in Kafka's checkpoint file of the log directory. */
export interface RecoveryPoints {
  get(topic: string, partition: number): number;
  /** Noted at once, written within a second. */
  set(topic: string, partition: number, offset: number): void;
  forget(topic: string, partition: number): void;
  /** Writes what is noted. */
  close(): Promise<void>;
}

/** Reads the checkpoint in `directory`; a missing or damaged one counts as empty: then everything is checked. */
export async function openRecoveryPoints(directory: string, backend: LogBackend): Promise<RecoveryPoints> {
  const path = join(directory, FILE_NAME);
  const bytes = await backend.readFile(path);
  const points = parseCheckpoint(bytes === undefined ? '' : new TextDecoder().decode(bytes));
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const text = formatCheckpoint(points);
    writing = writing.then(() => backend.replaceFile(path, new TextEncoder().encode(text)));
    return writing;
  }
  /** A lost write only makes the next start check more. */
  function writeSoon(): void {
    timer ??= setTimeout(() => void write().catch(() => undefined), WRITE_DELAY_MS).unref();
  }
  return {
    get: (topic, partition) => points.get(`${topic} ${partition}`) ?? 0,
    set(topic, partition, offset) {
      if (points.get(`${topic} ${partition}`) === offset) return;
      points.set(`${topic} ${partition}`, offset);
      writeSoon();
    },
    forget(topic, partition) {
      if (points.delete(`${topic} ${partition}`)) writeSoon();
    },
    close: write,
  };
}

/** Lines: version 0, count, then `topic partition offset`. */
function parseCheckpoint(text: string): Map<string, number> {
  const points = new Map<string, number>();
  const [version, count, ...lines] = text.split('\n');
  if (version !== '0' || Number(count) !== lines.filter((line) => line !== '').length) return points;
  for (const line of lines) {
    const match = /^(\S+ \d+) (\d+)$/.exec(line);
    if (match?.[1] !== undefined) points.set(match[1], Number(match[2]));
  }
  return points;
}

function formatCheckpoint(points: ReadonlyMap<string, number>): string {
  return ['0', points.size, ...[...points].map(([name, offset]) => `${name} ${offset}`), ''].join('\n');
}
