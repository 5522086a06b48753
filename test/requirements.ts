import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { describe, it } from 'vitest';

const INSTALLER = '.ci/install-clients';
const CLIENTS = 'test/conformance/clients';
const REGISTRY_CLIENTS = 'test/conformance/registry-clients';
const RULES = 'test/conformance/rules';
const PACKED = 'test/conformance/packed';
const TEMPLATE = 'libs/codegen/template';

/**
 * What a suite may need from the machine beyond Node and npm: how to find it, and where it comes from.
 * `find` answers where it is, or `undefined`.
 */
const REQUIREMENTS = {
  postgres: { find: findPostgres, from: 'PostgreSQL server binaries (Debian: postgresql)' },
  kcat: { find: () => findOnPath('kcat'), from: 'kcat on PATH (Debian: kcat)' },
  java: { find: () => findOnPath('java'), from: 'java on PATH' },
  maven: { find: () => findOnPath('mvn'), from: 'mvn on PATH' },
  'python-clients': {
    find: () => findInstalled(`${CLIENTS}/python/requirements.txt`, 'python/requirements.txt', 'python/bin/python'),
    from: `Kafka clients for Python, made by ${INSTALLER}`,
  },
  'python-rules': {
    find: () => findInstalled(`${RULES}/requirements.txt`, 'python-rules/requirements.txt', 'python-rules/bin/python'),
    from: `Confluent's client for Python with what runs rules, made by ${INSTALLER}`,
  },
  schemathesis: {
    find: () =>
      findInstalled(
        'test/conformance/openapi/requirements.txt',
        'openapi/requirements.txt',
        'openapi/bin/schemathesis',
      ),
    from: `schemathesis, made by ${INSTALLER}`,
  },
  'js-clients': {
    find: () => findInstalled(`${CLIENTS}/js/package-lock.json`, 'js/installed.json', 'js/node_modules'),
    from: `Kafka clients for Node, made by ${INSTALLER}`,
  },
  'confluent-js': {
    find: () =>
      findInstalled(
        `${CLIENTS}/js-confluent/package-lock.json`,
        'js-confluent/installed.json',
        'js-confluent/node_modules',
      ),
    from: `Confluent's Kafka client for Node with its addon, made by ${INSTALLER}`,
  },
  'packed-user': {
    find: () => findInstalled(`${PACKED}/package.json`, 'packed/installed.json', 'packed/node_modules'),
    from: `what users install beside our packages, made by ${INSTALLER}`,
  },
  'node-22': {
    find: () =>
      findInstalled(`${PACKED}/package.json`, 'packed/installed.json', 'packed/node_modules/node-22/bin/node'),
    from: `Node 22 (linux x64), made by ${INSTALLER}`,
  },
  'asyncapi-generator': {
    find: () => findInstalled(`${TEMPLATE}/package-lock.json`, 'template/installed.json', 'template/node_modules'),
    from: `AsyncAPI's generator, made by ${INSTALLER}`,
  },
  'kafka-jars': {
    find: () => findInstalled(`${CLIENTS}/java/pom.xml`, 'java/pom.xml', 'java/jars'),
    from: `the jars of Kafka and its clients, made by ${INSTALLER}`,
  },
  'registry-jars': {
    find: () => findInstalled(`${REGISTRY_CLIENTS}/java/pom.xml`, 'registry-java/pom.xml', 'registry-java/jars'),
    from: `Confluent's registry client for Java, made by ${INSTALLER}`,
  },
  tmpfs: { find: findMounts, from: 'Linux and the right to mount a tmpfs (root)' },
  chromium: {
    find: () => findOnPath('chromium') ?? findOnPath('chromium-browser') ?? findOnPath('google-chrome'),
    from: 'chromium on PATH (Debian: chromium)',
  },
  go: { find: () => findOnPath('go'), from: 'go on PATH (Debian: golang)' },
  'go-clients': {
    find: () => findInstalled(`${CLIENTS}/go/go.sum`, 'go/go.sum', 'go/bin'),
    from: `Kafka clients for Go, made by ${INSTALLER}`,
  },
} as const satisfies Record<string, { find: () => string | undefined; from: string }>;

export type Requirement = keyof typeof REQUIREMENTS;

/** Where CI keeps what it downloads, outside the clone so that the next run finds it. */
const CI_CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sluice-ci');

/**
 * A suite that needs more than Node. Where something is missing it becomes one skipped test that says what; where
 * SLUICE_TEST_REQUIRE names it (a comma list, or `all`) that test fails instead. `body` is called only when all is there.
 */
export function describeRequiring(needs: readonly Requirement[], title: string, body: () => void): void {
  const missing = needs.filter((need) => locate(need) === undefined);
  if (missing.length === 0) {
    describe(title, body);
    return;
  }
  const reason = `needs ${missing.map((need) => REQUIREMENTS[need].from).join(' and ')}`;
  const demanded = (process.env['SLUICE_TEST_REQUIRE'] ?? '').split(',');
  const fails = demanded.includes('all') || missing.some((need) => demanded.includes(need));
  describe(title, () => {
    it('has what it needs', (context) => {
      if (fails) throw new Error(`${reason}, and SLUICE_TEST_REQUIRE demands it`);
      context.skip(reason);
    });
  });
}

/** Path of what was found: the program itself, or for `postgres` the folder of its server programs. */
export function locate(need: Requirement): string | undefined {
  if (!found.has(need)) found.set(need, REQUIREMENTS[need].find());
  return found.get(need);
}

const found = new Map<Requirement, string | undefined>();

function findOnPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** `path` in the cache, if what `stamp` there says was installed is what `list` in the clone asks for. */
function findInstalled(list: string, stamp: string, path: string): string | undefined {
  const asked = resolve(import.meta.dirname, '..', list);
  const installed = join(CI_CACHE, stamp);
  if (!existsSync(installed) || !readFileSync(installed).equals(readFileSync(asked))) return undefined;
  return existsSync(join(CI_CACHE, path)) ? join(CI_CACHE, path) : undefined;
}

/** Where file systems can be mounted: shown by mounting one. */
function findMounts(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const path = mkdtempSync(join(tmpdir(), 'sluice-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]);
  if (status === 0) spawnSync('umount', [path]);
  rmdirSync(path);
  return status === 0 ? '/bin/mount' : undefined;
}

function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')));
}
