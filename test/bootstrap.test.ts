import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

const BOOTSTRAP = resolve(import.meta.dirname, '../apps/cli/bootstrap.mjs');
const FAKE_NPM = resolve(import.meta.dirname, 'repo/fake-npm/npm-cli.js');

/** The suite itself may run below npm. */
const OUTSIDE_NPM = { npm_lifecycle_event: '', npm_lifecycle_script: '' };

describe('the bootstrap', () => {
  it('installs once for each need, and never takes away', async () => {
    const clone = makeClone();
    expect(await clone.run('production', ['a', 'b c'])).toMatchObject({ code: 0, out: '["a","b c"]' });
    expect(await clone.run('production')).toMatchObject({ code: 0, err: '' });
    expect(await clone.run('all')).toMatchObject({ code: 0 });
    expect(await clone.run('production')).toMatchObject({ code: 0, err: '' });
    expect(await clone.run('all')).toMatchObject({ code: 0, err: '' });
    expect(clone.calls()).toEqual(['ci --omit=dev', 'install --include=dev']);
  });

  it('notices a changed lock file, and a full install stays a full one', async () => {
    const clone = makeClone();
    await clone.run('all');
    clone.writeLock('2.0.0');
    expect(await clone.run('production')).toMatchObject({ code: 0 });
    expect(clone.calls()).toEqual(['ci --include=dev', 'ci --include=dev']);
  });

  it('accepts what was installed by hand', async () => {
    const clone = makeClone();
    await clone.run('production');
    rmSync(join(clone.root, 'node_modules/.sluice-install.json'));
    expect(await clone.run('production')).toMatchObject({ code: 0, err: '' });
    expect(clone.calls()).toEqual(['ci --omit=dev']);
  });

  it('notices what was removed by hand', async () => {
    const clone = makeClone();
    await clone.run('all');
    const record = join(clone.root, 'node_modules/.package-lock.json');
    writeFileSync(record, JSON.stringify({ packages: {} }));
    expect(await clone.run('production')).toMatchObject({ code: 0 });
    expect(clone.calls()).toEqual(['ci --include=dev', 'ci --include=dev']);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('repairs an install that %s interrupted', async (signal) => {
    const clone = makeClone();
    const first = clone.start('production', [], { FAKE_NPM: 'wait' });
    await clone.untilNpmRuns();
    first.kill(signal);
    await first.exited;
    const second = clone.start('production');
    if (signal === 'SIGKILL') {
      await second.said('is installing; waiting'); // npm has outlived the bootstrap that started it
      process.kill(Number(readFileSync(join(clone.root, 'npm-pid.txt'), 'utf8')));
    }
    expect(await second.ended).toMatchObject({ code: 0, out: '[]' });
    expect(clone.calls()).toEqual(['ci --omit=dev', 'ci --omit=dev']);
    expect(existsSync(join(clone.root, '.cache/install.lock'))).toBe(false);
  });

  it('lets the second of two wait for the first', async () => {
    const clone = makeClone();
    const first = clone.start('all', [], { FAKE_NPM: 'wait' });
    await clone.untilNpmRuns();
    const second = clone.start('production', [], { FAKE_NPM: 'fail' });
    await second.said('is installing; waiting');
    writeFileSync(join(clone.root, 'go'), '');
    expect(await first.ended).toMatchObject({ code: 0, out: '[]' });
    expect(await second.ended).toMatchObject({ code: 0, out: '[]' });
    expect(clone.calls()).toEqual(['ci --include=dev']);
  });

  it('passes on why npm failed with its exit code, and tries again next time', async () => {
    const clone = makeClone();
    const failed = await clone.run('production', [], { FAKE_NPM: 'fail' });
    expect(failed).toMatchObject({ code: 3, out: '' });
    expect(failed.err).toMatch(/the registry is on fire\nsluice: npm ci failed after .* with exit code 3; .* again/);
    expect(await clone.run('production')).toMatchObject({ code: 0, out: '[]' });
  });

  it('says what to do where there is no npm', async () => {
    const clone = makeClone();
    const failed = await clone.run('production', [], { npm_execpath: '', PATH: clone.root });
    expect(failed).toMatchObject({ code: 1, out: '' });
    expect(failed.err).toContain('install npm 10 or newer');
  });

  it.each(['in a child, right after an install', 'in its own process'])(
    'gives signals to the program: %s',
    async (where) => {
      const clone = makeClone();
      if (where === 'in its own process') await clone.run('production');
      for (const [handled, end] of [
        ['handled', { code: 7 }],
        ['unhandled', { signal: 'SIGTERM' }],
      ] as const) {
        const running = clone.start('production', ['wait', handled]);
        await running.said('waiting for a signal');
        running.kill('SIGTERM');
        expect(await running.ended).toMatchObject(end);
      }
    },
  );

  it.skipIf(process.platform === 'win32')('ends with the npm that started it', async () => {
    const clone = makeClone();
    const below = { npm_lifecycle_event: 'npx', npm_lifecycle_script: 'sluice' };
    for (const where of ['in a child', 'in its own process']) {
      const shell = clone.startBelowShell('production', ['wait', 'handled'], below);
      await shell.said('waiting for a signal');
      shell.kill('SIGKILL');
      expect(await shell.ended, where).toMatchObject({
        signal: 'SIGKILL',
        err: expect.stringContaining('ends by itself'),
      });
    }
  });
});

/** What the bootstrap starts: tells its arguments, or waits. */
const PROGRAM = `
const [what, handled]: string[] = process.argv.slice(2);
if (what === 'wait') {
  if (handled === 'handled') process.on('SIGTERM', () => process.stderr.write('ends by itself', () => process.exit(7)));
  setInterval(() => {}, 1000);
  process.stderr.write('waiting for a signal');
} else process.stdout.write(JSON.stringify(process.argv.slice(2)));
`;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** A folder that looks like a clone to the bootstrap: a lock file, a program, and a stand-in for npm. */
function makeClone() {
  const root = mkdtempSync(join(tmpdir(), 'sluice-bootstrap-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
  const writeLock = (version: string): void => {
    const packages = { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version, dev: true } };
    write('package-lock.json', JSON.stringify({ packages }));
  };
  writeLock('1.0.0');
  write('package.json', '{ "type": "module" }');
  write('program.ts', PROGRAM);
  write(
    'driver.mjs',
    `import { runWithNode24 } from ${JSON.stringify(BOOTSTRAP)};
     const [mode, ...args] = process.argv.slice(2);
     await runWithNode24(import.meta.dirname + '/program.ts', args, { mode, root: import.meta.dirname });`,
  );
  const launch = (command: readonly [string, ...string[]], environment: Record<string, string>) =>
    startProcess(command, root, { ...process.env, npm_execpath: FAKE_NPM, ...OUTSIDE_NPM, ...environment });
  const driver = join(root, 'driver.mjs');
  const start = (mode: string, args: readonly string[] = [], environment: Record<string, string> = {}) =>
    launch([process.execPath, driver, mode, ...args], environment);
  return {
    root,
    writeLock,
    start,
    /** The shell waits for the program, as npm's does. */
    startBelowShell: (...[mode, args = [], environment = {}]: Parameters<typeof start>) =>
      launch(['sh', '-c', `"${process.execPath}" "${driver}" ${mode} ${args.join(' ')}; exit $?`], environment),
    run: (...args: Parameters<typeof start>): Promise<Ended> => start(...args).ended,
    calls: () => readFileSync(join(root, 'npm-calls.txt'), 'utf8').trim().split('\n'),
    untilNpmRuns: () =>
      vi.waitFor(() => expect(existsSync(join(root, 'npm-calls.txt'))).toBe(true), { timeout: 20_000 }),
  };
}

function startProcess([file, ...args]: readonly [string, ...string[]], cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, out, err }));
  return {
    /** Its streams are closed too, which takes its children's end. */
    ended,
    exited: once(child, 'exit'),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    said: (text: string) => vi.waitFor(() => expect(err).toContain(text), { timeout: 20_000 }),
  };
}
