import { join } from 'node:path';
import { openCheckedFile } from '../storage/checked-file.ts';
import type { CheckedFile } from '../storage/checked-file.ts';
import type { LogEnvironment } from './log-environment.ts';

export const LEADER_EPOCHS_FILE = 'leader-epoch-checkpoint';

/** From `startOffset` on batches have this leader epoch, up to the next entry's. */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

/**
 * Which leader wrote which offsets of a partition (KIP-101), in Kafka's `leader-epoch-checkpoint`. The batches say it
 * too, so that what is missing or damaged is read from them again.
 */
export class LeaderEpochs {
  readonly #file: CheckedFile;
  #entries: EpochEntry[];
  #isStored = true;

  /** `isWhole` is false when the entries have to be read from the batches. */
  static async open(
    directory: string,
    { backend, crc32c, logger }: Pick<LogEnvironment, 'backend' | 'crc32c' | 'logger'>,
  ): Promise<{ epochs: LeaderEpochs; isWhole: boolean }> {
    const path = join(directory, LEADER_EPOCHS_FILE);
    const file = openCheckedFile(path, backend, crc32c);
    const content = await file.read();
    const entries = content === undefined || content.isDamaged ? undefined : parseEpochs(content.text);
    if (content !== undefined && entries === undefined) {
      logger.error({ file: path }, 'leader epochs are damaged and read from the log again');
    }
    return { epochs: new LeaderEpochs(file, entries ?? []), isWhole: entries !== undefined };
  }

  private constructor(file: CheckedFile, entries: EpochEntry[]) {
    this.#file = file;
    this.#entries = entries;
  }

  get last(): EpochEntry | undefined {
    return this.#entries.at(-1);
  }

  list(): readonly EpochEntry[] {
    return this.#entries;
  }

  /** To be called for each batch in order; only the first of an epoch makes an entry. */
  assign(epoch: number, startOffset: number): void {
    if (epoch < 0 || epoch <= (this.last?.epoch ?? -1)) return;
    this.#entries.push({ epoch, startOffset });
    this.#isStored = false;
  }

  /** Forgets what was from `endOffset` on. */
  truncate(endOffset: number): void {
    const kept = this.#entries.filter((entry) => entry.startOffset < endOffset);
    this.#isStored &&= kept.length === this.#entries.length;
    this.#entries = kept;
  }

  /** Forgets epochs that end at or before the log's start; the one that is left begins there. */
  raiseStart(startOffset: number): void {
    const first = this.#entries.findLastIndex((entry) => entry.startOffset <= startOffset);
    const entry = this.#entries[first];
    if (entry === undefined || (first === 0 && entry.startOffset === startOffset)) return;
    this.#entries.splice(0, first + 1, { epoch: entry.epoch, startOffset });
    this.#isStored = false;
  }

  /** Brings the file up to date; one call at a time. */
  async store(): Promise<void> {
    if (this.#isStored) return;
    this.#isStored = true;
    try {
      await this.#file.replace(formatEpochs(this.#entries));
    } catch (error) {
      this.#isStored = false;
      throw error;
    }
  }
}

/** Lines: version 0, count, then `epoch startOffset`, both ascending. Undefined when they are anything else. */
function parseEpochs(text: string): EpochEntry[] | undefined {
  const [version, count, ...lines] = text.split('\n');
  if (version !== '0' || lines.pop() !== '' || count !== String(lines.length)) return undefined;
  const entries: EpochEntry[] = [];
  for (const line of lines) {
    const match = /^(\d{1,10}) (\d{1,16})$/.exec(line);
    if (match === null) return undefined;
    const entry = { epoch: Number(match[1]), startOffset: Number(match[2]) };
    const last = entries.at(-1);
    if (last !== undefined && (entry.epoch <= last.epoch || entry.startOffset < last.startOffset)) return undefined;
    entries.push(entry);
  }
  return entries;
}

function formatEpochs(entries: readonly EpochEntry[]): string {
  return ['0', entries.length, ...entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}`), ''].join('\n');
}
