import { readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram } from '../../harness/run-program.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const LIST = 'test/conformance/packed/package.json';
const listed = readManifest(import.meta.dirname);
const known = { ...listed.dependencies, ...listed.optionalDependencies };

/**
 * Installs tarballs, and `others` of the list here, into an empty folder as a user does, but from npm's cache alone.
 * @throws Error where npm fails, or where the list here, of which the cache is made, lacks what a tarball needs
 */
export async function installOffline(
  folder: string,
  cache: string,
  tarballs: readonly string[],
  others: readonly string[],
): Promise<void> {
  checkListed(dirname(tarballs[0] ?? ''));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const named = others.map((name) => `${name}@${known[name]}`);
  const args = ['install', '--prefix', folder, '--cache', cache, ...flags, ...tarballs, ...named];
  const { code, stderr } = await runProgram('npm', args, { timeoutMs: 110_000 });
  if (code !== 0) throw new Error(`npm install ends with ${code}:\n${stderr}`);
}

/** Else npm would say that its cache has not got it. `packed` has a folder for each tarball. */
function checkListed(packed: string): void {
  const manifests = readdirSync(packed, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readManifest(join(packed, name)));
  const ours = new Set(manifests.map(({ name }) => name));
  const needed = manifests.flatMap(({ dependencies, optionalDependencies }) =>
    Object.entries({ ...dependencies, ...optionalDependencies }),
  );
  const unlisted = needed.filter(([name, version]) => !ours.has(name) && known[name] !== version);
  if (unlisted.length > 0) throw new Error(`not in ${LIST}: ${unlisted.map((item) => item.join('@')).join(' ')}`);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
