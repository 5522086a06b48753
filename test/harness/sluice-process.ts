import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A `sluice up` process of a test's own, on free loopback ports. */
export interface SluiceProcess extends AsyncDisposable {
  readonly pid: number;
  /** Empty for a process without a broker. */
  readonly kafka: string;
  readonly http: string;
  readonly dataDir: string;
  /** What the process has written to standard error so far. */
  readonly stderr: () => string;
  /** Sends `signal` (SIGTERM unless told) and waits for the exit code; null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const cliMain = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const readyLine = /^sluice ready (?:kafka=(\S+) )?http=(\S+)$/m;

/**
 * Starts `sluice up` with `args` and waits for its ready line. Keeps `dataDir` when it is given, else removes its own.
 * `command` is what runs as `sluice`, a program and its first arguments: the sources unless told.
 */
export async function startSluiceProcess(
  args: readonly string[] = [],
  dataDir?: string,
  options: { command?: readonly [string, ...string[]]; cwd?: string } = {},
): Promise<SluiceProcess> {
  const { command = [process.execPath, cliMain], cwd = process.cwd() } = options;
  const directory = dataDir ?? (await mkdtemp(join(tmpdir(), 'sluice-test-')));
  const [program, ...first] = command;
  const child = spawn(
    program,
    [...first, 'up', '--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0', '--data-dir', directory, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd },
  );
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));

  const [kafka, http] = await new Promise<[string, string]>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const match = readyLine.exec(stdout);
      if (match?.[2] !== undefined) resolve([match[1] ?? '', match[2]]);
    });
    void exited.then((code) =>
      reject(new Error(`sluice up ended with ${code} before it was ready:\n${stdout}${stderr}`)),
    );
    child.once('error', reject);
  });

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return exited;
  }

  return {
    pid: child.pid ?? 0,
    kafka,
    http,
    dataDir: directory,
    stderr: () => stderr,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      if (dataDir === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
