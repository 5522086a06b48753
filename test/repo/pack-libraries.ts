import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The libraries that users install, and those they stand on: folders of libs/. */
const LIBRARIES = ['avro', 'formats', 'serde', 'asyncapi', 'codegen', 'gate', 'kafka', 'runtime'] as const;

/** What is packed is JavaScript. The first Node 22 whose zlib has zstd, which `@sluice/avro/node` and `@sluice/kafka/node` import. */
const NODE_RANGE = '>=22.15';

/**
 * Makes an npm tarball of each library in `target`, a folder that is emptied first: `dist/` as tsc emits it, and a
 * manifest whose exports lead there. The same sources give the same bytes. Answers the tarballs' paths.
 */
export async function packLibraries(root: string, target: string): Promise<readonly string[]> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const manifests = LIBRARIES.map((library) => [library, readManifest(root, library)] as const);
  await emit(root, target);
  for (const [library, manifest] of manifests) stage(root, join(target, library), manifest);
  rmSync(join(target, 'emitted'), { recursive: true });
  const folders = LIBRARIES.map((library) => `./${library}`);
  const shell = process.platform === 'win32';
  const { stdout } = await run('npm', ['pack', '--json', ...folders], { cwd: target, shell, maxBuffer: 16 << 20 });
  return (JSON.parse(stdout) as { filename: string }[]).map(({ filename }) => join(target, filename));
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, `./src/${string}.ts`>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(root: string, library: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'libs', library, 'package.json'), 'utf8')) as Manifest;
}

/** One program of all libraries. Every file is named: what tsc finds first by way of node_modules it would not emit. */
async function emit(root: string, target: string): Promise<void> {
  const include = LIBRARIES.map((library) => join(root, 'libs', library, 'src'));
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    allowJs: false,
    rootDir: join(root, 'libs'),
    outDir: join(target, 'emitted'),
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include, exclude: [] };
  const path = join(target, 'tsconfig.json');
  writeFileSync(path, JSON.stringify(config));
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', path]).catch((error: unknown) => {
    throw new Error(`tsc does not emit:\n${(error as { stdout: string }).stdout}`, { cause: error });
  });
  rmSync(path);
  for (const library of LIBRARIES) {
    mkdirSync(join(target, library));
    renameSync(join(target, 'emitted', library, 'src'), join(target, library, 'dist'));
  }
}

function stage(root: string, folder: string, manifest: Manifest): void {
  for (const file of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.d.ts')) rewriteDeclarations(join(folder, 'dist', file));
  }
  const { name, version, description, license, dependencies = {} } = manifest;
  const exports = Object.fromEntries(
    Object.entries(manifest.exports).map(([entry, source]) => {
      const path = source.replace(/^\.\/src\/(.*)\.ts$/, './dist/$1');
      return [entry, { types: `${path}.d.ts`, default: `${path}.js` }];
    }),
  );
  const packed = {
    name,
    version,
    description,
    license,
    type: 'module',
    exports,
    files: ['dist'],
    // Modules only declare, and so bundlers leave out what is not used.
    sideEffects: false,
    dependencies,
    engines: { node: NODE_RANGE },
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), writeReadme(manifest));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

/** tsc rewrites the imports of what it emits to `.js`, but not those of declarations. */
function rewriteDeclarations(path: string): void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replaceAll(/((?:from |import\()(["'])\.{1,2}\/[^"']*)\.ts\2/g, '$1.js$2'));
}

function writeReadme({ name, description, exports }: Manifest): string {
  const entries = Object.keys(exports).map((entry) => `- \`${join(name, entry)}\``);
  return [
    `# ${name}`,
    '',
    description,
    '',
    'A library of Sluice: a schema registry, a schema-enforcing Kafka broker and an AsyncAPI toolchain in one small program.',
    'What it exports says in its declarations what it does:',
    '',
    ...entries,
    '',
    `ES modules for Node ${NODE_RANGE.slice(2)} and newer, with types for TypeScript. Apache License 2.0.`,
    '',
  ].join('\n');
}
