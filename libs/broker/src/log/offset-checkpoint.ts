import { openCheckedFile } from '../storage/checked-file.ts';
import type { LogEnvironment } from './log-environment.ts';

/** Kafka's names of the checkpoints of a log directory. */
export const RECOVERY_POINTS_FILE = 'recovery-point-offset-checkpoint';
export const START_OFFSETS_FILE = 'log-start-offset-checkpoint';

const WRITE_DELAY_MS = 1000;

/** An offset for each partition, in a checkpoint file of Kafka's format. */
export interface OffsetCheckpoint {
  /** Whether the file was there and could not be read: what is not noted since then is not known. */
  readonly isDamaged: boolean;
  /** 0 when none is noted. */
  get(topic: string, partition: number): number;
  /** Noted at once, written within a second. */
  set(topic: string, partition: number, offset: number): void;
  /** As `set` and `forget`, settling when the file has it. */
  put(topic: string, partition: number, offset: number | undefined): Promise<void>;
  forget(topic: string, partition: number): void;
  /** Writes what is noted. */
  close(): Promise<void>;
}

/** What is kept of a partition outside its directory, in the checkpoints of the log directory. */
export interface PartitionCheckpoints {
  /** Everything before it is on the disk itself. */
  readonly recoveryPoint: number;
  /** Records before it are deleted, wherever their segment ends. */
  readonly startOffset: number;
  /** False when `startOffset` may be too low because the file was damaged. */
  readonly isStartKnown: boolean;
  noteRecoveryPoint(offset: number): void;
  /** Settles when it is on the disk. */
  putStartOffset(offset: number): Promise<void>;
}

/** Reads the checkpoint at `path`; a missing or damaged one counts as empty. */
export async function openOffsetCheckpoint(
  path: string,
  { backend, crc32c, logger }: Pick<LogEnvironment, 'backend' | 'crc32c' | 'logger'>,
): Promise<OffsetCheckpoint> {
  const file = openCheckedFile(path, backend, crc32c);
  const content = (await file.read()) ?? { text: formatCheckpoint(new Map()), isDamaged: false };
  const read = content.isDamaged ? undefined : parseCheckpoint(content.text);
  if (read === undefined) logger.error({ file: path }, 'checkpoint is damaged and not used');
  const offsets = read ?? new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** The write that has not begun and will have all that is noted until then. */
  let waiting: Promise<void> | undefined;

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    waiting ??= writing
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        writing = file.replace(formatCheckpoint(offsets));
        return writing;
      });
    return waiting;
  }
  /** A lost write only makes the next start do more. */
  function writeSoon(): void {
    timer ??= setTimeout(() => void write().catch(() => undefined), WRITE_DELAY_MS).unref();
  }
  function note(topic: string, partition: number, offset: number | undefined): boolean {
    const name = `${topic} ${partition}`;
    if (offsets.get(name) === offset) return false;
    if (offset === undefined) offsets.delete(name);
    else offsets.set(name, offset);
    return true;
  }
  return {
    isDamaged: read === undefined,
    get: (topic, partition) => offsets.get(`${topic} ${partition}`) ?? 0,
    set(topic, partition, offset) {
      if (note(topic, partition, offset)) writeSoon();
    },
    async put(topic, partition, offset) {
      if (note(topic, partition, offset)) await write();
    },
    forget(topic, partition) {
      if (note(topic, partition, undefined)) writeSoon();
    },
    close: write,
  };
}

/** Lines: version 0, count, then `topic partition offset`. Undefined when they are anything else. */
function parseCheckpoint(text: string): Map<string, number> | undefined {
  const offsets = new Map<string, number>();
  const [version, count, ...lines] = text.split('\n');
  if (version !== '0' || lines.pop() !== '' || count !== String(lines.length)) return undefined;
  for (const line of lines) {
    const match = /^([\w.-]+ \d{1,10}) (\d{1,16})$/.exec(line);
    if (match?.[1] === undefined) return undefined;
    offsets.set(match[1], Number(match[2]));
  }
  return offsets.size === lines.length ? offsets : undefined;
}

function formatCheckpoint(offsets: ReadonlyMap<string, number>): string {
  return ['0', offsets.size, ...[...offsets].map(([name, offset]) => `${name} ${offset}`), ''].join('\n');
}
