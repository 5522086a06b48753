import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import type { DocsFile } from './protocol.ts';

const NONE = 'none';
/** More than any file of a document may have. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Tells one version of a file or folder from another: which it is, its size and when it was written. */
export async function readFileState(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return NONE;
  }
}

/** A file as it is now, or the names in a folder. The state is read first, so that a change between the two is seen. */
export async function readDocsFile(path: string): Promise<DocsFile> {
  const state = await readFileState(path);
  return { path, state, hash: state === NONE ? NONE : await hashContent(path) };
}

/** The hash of a text that was read of a file; `undefined` stands for one that could not be. */
export function hashText(text: string | undefined): string {
  return text === undefined ? NONE : createHash('sha256').update(text).digest('base64url');
}

/** The files as they are now, where their content is what it was; `undefined` where one's is another. */
export async function findUnchanged(files: readonly DocsFile[]): Promise<readonly DocsFile[] | undefined> {
  const found: DocsFile[] = [];
  for (const file of files) {
    if ((await readFileState(file.path)) === file.state) {
      found.push(file);
      continue;
    }
    const now = await readDocsFile(file.path);
    if (now.hash !== file.hash) return undefined;
    found.push(now);
  }
  return found;
}

async function hashContent(path: string): Promise<string> {
  try {
    // Without waiting for somebody to write, where it is a pipe.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await file.stat();
    if (found.isDirectory()) return hashText((await readdir(path)).toSorted().join('/'));
    if (!found.isFile() || found.size > MAX_BYTES) return NONE;
    return hashText(await file.readFile('utf8'));
  } catch {
    return NONE;
  }
}
