import { createNameScope } from '../../names.ts';
import type { NameScope } from '../../names.ts';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { RUNTIME_PATH } from '../../standalone/write-runtime.ts';
import { group, ifBreak, indent, join, line, render } from './doc.ts';

/** The text of one TypeScript file in the making: its names, and what it imports. */
export interface Module {
  /** Relative to the folder of the output, without an extension: `com/thingam/machine-sensor`. */
  readonly path: string;
  readonly names: NameScope;
  /**
   * The name that an export of another module has here, which is imported as a type. `from` is a package, or `/` and
   * the path of another module of the output.
   */
  importType(name: string, from: string): string;
  /** As `importType`, of a value. */
  importValue(name: string, from: string): string;
  /** The import statements of what a text uses, or of all so far; sorted by where they import from. */
  printImports(text?: string): readonly string[];
  /** The file: first line, imports (`others` before those of the module's own), then these parts, with empty lines between. */
  finish(parts: readonly string[], others?: readonly string[]): GeneratedFile;
}

/** `own` are names that the module declares. */
export function startModule(
  path: string,
  options: Pick<GenerateOptions, 'header' | 'importExtension' | 'standalone'>,
  own: Iterable<string> = [],
): Module {
  const names = createNameScope('ts', own);
  const imports = new Map<string, { readonly types: Map<string, string>; readonly values: Map<string, string> }>();
  const add = (kind: 'types' | 'values', name: string, source: string): string => {
    const from = options.standalone !== undefined && source.startsWith('@sluice/') ? `/${RUNTIME_PATH}` : source;
    let lists = imports.get(from);
    if (lists === undefined) imports.set(from, (lists = { types: new Map(), values: new Map() }));
    const known = lists[kind].get(name);
    if (known !== undefined) return known;
    const local = names.take(name);
    lists[kind].set(name, local);
    return local;
  };
  const printImports = (text?: string): readonly string[] => {
    const words = text === undefined ? undefined : new Set(text.replaceAll(COMMENT_OR_STRING, ' ').match(WORD));
    const used = (names: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
      words === undefined ? names : new Map([...names].filter(([, local]) => words.has(local)));
    return [...imports]
      .map(([from, lists]) => ({
        from: from.startsWith('/') ? relativePath(path, from.slice(1), options) : from,
        lists,
      }))
      .toSorted((a, b) => compareText(a.from, b.from))
      .flatMap(({ from, lists }) => [
        printImport('import', used(lists.values), from),
        printImport('import type', used(lists.types), from),
      ])
      .filter((text) => text !== '');
  };
  return {
    path,
    names,
    importType: (name, from) => add('types', name, from),
    importValue: (name, from) => add('values', name, from),
    printImports,
    finish(parts, others = []) {
      const head = [madeBy(options.header), ...others, ...printImports(parts.join('\n'))].join('\n');
      return { path: `${path}.ts`, text: `${[head, ...parts.map((part) => part.trimEnd())].join('\n\n')}\n` };
    },
  };
}

/** Comments stand on lines of their own; in them and in strings nothing is used. */
const COMMENT_OR_STRING = /^ *\/\*\*[^]*?\*\/$|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gm;
const WORD = /[\p{ID_Start}_$][\p{ID_Continue}$]*/gu;

/** The first line of a file of TypeScript. */
export function madeBy(header: string): string {
  return `// Made by \`${header.replaceAll(/\s+/g, ' ')}\`; edit its source instead.`;
}

/** What a module imports another from; both are paths without an extension. */
export function relativePath(
  from: string,
  to: string,
  { importExtension = 'ts' }: Pick<GenerateOptions, 'importExtension'>,
): string {
  const [source, target] = [from.split('/').slice(0, -1), to.split('/')];
  let shared = 0;
  while (shared < source.length && shared < target.length - 1 && source[shared] === target[shared]) shared++;
  const up = source.length - shared;
  const path = [...(up === 0 ? ['.'] : Array.from({ length: up }, () => '..')), ...target.slice(shared)].join('/');
  return importExtension === 'none' ? path : `${path}.${importExtension}`;
}

/** `import` or `export` of names that may be called otherwise on the other side. */
export function printImport(keyword: string, names: ReadonlyMap<string, string>, from: string): string {
  if (names.size === 0) return '';
  const items = [...names].map(([name, local]) => (name === local ? name : `${name} as ${local}`));
  // One name stays on its line, however long.
  if (items.length === 1) return `${keyword} { ${items.join('')} } from '${from}';`;
  const list = group('{', indent(line, join([',', line], items)), ifBreak(','), line, '}');
  return render([keyword, ' ', list, ` from '${from}';`]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
