import { spawn } from 'node:child_process';

/** How a program ended. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a program to its end; kills it, and rejects, after `timeoutMs`. A non-zero exit is the caller's to judge. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { timeoutMs?: number; input?: string; cwd?: string } = {},
): Promise<ProgramResult> {
  const { timeoutMs = 60_000, input = '', cwd = process.cwd() } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd });
    const stdout: Buffer[] = [];
    let stderr = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${program} ${args.join(' ')} did not end in ${timeoutMs} ms\n${stderr}`));
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(stdout), stderr });
    });
    child.stdin.on('error', () => undefined); // a program that ends without reading its input
    child.stdin.end(input);
  });
}
