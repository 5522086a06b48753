import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describePackages } from './packed-manifests.ts';
import type { PackedPackage } from './packed-manifests.ts';

const run = promisify(execFile);

/**
 * Makes an npm tarball of each package in `target`, a folder that is emptied first: of sources what tsc emits, in
 * `dist/`, beside what is JavaScript already, and a manifest that leads there. The same sources give the same bytes.
 * Answers the tarballs' paths.
 */
export async function packPackages(root: string, target: string): Promise<readonly string[]> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const packages = describePackages(root);
  await emit(root, target, packages);
  for (const item of packages) stage(root, target, item);
  rmSync(join(target, 'emitted'), { recursive: true });
  const folders = packages.map(({ name }) => `./${name}`);
  const shell = process.platform === 'win32';
  const { stdout } = await run('npm', ['pack', '--json', ...folders], { cwd: target, shell, maxBuffer: 16 << 20 });
  return (JSON.parse(stdout) as { filename: string }[]).map(({ filename }) => join(target, filename));
}

/** One program of all packages. Every file is named: what tsc finds first by way of node_modules it would not emit. */
async function emit(root: string, target: string, packages: readonly PackedPackage[]): Promise<void> {
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    allowJs: false,
    rootDir: root,
    outDir: join(target, 'emitted'),
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const include = packages.filter(({ emitted }) => emitted).map(({ folder }) => join(root, folder, 'src'));
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include, exclude: [] };
  const path = join(target, 'tsconfig.json');
  writeFileSync(path, JSON.stringify(config));
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', path]).catch((error: unknown) => {
    throw new Error(`tsc does not emit:\n${(error as { stdout: string }).stdout}`, { cause: error });
  });
  rmSync(path);
}

function stage(root: string, target: string, { name, folder, emitted, copied, manifest, readme }: PackedPackage): void {
  const staged = join(target, name);
  mkdirSync(staged);
  if (emitted) {
    const dist = join(staged, 'dist');
    renameSync(join(target, 'emitted', folder, 'src'), dist);
    settleDeclarations(dist, manifest.exports !== undefined);
  }
  for (const path of copied) cpSync(join(root, folder, path), join(staged, path), { recursive: true });
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  if (readme !== undefined) writeFileSync(join(staged, 'README.md'), readme);
  cpSync(join(root, 'LICENSE'), join(staged, 'LICENSE'));
}

/**
 * tsc rewrites the imports of what it emits to `.js`, but not those of declarations. Where nothing can be imported they
 * are of no use to anybody.
 */
function settleDeclarations(dist: string, isImportable: boolean): void {
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    const path = join(dist, file);
    if (!isImportable) {
      rmSync(path);
      continue;
    }
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(/((?:from |import\()(["'])\.{1,2}\/[^"']*)\.ts\2/g, '$1.js$2'));
  }
}
