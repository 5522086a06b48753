import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../documents/input-error.ts';
import type { Project } from '../documents/project.ts';
import { describeFailure } from '../documents/read-inputs.ts';
import type { FileReference } from './schema-file.ts';

/** In a folder of schemas, says the subjects of files whose names do not. */
export const SUBJECT_MAP = 'subjects.json';

/** What is written under one subject; `references` stand in place of those that the file's text tells of. */
interface MapEntry {
  readonly subject: string;
  readonly file: string;
  readonly references?: readonly FileReference[];
}

/** The entries of a folder's map, none where it has no map. @throws InputError where it cannot be read */
export async function readSubjectMap(
  folder: string,
  project: Project,
  files: ReadonlySet<string>,
): Promise<MapEntry[]> {
  const whole = join(folder, SUBJECT_MAP);
  if ((await stat(whole).catch(() => undefined)) === undefined) return [];
  const path = project.show(whole);
  let map: unknown;
  try {
    map = JSON.parse(await readFile(whole, 'utf8'));
  } catch (error) {
    throw new InputError([`${path}: ${describeFailure(error)}`], { cause: error });
  }
  const refuse = (what: string): never => {
    throw new InputError([`${path}: ${what}`]);
  };
  if (!isObject(map)) return refuse('expected an object of subjects and their files');
  return Object.entries(map).map(([subject, value]) => {
    const { file, references } = isObject(value) ? value : { file: value };
    if (subject === '' || typeof file !== 'string') {
      return refuse(`'${subject}': expected the name of a file, or {"file": …, "references": […]}`);
    }
    if (!files.has(file)) return refuse(`'${subject}': the folder has no schema ${file}`);
    if (references === undefined) return { subject, file };
    if (!Array.isArray(references) || !references.every(isReference)) {
      return refuse(`'${subject}': expected references like [{"name": "com.acme.Item", "subject": "item-value"}]`);
    }
    return { subject, file, references };
  });
}

function isReference(value: unknown): value is FileReference {
  if (!isObject(value)) return false;
  const { name, subject, version } = value;
  if (typeof name !== 'string' || typeof subject !== 'string') return false;
  return version === undefined || (typeof version === 'number' && Number.isInteger(version) && version > 0);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
