import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Finding,
  checkCycles,
  checkEnvironment,
  checkExports,
  checkImports,
  checkPurity,
  checkSecrets,
  checkSurface,
  checkTable,
  checkTestImports,
  findUndeclared,
} from './architecture/checks.ts';
import { PACKAGES, type PackageRule, SECRETS } from './architecture/rules.ts';
import { readManifest, readSources, readWorkspace } from './architecture/workspace.ts';

const ROOT = resolve(import.meta.dirname, '..');
const workspace = readWorkspace(ROOT);
const rootManifest = readManifest(ROOT);
const ofRoot = Object.keys(rootManifest.devDependencies ?? {});
const rootTests = [...readSources(ROOT, 'test'), ...readSources(ROOT, 'apps/cli/bin')];

describe('architecture', () => {
  const checks: Record<string, () => Finding[]> = {
    'every package has a line in the table and declares what it allows': () => checkTable(workspace, PACKAGES),
    'sources import what is declared and allowed, all of it, by name': () => checkImports(workspace, PACKAGES),
    'tests import what is declared': () => checkTestImports(workspace, PACKAGES, ofRoot),
    'root tests import what the root declares, or a package of ours': () => {
      const ours = workspace.map(({ manifest }) => manifest.name);
      return rootTests.flatMap((file) => findUndeclared(file, [...ofRoot, ...ours]));
    },
    'imports form no cycle': () => checkCycles(workspace),
    'pure packages use nothing that only Node has': () => checkPurity(workspace, PACKAGES),
    'what one place knows stays there': () => checkSecrets(workspace, SECRETS),
    'libraries do not read process.env': () => checkEnvironment(workspace),
    'exports maps are complete': () => checkExports(workspace, ROOT, rootTests),
    'public names are listed: no `export *`, no default export': () => checkSurface(workspace),
  };
  it.each(Object.entries(checks))('%s', (_, check) => {
    expect(check()).toEqual([]);
  });
});

describe('a planted violation is found', () => {
  const planted = mkdtempSync(join(tmpdir(), 'sluice-architecture-'));
  afterAll(() => rmSync(planted, { recursive: true }));
  const plant = (path: string, text: string): void => {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    writeFileSync(join(planted, path), text);
  };
  const manifest = (name: string, dependencies: readonly string[], exports: object): string =>
    JSON.stringify({ name, dependencies: Object.fromEntries(dependencies.map((item) => [item, '1.0.0'])), exports });

  plant(
    'libs/a/package.json',
    manifest('@sluice/a', ['@sluice/b', 'left-pad', 'unused'], { '.': './src/index.ts', './gone': './src/gone.ts' }),
  );
  plant(
    'libs/a/src/index.ts',
    "export * from './bytes.ts';\nimport { b } from '@sluice/b/inner';\nimport pad from 'undeclared/sub';\nexport default [b, pad];",
  );
  plant(
    'libs/a/src/bytes.ts',
    "import { readFileSync } from 'node:fs';\nimport './node/zlib.ts';\nexport const bytes: Buffer = readFileSync('x');\nexport const MAGIC_BYTE = 0;",
  );
  plant(
    'libs/a/src/node/zlib.ts',
    "import { gzipSync } from 'node:zlib';\nexport const level = process.env['LEVEL'] ?? gzipSync;",
  );
  plant(
    'libs/a/test/a.test.ts',
    "import { it } from 'vitest';\nimport '../../b/src/index.ts';\nimport 'nobody-knows';\nit('x', () => {});",
  );
  plant('libs/b/package.json', manifest('@sluice/b', ['@sluice/a'], { '.': './src/index.ts' }));
  plant(
    'libs/b/src/index.ts',
    "import { a } from '@sluice/a';\nimport { DatabaseSync } from 'node:sqlite';\nexport type { X } from '../../a/src/bytes.ts';\nexport const b = [a, DatabaseSync, { process: 1 }];",
  );
  plant('libs/c/package.json', manifest('@sluice/c', [], {}));
  const rules: Record<string, PackageRule> = {
    'libs/a': { ours: ['@sluice/b'], theirs: ['unused'], pure: ['.'], node: ['src/node'] },
    'libs/b': { ours: [], theirs: [], pure: ['.'] },
    'libs/gone': { ours: [], theirs: [] },
  };
  const tree = readWorkspace(planted);

  it.each<[string, Finding[], string[]]>([
    [
      'table',
      checkTable(tree, rules),
      ['table libs/gone', 'import libs/a/package.json', 'import libs/b/package.json', 'table libs/c'],
    ],
    [
      'imports',
      checkImports(tree, rules),
      [
        'unused libs/a/package.json',
        'unused libs/a/package.json',
        'undeclared libs/a/src/index.ts',
        'import libs/a/src/index.ts',
        'import libs/b/src/index.ts',
        'import libs/b/src/index.ts',
      ],
    ],
    [
      'test imports',
      checkTestImports(tree, rules, ['vitest']),
      ['import libs/a/test/a.test.ts', 'undeclared libs/a/test/a.test.ts'],
    ],
    ['cycle', checkCycles(tree), ['cycle @sluice/a']],
    [
      'purity',
      checkPurity(tree, rules),
      [
        'purity libs/a/src/bytes.ts',
        'purity libs/a/src/bytes.ts',
        'purity libs/a/src/bytes.ts',
        'purity libs/b/src/index.ts',
      ],
    ],
    ['secrets', checkSecrets(tree, SECRETS), ['secret libs/b/src/index.ts', 'secret libs/a/src/bytes.ts']],
    ['environment', checkEnvironment(tree), ['environment libs/a/src/node/zlib.ts']],
    ['exports', checkExports(tree, planted, []), ['exports libs/a/package.json', 'exports libs/a/src/index.ts']],
    ['surface', checkSurface(tree), ['surface libs/a/src/index.ts', 'surface libs/a/src/index.ts']],
  ])('%s', (_, findings, expected) => {
    expect(findings.map(({ rule, where }) => `${rule} ${where}`)).toEqual(expected);
  });
});

describe('pure packages bundle for a browser', () => {
  const entries = Object.entries(PACKAGES).flatMap(([folder, rule]) =>
    (rule.pure ?? []).map((entry) => ({ folder, target: readManifest(join(ROOT, folder)).exports?.[entry] ?? entry })),
  );
  it.each(entries)('$folder $target', async ({ folder, target }) => {
    expect(await listForeignModules(join(ROOT, folder, target))).toEqual([]);
  });

  it('and one that needs Node is found out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-architecture-'));
    writeFileSync(join(folder, 'index.ts'), "export { gzipSync } from 'node:zlib';");
    const foreign = await listForeignModules(join(folder, 'index.ts'));
    rmSync(folder, { recursive: true });
    expect(foreign).toEqual(['__vite-browser-external:node:zlib']);
  });
});

/** What a browser could not load from the bundle of `entry`: modules left outside, and Node's, which vite replaces by a stub. */
async function listForeignModules(entry: string): Promise<string[]> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, target: 'es2024', lib: { entry, formats: ['es'], fileName: 'bundle' } },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((part) => ('output' in part ? part.output : []));
  return outputs.flatMap((file) => {
    if (file.type !== 'chunk') return [file.fileName];
    const known = new Set(outputs.map(({ fileName }) => fileName));
    const left = [...file.imports, ...file.dynamicImports].filter((name) => !known.has(name));
    return [...left, ...file.moduleIds.filter((id) => id.includes('__vite-browser-external') || id.endsWith('.node'))];
  });
}
