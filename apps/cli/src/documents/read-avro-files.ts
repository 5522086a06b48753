import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDocument, locate } from '@sluice/asyncapi';
import { AvroError, SchemaParser } from '@sluice/avro';
import type { ParseFinding, Schema } from '@sluice/avro';
import { readIdl } from '@sluice/avro/idl';
import type { AvroRoot } from '@sluice/codegen';
import { InputError } from './input-error.ts';
import type { PlacedMessage } from './input-error.ts';
import type { Project } from './project.ts';
import { describeFailure, isAvroFile } from './read-inputs.ts';
import type { Inputs } from './read-inputs.ts';

const MAX_FILES = 5000;
/** In `history` lie earlier versions, which have the names of the present ones. */
const SKIPPED = new Set(['node_modules', '.git', 'history']);

/**
 * The schemas of `.avsc` and `.avdl` files and of all in folders, in the order of their paths. Files may name each
 * other's types whatever their order. A schema that is no named type is called after its file.
 * @throws InputError with all files that cannot be read
 */
export async function readAvroFiles(
  paths: readonly string[],
  project: Project,
  inputs: Inputs,
): Promise<readonly AvroRoot[]> {
  const files = await listAvroFiles(paths, project, inputs);
  const parser = new SchemaParser();
  const found = new Map<string, readonly AvroRoot[]>();
  let waiting = await Promise.all(files.map(async (path) => ({ path, text: await readText(path, inputs) })));
  const failures: (string | PlacedMessage)[] = [];
  for (const { path, text } of waiting.filter((file) => file.path.endsWith('.avdl'))) {
    try {
      found.set(path, await readIdlFile(path, text, inputs));
    } catch (error) {
      failures.push(...(await describe(path, text, error)));
    }
  }
  waiting = waiting.filter(({ path }) => !path.endsWith('.avdl'));
  // What names a type of a later file is read once that is known; each round knows more, or is the last.
  for (let before = waiting.length + 1; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    waiting = waiting.filter(({ path, text }) => {
      try {
        found.set(path, [toRoot(path, parser.parse(text, path))]);
        return false;
      } catch (error) {
        if (!(error instanceof AvroError)) throw error;
        return true;
      }
    });
  }
  for (const { path, text } of waiting) {
    try {
      parser.parse(text, path);
    } catch (error) {
      failures.push(...(await describe(path, text, error)));
    }
  }
  if (failures.length > 0) throw new InputError(failures);
  return files.flatMap((path) => found.get(path) ?? []);
}

/** Paths as seen from the working folder; folders are watched, too, for files that come later. */
async function listAvroFiles(paths: readonly string[], project: Project, inputs: Inputs): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const given of paths) {
    const path = project.show(given);
    await inputs.note(project.resolve(given));
    const found = await stat(project.resolve(given)).catch((error: unknown) => {
      throw new InputError([`${path}: ${describeFailure(error)}`]);
    });
    if (!found.isDirectory()) files.add(path);
    else {
      const before = files.size;
      for (const file of await listFolder(path, project, inputs)) files.add(file);
      if (files.size === before) throw new InputError([`${path}: the folder has no .avsc or .avdl file`]);
    }
    if (files.size > MAX_FILES) throw new InputError([`${path}: more than ${MAX_FILES} schemas`]);
  }
  return [...files];
}

async function listFolder(path: string, project: Project, inputs: Inputs): Promise<readonly string[]> {
  const whole = project.resolve(path);
  await inputs.note(whole);
  const entries = await readdir(whole, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = path === '.' ? entry.name : join(path, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) found.push(...(await listFolder(inner, project, inputs)));
    else if (isAvroFile(entry.name) && !entry.isDirectory()) found.push(inner);
  }
  return found;
}

async function readText(path: string, inputs: Inputs): Promise<string> {
  try {
    return await inputs.read(path);
  } catch (error) {
    throw new InputError([`${path}: ${describeFailure(error)}`], { cause: error });
  }
}

async function readIdlFile(path: string, text: string, inputs: Inputs): Promise<readonly AvroRoot[]> {
  const { main, schemas } = await readIdl(text, { path, readImport: (file) => inputs.readReferred(file) });
  return main === undefined ? schemas.map((schema) => ({ schema })) : [toRoot(path, main)];
}

function toRoot(path: string, schema: Schema): AvroRoot {
  if ('name' in schema) return { schema };
  return { schema, name: path.replace(/^.*\//u, '').replace(/\.[^.]*$/u, '') };
}

/** Findings with their places. */
async function describe(path: string, text: string, error: unknown): Promise<readonly (string | PlacedMessage)[]> {
  if (!(error instanceof AvroError)) return [`${path}: ${describeFailure(error)}`];
  const findings = error.findings.filter((finding): finding is ParseFinding => 'pointer' in finding);
  if (findings.length === 0) return [`${path}: ${error.message}`];
  if (path.endsWith('.avdl')) {
    return findings.map(({ pointer, message }) => placeIdl(path, pointer, message));
  }
  const document = await loadDocument({ path, text });
  if (document.findings.length > 0) return document.findings;
  return findings.map(({ kind, pointer, message }) => {
    const place = kind === 'json' ? findSyntaxError(text) : locate(document, path, pointer);
    const { line, column } = place ?? { line: 1, column: 1 };
    return { file: path, line, column, message };
  });
}

/** Of IDL, a pointer is `line:column`, behind the path of another file where it is in one. */
function placeIdl(path: string, pointer: string, message: string): string | PlacedMessage {
  const [, file = '', line, column] = /^(?:(.*):)?(\d+):(\d+)$/u.exec(pointer) ?? [];
  if (line === undefined) return `${pointer === '' ? path : pointer}: ${message}`;
  return { file: file === '' ? path : file, line: Number(line), column: Number(column), message };
}

/** Where a text stops being JSON, as the engine says. */
function findSyntaxError(text: string): { readonly line: number; readonly column: number } | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    const [, line, column] = /line (\d+) column (\d+)/u.exec(String(error)) ?? [];
    if (line !== undefined && column !== undefined) return { line: Number(line), column: Number(column) };
  }
  return undefined;
}
