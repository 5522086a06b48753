import type { Dirent } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '@sluice/codegen';
import { InputError } from './input-error.ts';
import type { Project } from './project.ts';
import { describeFailure } from './read-inputs.ts';
import { writeWhole } from './write-text.ts';

/** How a folder differs from what is generated; paths are relative to it, with `/`. */
export interface OutputState {
  readonly stale: readonly string[];
  readonly missing: readonly string[];
  /** Made earlier by a command with the same `--out`, and no longer made. */
  readonly leftOver: readonly string[];
  readonly fresh: readonly string[];
}

/**
 * Compares what is generated with what the folder has; `out` is as the first lines of generated files name it.
 * @throws InputError where a file would be written outside the folder, through a symbolic link, or over what somebody
 *   wrote by hand
 */
export async function compareOutput(
  project: Project,
  folder: string,
  out: string,
  files: readonly GeneratedFile[],
): Promise<OutputState> {
  const refused: string[] = [];
  const state = { stale: [] as string[], missing: [] as string[], fresh: [] as string[] };
  const show = (path: string): string => project.show(join(folder, path));
  for (const { path, text } of files) {
    if (!isPlainPath(path)) {
      refused.push(`${JSON.stringify(path)} is no path within ${project.show(folder)}: nothing is written there`);
      continue;
    }
    const obstacle = await findObstacle(folder, path);
    if (obstacle !== undefined) {
      const text = `${show(obstacle.path)} ${obstacle.what}: nothing is written there`;
      if (!refused.includes(text)) refused.push(text);
      continue;
    }
    const found = await readIfThere(join(folder, path));
    if (found === undefined) state.missing.push(path);
    else if (found === text) state.fresh.push(path);
    else if (isOurs(found)) state.stale.push(path);
    else refused.push(`${show(path)} was not made by sluice generate: move it, or choose another --out`);
  }
  if (refused.length > 0) throw new InputError(refused);
  const made = new Set(files.map(({ path }) => path));
  return { ...state, leftOver: await listLeftOver(folder, out, made) };
}

/** Writes what is stale or missing, and removes what is left over with the folders that this empties. */
export async function updateOutput(
  project: Project,
  folder: string,
  files: readonly GeneratedFile[],
  { stale, missing, leftOver }: OutputState,
): Promise<void> {
  const due = new Set([...stale, ...missing]);
  let at = folder;
  try {
    await mkdir(folder, { recursive: true });
    for (const { path, text } of files) {
      if (!due.has(path)) continue;
      at = join(folder, path);
      await writeWhole(at, text);
    }
    for (const path of leftOver) {
      at = join(folder, path);
      await rm(at);
      await removeEmptyFolders(folder, path);
    }
  } catch (error) {
    throw new InputError([`cannot write ${project.show(at)}: ${describeFailure(error)}`], { cause: error });
  }
}

/** Whatever made it up: a path of names that stays below where it starts. */
function isPlainPath(path: string): boolean {
  const steps = path.split('/');
  return !/[\\\0:]/u.test(path) && steps.every((step) => step !== '' && step !== '.' && step !== '..');
}

async function findObstacle(
  folder: string,
  path: string,
): Promise<{ readonly path: string; readonly what: string } | undefined> {
  const steps = path.split('/');
  for (let count = 1; count <= steps.length; count++) {
    const part = steps.slice(0, count).join('/');
    const found = await lstat(join(folder, part)).catch(() => undefined);
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) return { path: part, what: 'is a symbolic link' };
    if (count < steps.length ? !found.isDirectory() : !found.isFile()) {
      return { path: part, what: count < steps.length ? 'is no folder' : 'is no file' };
    }
  }
  return undefined;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw new InputError([`cannot read ${path}: ${describeFailure(error)}`], { cause: error });
  }
}

const FIRST_LINE = /^\W{0,8}Made by `(sluice generate\b[^`]*)`; edit its source instead\./u;
/** Of which the first line is looked at. */
const HEAD_BYTES = 4096;
const SKIPPED = new Set(['node_modules', '.git']);
/** Far more than any run makes: beyond, it is a folder of other things. */
const MAX_ENTRIES = 100_000;

function isOurs(text: string): boolean {
  return FIRST_LINE.test(text);
}

/**
 * Files below the folder, links not followed, whose first line has a command with this `--out`.
 * @throws InputError where the folder has too much in it
 */
async function listLeftOver(folder: string, out: string, made: ReadonlySet<string>): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [''];
  let count = 0;
  for (let inner = folders.pop(); inner !== undefined; inner = folders.pop()) {
    for (const entry of await readEntries(join(folder, inner))) {
      if (++count > MAX_ENTRIES) {
        throw new InputError([`${out} has more than ${MAX_ENTRIES} files: choose a folder for what is generated`]);
      }
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) folders.push(path);
      if (!entry.isFile() || made.has(path)) continue;
      const [, command = ''] = FIRST_LINE.exec(await readHead(join(folder, path))) ?? [];
      if (` ${command} `.includes(` --out ${out} `)) found.push(path);
    }
  }
  return found.toSorted();
}

async function readEntries(folder: string): Promise<readonly Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

async function readHead(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD_BYTES), position: 0 });
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    // Some files of the system can be opened and not read.
    return '';
  } finally {
    await file.close();
  }
}

async function removeEmptyFolders(folder: string, path: string): Promise<void> {
  for (let inner = dirname(path); inner !== '.'; inner = dirname(inner)) {
    try {
      await rmdir(join(folder, inner));
    } catch {
      return;
    }
  }
}
