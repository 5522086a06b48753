import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Terminal } from '../command.ts';
import { InputError } from './input-error.ts';
import type { Project } from './project.ts';
import { describeFailure } from './read-inputs.ts';

/** Writes a file whole or not at all: beside it first, then in its place. Folders on the way are made. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** As `writeWhole`, at a path of the user's choice: links are followed, and what is no file, such as a pipe, is written to. */
export async function writeTo(path: string, text: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) await writeFile(path, text);
  else await writeWhole(found === undefined ? path : await realpath(path), text);
}

/**
 * Hands over the one text that a command makes: to the file of `-o`, of which a line on standard error tells, or on
 * standard output.
 */
export async function writeResult(
  { terminal, json }: { readonly terminal: Terminal; readonly json: boolean },
  project: Project,
  output: string | undefined,
  text: string,
): Promise<void> {
  if (output === undefined || output === '-') {
    terminal.writeOut(json ? `${JSON.stringify({ text })}\n` : text);
    return;
  }
  const shown = project.show(output);
  try {
    await writeTo(project.resolve(output), text);
  } catch (error) {
    throw new InputError([`cannot write ${shown}: ${describeFailure(error)}`], { cause: error });
  }
  const bytes = Buffer.byteLength(text);
  if (json) terminal.writeOut(`${JSON.stringify({ file: shown, bytes })}\n`);
  else terminal.writeError(`sluice: wrote ${shown}, ${bytes} bytes\n`);
}
