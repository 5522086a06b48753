import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { SchemaType } from '@sluice/formats';
import { InputError } from '../documents/input-error.ts';
import type { Project } from '../documents/project.ts';
import { describeFailure } from '../documents/read-inputs.ts';
import { UsageError } from '../documents/usage-error.ts';
import { findReferences } from './find-references.ts';
import type { FileText } from './find-references.ts';
import { readSubjectMap, SUBJECT_MAP } from './subject-map.ts';
import type { SchemaFile } from './schema-file.ts';

const MAX_FILES = 5000;
const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** In `history` lie earlier versions, which have the names of the present ones. */
const SKIPPED = new Set(['node_modules', '.git', 'history']);

const TYPES: Readonly<Record<string, SchemaType>> = { '.avsc': 'AVRO', '.proto': 'PROTOBUF', '.json': 'JSON' };

/**
 * The schemas in a folder and the folders in it, each after those it refers to. A file's subject is what `subjects.json`
 * says, else its name without the ending and with `suffix`.
 * @throws UsageError where there is no such folder; InputError for what cannot be read, or refers to itself
 */
export async function readSchemaFiles(
  folder: string,
  suffix: string,
  project: Project,
): Promise<readonly SchemaFile[]> {
  const whole = project.resolve(folder);
  if ((await stat(whole).catch(() => undefined))?.isDirectory() !== true) {
    throw new UsageError(`${project.show(folder)} is no folder`);
  }
  const names = await listFolder(whole, '');
  const texts: FileText[] = [];
  for (const name of names) {
    const path = project.show(join(whole, name));
    texts.push({ name, path, type: typeOf(name) ?? 'AVRO', text: await readText(join(whole, name), path) });
  }
  if (texts.length === 0) throw new InputError([`${project.show(folder)} has no .avsc, .proto or .json file`]);
  const entries = await readSubjectMap(whole, project, new Set(names));
  const mapped = new Set(entries.map(({ file }) => file));
  for (const name of names.filter((each) => !mapped.has(each))) {
    entries.push({ subject: posix.basename(name, posix.extname(name)) + suffix, file: name });
  }
  refuseDoubles(entries);
  const found = findReferences(texts, new Map(entries.toReversed().map(({ file, subject }) => [file, subject])));
  const byName = new Map(texts.map((text) => [text.name, text]));
  const files = entries.flatMap(({ subject, file, references }): readonly SchemaFile[] => {
    const text = byName.get(file);
    return text === undefined ? [] : [{ ...text, subject, references: references ?? found.get(file) ?? [] }];
  });
  return sortByReferences(files);
}

function typeOf(name: string): SchemaType | undefined {
  return TYPES[posix.extname(name)];
}

async function listFolder(whole: string, inner: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(join(whole, inner), { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = posix.join(inner, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) found.push(...(await listFolder(whole, name)));
    } else if (name !== SUBJECT_MAP && typeOf(name) !== undefined) found.push(name);
    if (found.length > MAX_FILES) throw new InputError([`${whole} has more than ${MAX_FILES} schemas`]);
  }
  return found;
}

async function readText(whole: string, path: string): Promise<string> {
  try {
    const { size } = await stat(whole);
    if (size > MAX_FILE_BYTES) throw new InputError([`${path}: a schema has at most ${MAX_FILE_BYTES} bytes`]);
    return await readFile(whole, 'utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([`${path}: ${describeFailure(error)}`], { cause: error });
  }
}

function refuseDoubles(entries: readonly { readonly subject: string; readonly file: string }[]): void {
  const files = new Map<string, string>();
  for (const { subject, file } of entries) {
    const other = files.get(subject);
    if (other !== undefined) {
      throw new InputError([`${other} and ${file} are both of subject ${subject}: say which in ${SUBJECT_MAP}`]);
    }
    files.set(subject, file);
  }
}

/** Each file after those it refers to, and else in the order given. */
function sortByReferences(files: readonly SchemaFile[]): readonly SchemaFile[] {
  const bySubject = new Map(files.map((file) => [file.subject, file]));
  const sorted = new Set<SchemaFile>();
  const open = new Set<SchemaFile>();

  function visit(file: SchemaFile): void {
    if (sorted.has(file)) return;
    if (open.has(file)) {
      const circle = [...open].slice([...open].indexOf(file));
      const names = [...circle, file].map(({ path }) => path);
      throw new InputError([`${names.join(' → ')}: schemas that refer to each other cannot be registered`]);
    }
    open.add(file);
    for (const { subject, version } of file.references) {
      const next = version === undefined ? bySubject.get(subject) : undefined;
      if (next !== undefined) visit(next);
    }
    open.delete(file);
    sorted.add(file);
  }

  for (const file of files) visit(file);
  return [...sorted];
}
