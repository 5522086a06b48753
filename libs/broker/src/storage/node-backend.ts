import * as fs from 'node:fs';
import * as fsp from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LogBackend, LogFile } from './log-backend.ts';

/** IOV_MAX on every system Node runs on; a longer list is written in pieces. */
const MAX_CHUNKS_PER_WRITE = 1024;

/** Logs in the file system. At most `maxDescriptors` files are open at once; the longest unused are closed. */
export function createNodeBackend(options: { maxDescriptors?: number } = {}): LogBackend {
  const descriptors = new Descriptors(options.maxDescriptors ?? 512);
  return {
    async createDirectory(path) {
      await fsp.mkdir(path, { recursive: true });
    },
    async list(path) {
      try {
        return (await fsp.readdir(path)).sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    rename: (from, to) => fsp.rename(from, to),
    remove: (path) => fsp.rm(path, { recursive: true, force: true }),
    syncDirectory,
    async readFile(path) {
      try {
        return await fsp.readFile(path);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async replaceFile(path, bytes) {
      await replace(path, bytes, true);
      await syncDirectory(dirname(path));
    },
    replaceLater: (path, bytes) => replace(path, bytes, false),
    openFile: (path) => new NodeFile(path, descriptors),
    close: () => descriptors.closeAll(),
  };
}

/** Written under another name first, so that nobody finds half of it. */
async function replace(path: string, bytes: Uint8Array, isSynced: boolean): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.tmp`);
  const handle = await fsp.open(temporary, 'w');
  try {
    await handle.writeFile(bytes);
    if (isSynced) await handle.datasync();
  } finally {
    await handle.close();
  }
  await fsp.rename(temporary, path);
}

/** Settles when the names in the directory would survive loss of power. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory; its rename is durable by itself.
  if (process.platform === 'win32') return;
  const handle = await fsp.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

class NodeFile implements LogFile {
  readonly path: string;
  readonly #descriptors: Descriptors;

  constructor(path: string, descriptors: Descriptors) {
    this.path = path;
    this.#descriptors = descriptors;
  }

  async size(): Promise<number> {
    try {
      return (await fsp.stat(this.path)).size;
    } catch (error) {
      if (isMissing(error)) return 0;
      throw error;
    }
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    const entry = await this.#descriptors.acquire(this.path, false);
    try {
      let done = 0;
      while (done < target.byteLength) {
        const got = await readOnce(entry.fd, target, done, position + done);
        if (got === 0) break;
        done += got;
      }
      return done;
    } finally {
      this.#descriptors.release(entry);
    }
  }

  async write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    const entry = await this.#descriptors.acquire(this.path, true);
    try {
      let at = position;
      for (let first = 0; first < chunks.length; first += MAX_CHUNKS_PER_WRITE) {
        at = await writeAll(entry.fd, chunks.slice(first, first + MAX_CHUNKS_PER_WRITE), at);
      }
    } finally {
      this.#descriptors.release(entry);
    }
  }

  async truncate(sizeBytes: number): Promise<void> {
    await fsp.truncate(this.path, sizeBytes);
  }

  async sync(): Promise<void> {
    const entry = await this.#descriptors.acquire(this.path, true);
    try {
      await new Promise<void>((resolve, reject) => {
        fs.fdatasync(entry.fd, (error) => (error ? reject(error) : resolve()));
      });
    } finally {
      this.#descriptors.release(entry);
    }
  }

  close(): Promise<void> {
    return this.#descriptors.forget(this.path);
  }
}

interface Descriptor {
  readonly path: string;
  fd: number;
  users: number;
  /** Closed by whoever is last to let go of it. */
  doomed: boolean;
}

/** Open files by path, in order of use. */
class Descriptors {
  readonly #max: number;
  readonly #open = new Map<string, Descriptor>();
  readonly #opening = new Map<string, Promise<Descriptor>>();

  constructor(max: number) {
    this.#max = max;
  }

  async acquire(path: string, create: boolean): Promise<Descriptor> {
    const known = this.#open.get(path);
    if (known !== undefined) {
      this.#open.delete(path);
      this.#open.set(path, known);
      known.users++;
      return known;
    }
    const pending = this.#opening.get(path);
    if (pending !== undefined) {
      await pending.catch(() => undefined);
      return this.acquire(path, create);
    }
    const opening = openFile(path, create);
    this.#opening.set(path, opening);
    try {
      const descriptor = await opening;
      this.#open.set(path, descriptor);
      descriptor.users++;
      this.#evict();
      return descriptor;
    } finally {
      this.#opening.delete(path);
    }
  }

  release(descriptor: Descriptor): void {
    descriptor.users--;
    if (descriptor.doomed && descriptor.users === 0) void closeDescriptor(descriptor.fd);
    else if (this.#open.size > this.#max) this.#evict();
  }

  async forget(path: string): Promise<void> {
    await this.#opening.get(path)?.catch(() => undefined);
    const descriptor = this.#open.get(path);
    if (descriptor === undefined) return;
    this.#open.delete(path);
    descriptor.doomed = true;
    if (descriptor.users === 0) await closeDescriptor(descriptor.fd);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((path) => this.forget(path)));
  }

  #evict(): void {
    for (const [path, descriptor] of this.#open) {
      if (this.#open.size <= this.#max) return;
      if (descriptor.users > 0) continue;
      this.#open.delete(path);
      void closeDescriptor(descriptor.fd);
    }
  }
}

async function openFile(path: string, create: boolean): Promise<Descriptor> {
  const flags = fs.constants.O_RDWR | (create ? fs.constants.O_CREAT : 0);
  const fd = await new Promise<number>((resolve, reject) => {
    fs.open(path, flags, 0o644, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  return { path, fd, users: 0, doomed: false };
}

function closeDescriptor(fd: number): Promise<void> {
  return new Promise((resolve) => fs.close(fd, () => resolve()));
}

function readOnce(fd: number, target: Uint8Array, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, target, offset, target.byteLength - offset, position, (error, got) =>
      error ? reject(error) : resolve(got),
    );
  });
}

async function writeAll(fd: number, chunks: readonly Uint8Array[], position: number): Promise<number> {
  let rest = chunks;
  let at = position;
  for (;;) {
    let wanted = 0;
    for (const chunk of rest) wanted += chunk.byteLength;
    const written = await writeOnce(fd, rest, at);
    at += written;
    if (written === wanted) return at;
    if (written === 0) throw new Error(`write to descriptor ${fd} made no progress at ${at}`);
    rest = dropBytes(rest, written);
  }
}

function writeOnce(fd: number, chunks: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.writev(fd, chunks, position, (error, written) => (error ? reject(error) : resolve(written)));
  });
}

function dropBytes(chunks: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks[i];
    if (chunk === undefined) break;
    if (left < chunk.byteLength) return [chunk.subarray(left), ...chunks.slice(i + 1)];
    left -= chunk.byteLength;
  }
  return [];
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
