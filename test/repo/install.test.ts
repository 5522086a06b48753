import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE_PACKAGES } from '../../apps/cli/bootstrap/node-24.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const MB = 1e6;

/** Packages that may bring an install script, with the reason why they work though npm does not run it. */
const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {};

/** Packages that report to somebody. */
const TELEMETRY = /(^|\/)(@scarf\/scarf|@segment\/|posthog|mixpanel|applicationinsights|@sentry\/)/;

interface LockEntry {
  readonly hasInstallScript?: boolean;
}

const lock = (readJson('package-lock.json') as { packages: Record<string, LockEntry> }).packages;

describe('what gets installed', () => {
  it('runs no script of others', () => {
    const scripted = Object.keys(lock).filter((path) => lock[path]?.hasInstallScript === true);
    expect(scripted.filter((path) => !Object.hasOwn(INSTALL_SCRIPTS, path))).toEqual([]);
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toContain('ignore-scripts=true\n');
  });

  it('reports to nobody', () => {
    expect(Object.keys(lock).filter((path) => TELEMETRY.test(path))).toEqual([]);
  });

  it('is named exactly', () => {
    const manifests = ['.', ...Object.keys(lock).filter((path) => /^(apps|libs)\//.test(path))];
    const versions = manifests.flatMap((folder) => {
      const manifest = readJson(join(folder, 'package.json')) as Record<string, Readonly<Record<string, string>>>;
      const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
      return groups.flatMap((group) => Object.entries(manifest[group] ?? {}));
    });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});

describe('a production install of a fresh clone', () => {
  const clone = mkdtempSync(join(tmpdir(), 'sluice-clone-'));
  const modules = join(clone, 'node_modules');
  let first: { status: number | null; stdout: string; stderr: string };

  beforeAll(() => {
    const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' });
    for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
      cpSync(join(ROOT, file), join(clone, file));
    }
    const env = { ...process.env, npm_config_prefer_offline: 'true' };
    first = spawnSync(process.execPath, ['apps/cli/bootstrap.mjs', 'sluice', '--help'], {
      cwd: clone,
      env,
      encoding: 'utf8',
    });
  }, 300_000);
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it('says on stderr what it does, and leaves stdout to the program', () => {
    expect(first.stderr).toMatch(/^(sluice: installing what it needs to run .*\n)+sluice: installed in [\d.]+ s\n/);
    expect(first.stdout).not.toContain('install');
    expect(first.status).toBe(0);
  });

  it('is there for the bin as well', () => {
    const second = spawnSync(process.execPath, ['apps/cli/bin/sluice.mjs', '--help'], { cwd: clone, encoding: 'utf8' });
    expect(second).toMatchObject({ status: 0, stdout: first.stdout, stderr: '' });
  });

  it('has no development package', () => {
    expect(
      ['vitest', 'typescript', 'oxlint', 'turbo', 'vite'].filter((name) => existsSync(join(modules, name))),
    ).toEqual([]);
  });

  it('takes less than 75 MB beside Node, which takes less than 130', () => {
    const node = NODE_PACKAGES.map((name) => join(modules, name)).find((path) => existsSync(path));
    const nodeBytes = node === undefined ? 0 : measureBytes(node);
    expect(nodeBytes).toBeLessThan(130 * MB);
    expect(measureBytes(modules) - nodeBytes).toBeLessThan(75 * MB);
  });
});

/** What a folder takes on disk, in bytes: whole blocks, as `du` counts. */
function measureBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += measureBytes(path);
    else if (entry.isFile()) bytes += statSync(path).blocks * 512;
  }
  return bytes;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}
