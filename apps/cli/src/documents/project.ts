import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from './usage-error.ts';

/** The folder that documents may refer to files of, and where paths are as seen from. */
export interface Project {
  /** Absolute. */
  readonly cwd: string;
  /** Absolute, symbolic links followed. */
  readonly root: string;
  /** A path as the command line has it, made absolute. */
  resolve(path: string): string;
  /** A path as messages show it, with `/`: as seen from the working folder, or whole where it is outside the project. */
  show(path: string): string;
  /** A path as generated files show it, wherever in the project the command was called: as seen from the root, with `/`. */
  fromRoot(path: string): string;
}

const MARKS = ['.git', 'package.json'];

/**
 * The project of a working folder: the nearest folder, itself or above, with a `.git` or a `package.json`, or the
 * folder itself where there is none; `root`, the value of `--root`, says otherwise.
 * @throws UsageError where `root` is no folder
 */
export function findProject(cwd: string, root?: string): Project {
  const here = realpathSync(cwd);
  if (root !== undefined && !statSync(resolve(cwd, root), { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--root ${root} is no folder`);
  }
  const top = root === undefined ? findMarked(here) : realpathSync(resolve(cwd, root));
  return {
    cwd: here,
    root: top,
    resolve: (path) => resolve(here, path),
    show(path) {
      const whole = resolve(here, path);
      return toSlashes(isWithin(top, whole) || isWithin(here, whole) ? relative(here, whole) : whole) || '.';
    },
    fromRoot: (path) => toSlashes(relative(top, resolve(here, path))) || '.',
  };
}

/** Whether an absolute path is the folder itself or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps === '' || (!isAbsolute(steps) && steps !== '..' && !steps.startsWith(`..${sep}`));
}

function findMarked(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (MARKS.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (dirname(folder) === folder) return from;
  }
}

function toSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
