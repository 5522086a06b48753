import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseSync, transformWithOxc } from 'vite';
import type { ESTree } from 'vite';
import { MARK, STAND_INS } from './standalone-pieces.ts';
import type { Pieces } from './standalone-pieces.ts';

/** What a file of sources declares for others. */
interface Declarations {
  /** By local name: whence it is imported. */
  readonly imports: ReadonlyMap<string, Origin>;
  /** By exported name: what another file calls it. */
  readonly exports: ReadonlyMap<string, Origin>;
  readonly own: ReadonlyMap<string, { readonly text: string; readonly refs: readonly Ref[]; readonly nameAt: number }>;
}

interface Origin {
  readonly file: string;
  readonly name: string;
}

interface Ref {
  readonly name: string;
  /** In the text of its declaration. */
  readonly start: number;
}

/** Cuts the declarations that an entry's exports need, of whatever file, into pieces with names of their own. */
export async function cutTypes(root: string, entry: string): Promise<Pieces> {
  const files = new Map<string, Promise<Declarations>>();
  const read = (file: string): Promise<Declarations> => {
    const known = files.get(file) ?? readDeclarations(root, file);
    files.set(file, known);
    return known;
  };
  const find = async ({ file, name }: Origin): Promise<Origin> => {
    const { own, exports, imports } = await read(file);
    if (own.has(name)) return { file, name };
    // What a stand-in does not have itself is the whole one's.
    const whole = Object.keys(STAND_INS).find((path) => STAND_INS[path] === file);
    const next = exports.get(name) ?? imports.get(name) ?? (whole === undefined ? undefined : { file: whole, name });
    if (next === undefined) throw new Error(`${file} declares no ${name}`);
    return find(next);
  };
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const queue: Origin[] = [];
  const nameOf = (origin: Origin, wish: string): string => {
    const key = JSON.stringify([origin.file, origin.name]);
    const known = names.get(key);
    if (known !== undefined) return known;
    let name = wish;
    while (taken.has(name)) name += '_';
    taken.add(name);
    names.set(key, name);
    queue.push(origin);
    return name;
  };
  const exports: Record<string, string> = {};
  for (const name of (await read(entry)).exports.keys()) {
    exports[name] = nameOf(await find({ file: entry, name }), name);
  }
  const pieces: Pieces['pieces'][number][] = [];
  for (const origin of queue) {
    const declared = (await read(origin.file)).own.get(origin.name);
    if (declared === undefined) continue;
    const own = nameOf(origin, origin.name);
    let text = '';
    let at = 0;
    for (const { name, start } of [{ name: origin.name, start: declared.nameAt }, ...declared.refs].toSorted(
      (a, b) => a.start - b.start,
    )) {
      const target = await find({ file: origin.file, name });
      text += `${declared.text.slice(at, start)}${start === declared.nameAt ? own : MARK + nameOf(target, name) + MARK}`;
      at = start + name.length;
    }
    pieces.push({ names: [own], text: text + declared.text.slice(at) });
  }
  return { pieces: pieces.toSorted((a, b) => ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1)), exports };
}

async function readDeclarations(root: string, file: string): Promise<Declarations> {
  const source = await readFile(join(root, file), 'utf8');
  // Declarations of a file by itself know `as const`, and neither `satisfies` nor arithmetic.
  const plain = source
    .replaceAll(/ as const satisfies [^;]+;/g, ' as const;')
    .replaceAll(/^(export const \w+) = ([\d_]+ [*+-])/gm, '$1: number = $2');
  const options = { lang: 'ts', typescript: { declaration: { stripInternal: true } } } as const;
  const { declaration = '' } = (await transformWithOxc(plain, file, options)) as { readonly declaration?: string };
  const code = nameParameters(declaration)
    .replaceAll('\t', '  ')
    .replaceAll(/^( *)\* /gm, '$1 * ')
    .replaceAll(/^( *)\*\/$/gm, '$1 */');
  const { program, comments } = parseSync(`${file.slice(0, -3)}.d.ts`, code, { lang: 'dts', sourceType: 'module' });
  const imports = new Map<string, Origin>();
  const exports = new Map<string, Origin>();
  const own = new Map<string, { text: string; refs: readonly Ref[]; nameAt: number }>();
  const nodes: { readonly start: number; readonly node: ESTree.Node }[] = [];
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      for (const item of node.specifiers) {
        if (item.type !== 'ImportSpecifier') continue;
        const name = item.imported.type === 'Literal' ? item.imported.value : item.imported.name;
        imports.set(item.local.name, { file: await locate(root, file, node.source.value), name });
      }
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration === null) {
      for (const { local, exported } of node.specifiers) {
        if (local.type === 'Literal' || exported.type === 'Literal') continue;
        const from = node.source === null ? file : await locate(root, file, node.source.value);
        if (from !== file || local.name !== exported.name) exports.set(exported.name, { file: from, name: local.name });
      }
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration !== null) {
      nodes.push({ start: node.start, node: node.declaration });
    } else nodes.push({ start: node.start, node });
  }
  const isKnown = (name: string): boolean => imports.has(name) || own.has(name);
  const found = nodes.map(({ start, node }) => ({ start, node, id: idOf(node) }));
  for (const { id } of found) if (id !== undefined) own.set(id.name, { text: '', refs: [], nameAt: 0 });
  for (const { start, node, id } of found) {
    if (id === undefined) continue;
    const comment = comments.findLast((item) => item.end <= start && code.slice(item.end, start).trim() === '');
    const from = comment?.start ?? start;
    const head = code.slice(from, start);
    const body = code.slice(node.start, node.end).replace(/^declare /, '');
    const isType = node.type === 'TSInterfaceDeclaration' || node.type === 'TSTypeAliasDeclaration';
    const lead = `${head}export ${isType ? '' : 'declare '}`;
    const shift = lead.length - (node.end - body.length);
    const refs = listRefs(node).filter(({ name, start: at }) => isKnown(name) && at !== id.start);
    own.set(id.name, {
      text: lead + body,
      refs: refs.map(({ name, start: at }) => ({ name, start: at + shift })),
      nameAt: id.start + shift,
    });
  }
  return { imports, exports, own };
}

/** Parameters that are taken apart have no name, and a declaration gives them one. */
function nameParameters(code: string): string {
  return code.replaceAll(/^export declare function .*$/gm, (line) => {
    let count = 0;
    return line.replaceAll(/([(,] ?)\{[^{}]*\}(\??): /g, (_, before: string, optional: string) => {
      count++;
      return `${before}options${count === 1 ? '' : count}${optional}: `;
    });
  });
}

function idOf(node: ESTree.Node): { readonly name: string; readonly start: number } | undefined {
  switch (node.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
      return node.id ?? undefined;
    case 'VariableDeclaration': {
      const [item] = node.declarations;
      return item?.id.type === 'Identifier' ? item.id : undefined;
    }
    default:
      return undefined;
  }
}

const REFERRING = ['TSTypeReference', 'TSTypeQuery', 'TSInterfaceHeritage', 'TSClassImplements', 'TSQualifiedName'];

/** Names that a declaration uses as types, or by `typeof`. */
function listRefs(root: ESTree.Node): readonly Ref[] {
  const refs: Ref[] = [];
  visit(root, '', '');
  return refs;

  function visit(value: unknown, parent: string, key: string): void {
    if (Array.isArray(value)) return value.forEach((item) => visit(item, parent, key));
    if (typeof value !== 'object' || value === null || !('type' in value)) return;
    if (value.type === 'Identifier') {
      const { name, start } = value as ESTree.IdentifierReference;
      if ((REFERRING.includes(parent) && key !== 'right') || key === 'superClass') refs.push({ name, start });
      // Of a parameter.
      if ('typeAnnotation' in value) visit(value.typeAnnotation, 'Identifier', '');
      return;
    }
    for (const [name, part] of Object.entries(value)) visit(part, String(value.type), name);
  }
}

/** The file behind a module's name, as seen from a file of ours. */
async function locate(root: string, from: string, specifier: string): Promise<string> {
  if (specifier.startsWith('.')) {
    const file = join(dirname(from), specifier);
    const standIn = STAND_INS[file];
    return standIn === undefined || standIn === from ? file : standIn;
  }
  const [, folder = '', path = ''] = /^@sluice\/([\w-]+)(\/.*)?$/.exec(specifier) ?? [];
  if (folder === '') throw new Error(`${from}: the run-time's types come from ${specifier}`);
  const manifest = JSON.parse(await readFile(join(root, 'libs', folder, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string>>;
  };
  return join('libs', folder, manifest.exports[`.${path}`] ?? '');
}
