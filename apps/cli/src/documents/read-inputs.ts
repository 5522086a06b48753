import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { isWithin } from './project.ts';
import type { Project } from './project.ts';

/** Files that a command reads, and what they were when it read them. */
export interface Inputs {
  /** The text of a file, by a path as seen from the working folder. */
  readonly read: (path: string) => Promise<string>;
  /** As `read`, for what a document names rather than the user: not outside the document's root, links followed. */
  readonly readReferred: (path: string) => Promise<string>;
  /** Keeps the state of a folder whose entries matter, by its absolute path. */
  readonly note: (path: string) => Promise<void>;
  /** Texts of all files read, by the path they were asked for with. */
  readonly texts: ReadonlyMap<string, string>;
  /** Absolute paths of all that were asked for, those that could not be read included; the state they were in. */
  readonly states: ReadonlyMap<string, string>;
}

/** More than any document may have. */
const MAX_BYTES = 16 * 1024 * 1024;

export function createInputs(project: Project): Inputs {
  const texts = new Map<string, string>();
  const states = new Map<string, string>();
  const note = async (path: string): Promise<void> => void states.set(path, await readState(path));
  const readAny = async (path: string): Promise<string> => {
    const whole = project.resolve(path);
    // Before the text: a change between the two is then seen as one.
    await note(whole);
    const text = await readFile(whole);
    texts.set(path, text);
    return text;
  };
  return {
    read: readAny,
    note,
    async readReferred(path) {
      const whole = project.resolve(path);
      const real = await realpath(whole).catch(() => whole);
      const holder = isWithin(project.root, whole) ? project.root : dirname(whole);
      if (!isWithin(holder, real)) throw new Error('it is a symbolic link to a file outside the project; see --root');
      return readAny(path);
    },
    texts,
    states,
  };
}

/**
 * Tells one content of a file from another: which file it is, its size and when it was written. Of a folder, which
 * schemas and folders are in it.
 */
export async function readState(path: string): Promise<string> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isDirectory()) return `${found.ino} ${found.size} ${found.mtimeNs}`;
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory() || isAvroFile(entry.name)).map(({ name }) => name);
    return `${FOLDER}${names.toSorted().join('/')}`;
  } catch {
    return 'none';
  }
}

const FOLDER = 'folder ';

export function isFolder(state: string): boolean {
  return state.startsWith(FOLDER);
}

export function isAvroFile(name: string): boolean {
  return /\.(?:avsc|avdl)$/u.test(name);
}

/** How documents are told which files they may refer to: those of the project, or of the folder of one that lies outside. */
export function rootOf(project: Project, document: string): string | undefined {
  if (!isWithin(project.root, project.resolve(document))) return undefined;
  return relative(project.cwd, project.root).replaceAll(sep, '/');
}

async function readFile(path: string): Promise<string> {
  // Without waiting for somebody to write, where it is a pipe.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw new Error(describeFailure(error));
  });
  try {
    const { size } = await file.stat().then((found) => {
      if (found.isDirectory()) throw new Error('it is a folder');
      if (!found.isFile()) throw new Error('it is no file');
      return found;
    });
    if (size > MAX_BYTES) throw new Error(`it is longer than ${MAX_BYTES} bytes`);
    return decode(await file.readFile());
  } finally {
    await file.close();
  }
}

/** A byte-order mark stays: whoever reads the text says what it makes of it. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is no UTF-8 text');
  }
}

/** Why the system refused, in words. */
export function describeFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const known = typeof code === 'string' ? REASONS[code] : undefined;
  return known ?? (error instanceof Error ? error.message : String(error));
}

const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'something else is there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};
