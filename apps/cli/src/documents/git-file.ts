import { execFile } from 'node:child_process';
import type { Project } from './project.ts';
import { UsageError } from './usage-error.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** Reads files as a commit has them, by paths as seen from the working folder. */
export function readFromGit(project: Project, revision: string): (path: string) => Promise<string> {
  if (revision.startsWith('-')) throw new UsageError(`git:${revision}: a revision does not begin with '-'`);
  return (path) =>
    new Promise((resolve, reject) => {
      const args = ['cat-file', 'blob', `${revision}:./${path}`];
      execFile('git', args, { cwd: project.cwd, maxBuffer: MAX_BYTES, encoding: 'utf8' }, (error, text, said) => {
        if (error === null) resolve(text);
        else reject(new Error(said.trim().replace(/^fatal: /u, '') || error.message));
      });
    });
}
