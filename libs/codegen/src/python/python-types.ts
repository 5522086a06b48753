import type { NamedSchema, Schema } from '@sluice/avro';
import { logicalTypeOf } from '../named-types.ts';
import type { PythonNames } from './python-names.ts';
import { namespaceOf } from './python-names.ts';

/** One module being written: what it says of types, and what it must import to say it. */
export interface PythonModule {
  readonly names: PythonNames;
  /** Folders of the package that it stands in. */
  readonly folders: readonly string[];
  /** Whether it is the package's `models`, where its classes need no prefix. */
  readonly isModels: boolean;
  /** Import lines, found on the way. */
  readonly imports: Set<string>;
  /** The names of other packages' modules here. */
  readonly aliases: Map<string, string>;
}

/** Logical types that are a type of Python, and where that is from. Others show as their base type. */
const LOGICAL: Readonly<Record<string, readonly [type: string, module: string]>> = {
  date: ['datetime.date', 'datetime'],
  'time-millis': ['datetime.time', 'datetime'],
  'time-micros': ['datetime.time', 'datetime'],
  'timestamp-millis': ['datetime.datetime', 'datetime'],
  'timestamp-micros': ['datetime.datetime', 'datetime'],
  'local-timestamp-millis': ['datetime.datetime', 'datetime'],
  'local-timestamp-micros': ['datetime.datetime', 'datetime'],
  decimal: ['decimal.Decimal', 'decimal'],
  'big-decimal': ['decimal.Decimal', 'decimal'],
  uuid: ['uuid.UUID', 'uuid'],
  duration: ['Duration', 'serde'],
};

const PRIMITIVES = {
  null: 'None',
  boolean: 'bool',
  int: 'int',
  long: 'int',
  float: 'float',
  double: 'float',
  bytes: 'bytes',
  string: 'str',
} as const;

/** The logical type of the schema if Python has a type for it. */
export function shownLogicalType(schema: Schema): string | undefined {
  const name = logicalTypeOf(schema);
  return name !== undefined && Object.hasOwn(LOGICAL, name) ? name : undefined;
}

/** The type as an annotation. */
export function typeText(module: PythonModule, schema: Schema): string {
  const logical = shownLogicalType(schema);
  const shown = logical === undefined ? undefined : LOGICAL[logical];
  if (shown !== undefined) {
    const [type, from] = shown;
    module.imports.add(from === 'serde' ? `from ${upTo(module.folders)}serde import Duration` : `import ${from}`);
    return type;
  }
  switch (schema.type) {
    case 'array':
      return `list[${typeText(module, schema.items)}]`;
    case 'map':
      return `dict[str, ${typeText(module, schema.values)}]`;
    case 'union': {
      const branches = [...new Set(schema.branches.map((branch) => typeText(module, branch)))];
      const types = branches.filter((branch) => branch !== 'None');
      return (types.length === branches.length ? branches : [...types, 'None']).join(' | ') || 'None';
    }
    case 'record':
    case 'enum':
    case 'fixed':
      return classText(module, schema);
    default:
      return PRIMITIVES[schema.type];
  }
}

/** A class as this module names it: through its module if it is of another package. */
export function classText(module: PythonModule, type: NamedSchema): string {
  const { names, imports, aliases } = module;
  const folders = names.folders(namespaceOf(type.name));
  const path = folders.join('.');
  if (path === module.folders.join('.')) {
    if (module.isModels) return names.className(type);
    imports.add('from . import models');
    return `models.${names.className(type)}`;
  }
  let alias = aliases.get(path);
  if (alias === undefined) {
    const wanted = folders.length === 0 ? 'root_models' : `${folders.join('_')}_models`;
    const taken = new Set(aliases.values());
    alias = wanted;
    for (let count = 2; taken.has(alias); count++) alias = `${wanted}_${count}`;
    aliases.set(path, alias);
    // Modules, not their classes: two packages may need each other.
    imports.add(`from ${upTo(module.folders)}${path} import models as ${alias}`);
  }
  return `${alias}.${names.className(type)}`;
}

/** The dots of a relative import from a package to the root's. */
export function upTo(folders: readonly string[]): string {
  return '.'.repeat(folders.length + 1);
}

/** A text as a Python string. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u{10ffff}]/gu, (character) => {
    if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return character;
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** A docstring at this depth; none where there is no doc. */
export function docLines(doc: string | undefined, indent: string): readonly string[] {
  if (doc === undefined || doc.trim() === '') return [];
  const lines = doc
    .trim()
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .split(/\r\n?|\n/);
  const [first = ''] = lines;
  if (lines.length === 1) return [`${indent}"""${first}${first.endsWith('"') ? ' ' : ''}"""`];
  return [`${indent}"""`, ...lines.map((line) => `${indent}${line}`.trimEnd()), `${indent}"""`];
}
