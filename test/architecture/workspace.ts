import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type ESTree, Visitor, parseSync } from 'vite';

/** One package of the workspace with what its files say. `folder` is relative to the root, with `/`. */
export interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly sources: readonly SourceFile[];
  readonly tests: readonly SourceFile[];
}

export interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What a rule can ask of a file. `path` is relative to the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly string[];
  /** Identifiers that are not property names or keys. */
  readonly names: ReadonlySet<string>;
  readonly readsEnvironment: boolean;
  readonly exportsAll: boolean;
  readonly exportsDefault: boolean;
}

/** Reads every package under `apps/` and `libs/` of `root`. */
export function readWorkspace(root: string): WorkspacePackage[] {
  const folders = ['apps', 'libs'].flatMap((group) => listFolders(root, group)).toSorted();
  return folders.map((folder) => ({
    folder,
    manifest: readManifest(join(root, folder)),
    sources: readSources(root, `${folder}/src`),
    tests: readSources(root, `${folder}/test`),
  }));
}

/** Reads the TypeScript and JavaScript files below `folder`, which is relative to `root` and may be absent. */
export function readSources(root: string, folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.m?[jt]s$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/'))
    .toSorted()
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')));
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** `@sluice/kafka/node` → `@sluice/kafka`, `hono/cors` → `hono`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function readSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const imports: string[] = [];
  const names = new Set<string>();
  const keys = new Set<number>();
  const facts = { readsEnvironment: false, exportsAll: false, exportsDefault: false };
  const addImport = (source: ESTree.Expression | ESTree.StringLiteral | null): void => {
    if (source?.type === 'Literal' && typeof source.value === 'string') imports.push(source.value);
  };
  const addKey = (node: { key: { start: number }; computed?: boolean; shorthand?: boolean }): void => {
    if (node.computed !== true && node.shorthand !== true) keys.add(node.key.start);
  };
  new Visitor({
    ImportDeclaration(node) {
      addImport(node.source);
      const takesEnvironment = node.specifiers.some(
        (item) => item.type === 'ImportSpecifier' && nameOf(item.imported) === 'env',
      );
      if (/^(node:)?process$/.test(node.source.value) && takesEnvironment) facts.readsEnvironment = true;
    },
    ExportNamedDeclaration: (node) => addImport(node.source),
    ExportAllDeclaration(node) {
      addImport(node.source);
      facts.exportsAll = true;
    },
    ExportDefaultDeclaration: () => void (facts.exportsDefault = true),
    ExportSpecifier: (node) => void (nameOf(node.exported) === 'default' && (facts.exportsDefault = true)),
    ImportExpression: (node) => addImport(node.source),
    TSImportType: (node) => addImport(node.source),
    MemberExpression(node) {
      if (node.computed) return;
      keys.add(node.property.start);
      if (node.object.type === 'Identifier' && node.object.name === 'process' && node.property.name === 'env') {
        facts.readsEnvironment = true;
      }
    },
    Property: addKey,
    PropertyDefinition: addKey,
    MethodDefinition: addKey,
    TSPropertySignature: addKey,
    TSMethodSignature: addKey,
    Identifier: (node) => void (keys.has(node.start) || names.add(node.name)),
  }).visit(program);
  return { path, imports, names, ...facts };
}

function nameOf(node: ESTree.ModuleExportName): string {
  return node.type === 'Literal' ? node.value : node.name;
}

function listFolders(root: string, group: string): string[] {
  if (!existsSync(join(root, group))) return [];
  return readdirSync(join(root, group))
    .filter((name) => existsSync(join(root, group, name, 'package.json')))
    .map((name) => `${group}/${name}`);
}
