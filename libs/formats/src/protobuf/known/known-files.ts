import type { FileElement } from '../syntax/elements.ts';
import { readFile } from '../syntax/read-file.ts';
import { CONFLUENT_FILES } from './confluent.ts';
import { GOOGLE_PROTOBUF_FILES } from './google-protobuf.ts';
import { GOOGLE_TYPE_FILES } from './google-type.ts';

/** The files that a schema may import without a reference: the same as in Confluent's registry. */
const KNOWN_FILES: Readonly<Record<string, string>> = {
  ...GOOGLE_PROTOBUF_FILES,
  ...GOOGLE_TYPE_FILES,
  ...CONFLUENT_FILES,
};

export const KNOWN_FILE_NAMES: readonly string[] = Object.keys(KNOWN_FILES);

const elements = new Map<string, FileElement>();

/** A built-in file, read the first time that it is asked for. */
export function readKnownFile(name: string): FileElement | undefined {
  if (!Object.hasOwn(KNOWN_FILES, name)) return undefined;
  let element = elements.get(name);
  if (element === undefined) {
    element = readFile(KNOWN_FILES[name] ?? '', `in ${name}: `);
    elements.set(name, element);
  }
  return element;
}

let namesByType: ReadonlyMap<string, string> | undefined;

/** The built-in file that declares the type, or the extension, of this full name. */
export function whereIsKnown(fullName: string): string | undefined {
  if (!/^(?:google|confluent)\./.test(fullName)) return undefined;
  namesByType ??= indexTypes();
  return namesByType.get(fullName);
}

function indexTypes(): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of KNOWN_FILE_NAMES) {
    const file = readKnownFile(name);
    const prefix = `${file?.packageName ?? ''}.`;
    for (const type of file?.types ?? []) addType(type, prefix);
    for (const { fields } of file?.extends ?? []) for (const field of fields) names.set(prefix + field.name, name);

    function addType(type: FileElement['types'][number], before: string): void {
      names.set(before + type.name, name);
      if (type.kind === 'message') for (const inner of type.types) addType(inner, `${before}${type.name}.`);
    }
  }
  return names;
}
