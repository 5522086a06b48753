import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '@sluice/runtime';
import { AccessError } from './access-error.ts';

/** A file's content, kept up to date. */
export interface FileView<Value> {
  /** The value of the file; the same object until the file changes. Rejects with AccessError when it was never right. */
  read(): Promise<Value>;
}

export interface FileViewOptions<Value> {
  readonly path: string;
  /** Throws AccessError, without the path. */
  readonly parse: (text: string) => Value;
  /** What a file that is not there stands for; where absent, it must be there. */
  readonly missing?: Value;
  /** Told when a changed file is wrong: what it said before goes on. */
  readonly logger?: Logger | undefined;
  /** How long a value serves before the file is looked at again; 500. */
  readonly freshMs?: number;
}

/** Larger files are a mistake. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Reads a file when it is asked for and has changed, and no oftener looked at than every `freshMs`. */
export function createFileView<Value>(options: FileViewOptions<Value>): FileView<Value> {
  const { path, parse, logger, freshMs = 500 } = options;
  let current: { readonly value: Value } | undefined;
  let stamp: string | undefined;
  let freshUntilMs = 0;
  let reading: Promise<Value> | undefined;

  async function load(): Promise<Value> {
    const before = current;
    try {
      const found = await readStamp(path);
      if (before === undefined || found !== stamp) {
        current = { value: found === undefined ? readMissing(options) : await parseFile(path, parse) };
        if (before !== undefined) logger?.info({ path }, 'read again, for it has changed');
        stamp = found;
      }
    } catch (error) {
      if (before === undefined) throw error;
      logger?.error({ path }, `${describe(error)}; what it said before goes on`);
    }
    freshUntilMs = performance.now() + freshMs;
    const { value } = current ?? { value: readMissing(options) };
    return value;
  }

  return {
    read() {
      if (current !== undefined && performance.now() < freshUntilMs) return Promise.resolve(current.value);
      reading ??= load().finally(() => (reading = undefined));
      return reading;
    },
  };
}

/** The file's state; `undefined` when it is not there. */
async function readStamp(path: string): Promise<string | undefined> {
  try {
    const { mtimeNs, size, ino } = await stat(path, { bigint: true });
    if (size > MAX_FILE_BYTES) throw new AccessError(`${path} is larger than ${MAX_FILE_BYTES} bytes`);
    return `${mtimeNs} ${size} ${ino}`;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error instanceof AccessError ? error : new AccessError(`${path} cannot be read: ${describe(error)}`);
  }
}

async function parseFile<Value>(path: string, parse: (text: string) => Value): Promise<Value> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new AccessError(`${path}: ${describe(error)}`, { cause: error });
  }
}

function readMissing<Value>({ path, missing }: FileViewOptions<Value>): Value {
  if (missing === undefined) throw new AccessError(`${path} is not there`);
  return missing;
}

/** JSON of a file that may hold secrets: V8's own messages quote what they could not read. */
export function parseSecretJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AccessError('is not JSON');
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
