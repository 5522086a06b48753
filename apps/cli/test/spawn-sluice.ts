import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface SpawnedSluice extends AsyncDisposable {
  readonly pid: number;
  /** Everything on standard output so far. */
  readonly out: () => string;
  readonly error: () => string;
  /** Resolves when standard output has a whole line; rejects when the process ends before. */
  readonly firstLine: Promise<string>;
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the real command in a process of its own; it is killed when disposed. */
export function spawnSluice(
  args: readonly string[],
  options: { nodeArgs?: readonly string[]; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): SpawnedSluice {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let out = '';
  let error = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')));
    });
    void exited.then((code) => reject(new Error(`ended with ${code} before a line on stdout:\n${error}`)));
  });
  firstLine.catch(() => {});
  return {
    pid: child.pid ?? 0,
    out: () => out,
    error: () => error,
    firstLine,
    exited,
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
