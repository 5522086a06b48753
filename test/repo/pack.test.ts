import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packLibraries } from './pack-libraries.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface PackedManifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, Readonly<Record<'types' | 'default', string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

describe('packed libraries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-packed-'));
  let tarballs: readonly string[];
  let libraries: readonly (readonly [string, PackedManifest])[];

  beforeAll(async () => {
    tarballs = await packLibraries(ROOT, folder);
    libraries = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [
        name,
        JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as PackedManifest,
      ]);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are a tarball each', () => {
    const named = libraries.map(([, { name, version }]) => `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    expect(tarballs.map((path) => basename(path)).toSorted()).toEqual(named.toSorted());
    expect(libraries.map(([name]) => name)).toEqual(
      expect.arrayContaining(['avro', 'formats', 'serde', 'asyncapi', 'codegen']),
    );
  });

  it('hold what each source file gives, and nothing else', () => {
    for (const [library] of libraries) {
      const given = listFiles(join(ROOT, 'libs', library, 'src'))
        .filter((path) => path.endsWith('.ts'))
        .flatMap((path) => [path.replace(/\.ts$/, '.js'), path.replace(/\.ts$/, '.d.ts')]);
      expect(listFiles(join(folder, library, 'dist')), library).toEqual(given.toSorted());
    }
  });

  it('export files that are there, and name what they need exactly, one another included', () => {
    const versions = new Map(libraries.map(([, { name, version }]) => [name, version]));
    for (const [library, { exports, dependencies }] of libraries) {
      const targets = Object.values(exports).flatMap((target) => Object.values(target));
      expect(targets.filter((path) => !existsSync(join(folder, library, path)))).toEqual([]);
      for (const [name, version] of Object.entries(dependencies)) {
        expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
        if (name.startsWith('@sluice/')) expect(versions.get(name), name).toBe(version);
      }
    }
  });

  it('import no source', () => {
    for (const [library] of libraries) {
      const texts = listFiles(join(folder, library, 'dist')).map((path) => [path, join(folder, library, 'dist', path)]);
      const leads = /^(?:import|export)\b[^'"]*['"][^'"]*\.ts['"];|import\(['"][^'"]*\.ts['"]\)/m;
      expect(texts.filter(([, path = '']) => leads.test(readFileSync(path, 'utf8'))).map(([path]) => path)).toEqual([]);
    }
  });

  it('are the same bytes when packed again', async () => {
    const again = mkdtempSync(join(tmpdir(), 'sluice-packed-'));
    const second = await packLibraries(ROOT, again);
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
