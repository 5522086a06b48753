import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../apps/demo/src/main.ts', import.meta.url));
const TIMEOUT_MS = 60_000;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as a process of its own; `onOutput` is told all of its standard output whenever there is more. */
async function runDemo(
  args: readonly string[],
  onOutput?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(stdout, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  return { code: await promise, stdout, stderr };
}

/** The numbers of the last line, which has to be the closing line. */
function readTotals(stdout: string): { produced: number; accepted: number; rejected: number; consumed: number } {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  const match = /^demo: (\d+) produced, (\d+) accepted, (\d+) rejected, (\d+) consumed$/.exec(last);
  if (match === null) throw new Error(`the last line is ${last}`);
  const [produced = 0, accepted = 0, rejected = 0, consumed = 0] = match.slice(1).map(Number);
  return { produced, accepted, rejected, consumed };
}

describe('the demo', () => {
  it(
    'ends by itself with books that balance, every mistake refused for its reason, and every version read',
    { timeout: TIMEOUT_MS },
    async () => {
      const { code, stdout, stderr } = await runDemo(['--seconds', '6']);
      expect(stderr).toBe('');
      const { produced, accepted, rejected, consumed } = readTotals(stdout);
      expect(produced).toBe(accepted + rejected);
      expect(consumed).toBe(accepted);
      expect(accepted).toBeGreaterThan(50);
      // Eight mistakes alone in their batches, and the five records of the mixed one.
      expect(rejected).toBe(13);

      for (const reason of [
        /plain JSON to factory7: 1 batch, 1 record\n.+\n {4}factory7-value: .+/,
        /id of another subject to factory7: 1 batch, 1 record\n.+\n {4}factory7-value: .+/,
        /id never issued to factory7: 1 batch, 1 record\n.+\n {4}factory7-value: .*999999.*/,
        /truncated record to factory7: 1 batch, 1 record\n.+\n {4}factory7-value version 1 \(id 1\): field units: expected .+, found .+, at byte \d+/,
        /enum out of range to machine-state: 1 batch, 1 record\n.+\n {4}machine-state-value version 1 \(id 2\): field state: expected .+, found .*3.*, at byte \d+/,
        /third state of a door to door-sensors: 1 batch, 1 record\n.+\n {4}door-sensors-value version 1 \(id 4\): field state: expected .*closed.*, found .*ajar.*, at byte \d+/,
        /door without a place to door-sensors: 1 batch, 1 record\n.+\n {4}door-sensors-value version 1 \(id 4\): field location: expected .+, at byte \d+/,
        /bytes behind the record to clicks: 1 batch, 1 record\n.+\n {4}clicks-value version 1 \(id 3\): .+ 1 more byte, at byte \d+/,
        /mixed batch to factory7: 1 batch, 5 records\n.+\n {4}factory7-value version [12] \(id \d\): .+, at byte \d+/,
      ]) {
        expect(stdout).toMatch(reason);
      }
      for (const version of [
        /v1 \(id 1\): .+; read by dashboard [1-9]\d*, alerts [1-9]\d*/,
        /v2 \(id 5\): .+; read by dashboard [1-9]\d*, alerts [1-9]\d*/,
        /v3 \(id 6\): .+; read by dashboard [1-9]\d*, alerts [1-9]\d*/,
      ]) {
        expect(stdout).toMatch(version);
      }
      expect(stdout).toMatch(/refused: .*machineId/);
      const all =
        /Read in order: dashboard (\d+), alerts (\d+), door-alarm (\d+), shop-statistics (\d+)\n/.exec(stdout) ?? [];
      const [dashboard = 0, alerts, doors = 0, clicks = 0] = all.slice(1).map(Number);
      expect(alerts).toBe(dashboard);
      expect(dashboard + doors + clicks).toBe(accepted);
      expect(Math.min(doors, clicks)).toBeGreaterThan(5);
      expect(code).toBe(0);
    },
  );

  it('ends in good order when it is interrupted', { timeout: TIMEOUT_MS }, async () => {
    let interrupted = false;
    const { code, stdout, stderr } = await runDemo([], (output, kill) => {
      if (interrupted || !/: [1-9]\d* produced/.test(output)) return;
      interrupted = true;
      kill('SIGINT');
    });
    expect(stderr).toBe('');
    const { produced, accepted, rejected, consumed } = readTotals(stdout);
    expect(produced).toBe(accepted + rejected);
    expect(consumed).toBe(accepted);
    expect(code).toBe(0);
  });

  it('says where its listeners are, and they answer while it runs', { timeout: TIMEOUT_MS }, async () => {
    const asked: Promise<Response>[] = [];
    const { stdout } = await runDemo(['--seconds', '1', '--http', 'localhost:0'], (output) => {
      const url = /registry {4}(http:\/\/\S+)\n/.exec(output)?.[1];
      if (url !== undefined && asked.length === 0) asked.push(fetch(`${url}/subjects`), fetch(`${url}/console`));
    });
    expect(stdout).toMatch(
      /Kafka {7}127\.0\.0\.1:\d+\n {2}registry {4}http:\/\/.+:\d+\n {2}console {5}http:.+\/console\n/,
    );
    const [subjects, page] = await Promise.all(asked);
    expect(await subjects?.json()).toEqual(
      expect.arrayContaining(['clicks-value', 'factory7-value', 'machine-state-value']),
    );
    expect(page?.status).toBe(200);
  });

  it('says which port is taken', { timeout: TIMEOUT_MS }, async () => {
    const server = createServer();
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await listening;
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr } = await runDemo(['--seconds', '1', '--kafka', `127.0.0.1:${port}`]);
    server.close();
    expect(stderr).toMatch(new RegExp(`^demo: .*127\\.0\\.0\\.1:${port}.*(taken|in use)`));
    expect(code).toBe(1);
  });

  it.each([
    [['--seconds', '0'], 'from 1 to 86400'],
    [['--second', '3'], 'did you mean --seconds?'],
    [['--kafka', 'nowhere'], 'expected HOST:PORT'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await runDemo(args);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('explains itself', async () => {
    const { code, stdout } = await runDemo(['--help']);
    for (const flag of ['--seconds', '--kafka', '--http', '--help']) expect(stdout).toContain(flag);
    expect(code).toBe(0);
  });
});
