import { join } from 'node:path';
import { build, minifySync, parseSync } from 'vite';
import type { ESTree, Plugin } from 'vite';
import { shortenFunctions } from './standalone-arrows.ts';

/** One statement at the top of the run-time. */
export interface Piece {
  /** What it declares. */
  readonly names: readonly string[];
  /** Names that other pieces declare stand between two signs `¤`. */
  readonly text: string;
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  /** By the name that the entry exports, the name that a piece declares. */
  readonly exports: Readonly<Record<string, string>>;
}

/**
 * What the code says often, for which a program that says it often enough has a shorter name. None of these functions
 * asks what it is called on.
 */
const ALIASES = new Set([
  'AbortController',
  'Error',
  'Promise',
  'RangeError',
  'String',
  'TextDecoder',
  'TextEncoder',
  'Uint8Array',
  'void 0',
  'Array.isArray',
  'JSON.parse',
  'JSON.stringify',
  'Object.entries',
  'Object.hasOwn',
  'Object.keys',
]);

/** Texts in quotes that have names as well: shorter ones never pay. */
const LONG_TEXT = /^`[^`\\$¤]{4,}`$/;

/** Stands around names; the code has none. */
export const MARK = '¤';

/** Bundles an entry, minifies it, and cuts it into its statements, so that a part of them can be put together later. */
export async function cutPieces(root: string, entry: string): Promise<Pieces> {
  const bundled = shortenFunctions(await bundle(root, join(root, entry)));
  const { code } = minifySync('runtime.js', bundled, {
    module: true,
    compress: { target: 'es2022', joinVars: true },
    mangle: { toplevel: false },
    codegen: { removeWhitespace: true },
  });
  if (code.includes(MARK)) throw new Error(`the run-time has the sign ${MARK}`);
  const { program } = parseSync('runtime.js', code, { sourceType: 'module' });
  const exports: Record<string, string> = {};
  const parts: { readonly names: readonly string[]; readonly nodes: readonly ESTree.Node[]; readonly lead: string }[] =
    [];
  for (const node of program.body) {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        parts.push({ names: [node.id?.name ?? ''], nodes: [node], lead: '' });
        break;
      case 'VariableDeclaration':
        for (const item of node.declarations) {
          parts.push({ names: namesOf(item.id), nodes: [item], lead: `${node.kind} ` });
        }
        break;
      case 'ExportNamedDeclaration':
        for (const { exported, local } of node.specifiers) exports[textOf(exported)] = textOf(local);
        break;
      case 'ExpressionStatement':
        // A bundler leaves calls whose effect it cannot rule out; nothing in these libraries has one.
        break;
      default:
        throw new Error(`a ${node.type} at the top of the run-time`);
    }
  }
  const known = new Set(parts.flatMap(({ names }) => names));
  const pieces = parts.map(({ names, nodes, lead }) => ({
    names,
    text: lead + nodes.map((node) => markNames(code, node, known)).join('') + (lead === '' ? '' : ';'),
  }));
  const marked = pieces.flatMap(({ text }) => Array.from(text.matchAll(/¤([^¤]+)¤/g), ([, name = '']) => name));
  const aliases = [...new Set(marked)].filter((name) => !known.has(name));
  const named = aliases.map((name) => ({ names: [name], text: `var ${MARK}${name}${MARK}=${name};` }));
  return { pieces: [...named, ...pieces], exports };
}

/** Modules that have a smaller one in their place here. */
export const STAND_INS: Readonly<Record<string, string>> = {
  'libs/serde/src/http-source.ts': 'libs/serde/src/standalone/http-source.ts',
  'libs/serde/src/loading-cache.ts': 'libs/serde/src/standalone/loading-cache.ts',
  'libs/serde/src/registry-client.ts': 'libs/serde/src/standalone/registry-client.ts',
  'libs/avro/src/wire/read-string.ts': 'libs/avro/src/wire/read-string-briefly.ts',
  'libs/avro/src/wire/write-string.ts': 'libs/avro/src/wire/write-string-briefly.ts',
};

async function bundle(root: string, entry: string): Promise<string> {
  const standIns = new Map(
    Object.entries(STAND_INS).map((pair) => pair.map((path) => join(root, path))) as [string, string][],
  );
  const plugin: Plugin = {
    name: 'stand-ins',
    enforce: 'pre',
    async resolveId(source, importer) {
      const found = await this.resolve(source, importer, { skipSelf: true });
      return (found && standIns.get(found.id)) ?? found;
    },
  };
  const result = await build({
    configFile: false,
    plugins: [plugin],
    logLevel: 'error',
    root,
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      lib: { entry, formats: ['es'], fileName: 'runtime' },
      rolldownOptions: { treeshake: true },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((item) => ('output' in item ? item.output : []));
  const [chunk, ...others] = outputs;
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('the run-time is not one chunk');
  return chunk.code;
}

function textOf(name: ESTree.ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name;
}

function namesOf(pattern: ESTree.BindingPattern): readonly string[] {
  if (pattern.type === 'Identifier') return [pattern.name];
  if (pattern.type !== 'ObjectPattern') throw new Error(`a ${pattern.type} at the top of the run-time`);
  return pattern.properties.flatMap((item) => (item.type === 'Property' ? namesOf(item.value) : []));
}

/** The text of a statement with marks around names of the top: what is inside has been given shorter names than these. */
function markNames(code: string, root: ESTree.Node, known: ReadonlySet<string>): string {
  const found: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(root, undefined, '');
  found.sort((a, b) => a.start - b.start);
  let text = '';
  let at = root.start;
  for (const item of found) {
    // A property in short form is visited as key and as value.
    if (item.start < at) continue;
    text += code.slice(at, item.start) + item.text;
    at = item.end;
  }
  return text + code.slice(at, root.end);

  function visit(value: unknown, parent: Readonly<Record<string, unknown>> | undefined, key: string): void {
    if (Array.isArray(value)) return value.forEach((item) => visit(item, parent, key));
    if (typeof value !== 'object' || value === null || !('type' in value)) return;
    const node = value as Readonly<Record<string, unknown>>;
    // An engine compares with the name of a type fastest where it sees that name.
    if (node['type'] === 'BinaryExpression' && isTypeOf(node['left'])) return visit(node['left'], node, 'left');
    if (MAY_BE_ALIAS.has(String(node['type'])) && key !== 'quasi') {
      const { start, end } = value as ESTree.Node;
      const text = code.slice(start, end);
      if ((ALIASES.has(text) && !isPropertyName(parent, key)) || LONG_TEXT.test(text)) {
        // Quotes stand beside a word without a space; a name does not.
        const before = /[\w$]/.test(code[start - 1] ?? '') ? ' ' : '';
        const after = /[\w$]/.test(code[end] ?? '') ? ' ' : '';
        found.push({ start, end, text: `${before}${MARK}${text}${MARK}${after}` });
        return;
      }
    }
    if (node['type'] === 'Identifier') {
      const { name, start, end } = value as ESTree.IdentifierReference;
      if (known.has(name) && !isPropertyName(parent, key)) {
        const isShort = parent?.['type'] === 'Property' && parent['shorthand'] === true;
        found.push({ start, end, text: isShort ? `${name}:${MARK}${name}${MARK}` : `${MARK}${name}${MARK}` });
      }
      return;
    }
    for (const [name, part] of Object.entries(node)) {
      if (node['type'] === 'Property' && node['shorthand'] === true && name === 'key') continue;
      visit(part, node, name);
    }
  }
}

const MAY_BE_ALIAS = new Set(['Identifier', 'MemberExpression', 'TemplateLiteral', 'UnaryExpression']);

function isTypeOf(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'operator' in node && node.operator === 'typeof';
}

function isPropertyName(parent: Readonly<Record<string, unknown>> | undefined, key: string): boolean {
  if (parent === undefined || parent['computed'] === true) return false;
  if (key === 'property') return parent['type'] === 'MemberExpression';
  return key === 'key' && ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(String(parent['type']));
}
