import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { locate } from './requirements.ts';

/** A PostgreSQL server of our own; `url` names an empty database. `stop` ends it and removes its data. */
export interface PostgresServer {
  readonly url: string;
  /** Where its data lies. */
  readonly folder: string;
  /** Ends it as a crash does, without word to anybody, and starts it again on the same port and data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL on a free loopback port with its data in a temporary folder. Needs the requirement `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = locate('postgres');
  if (programs === undefined)
    throw new Error('no PostgreSQL here: declare the suite with describeRequiring(["postgres"], …)');
  const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'));
  const account = findAccount();
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const initArgs = ['-D', data, '-U', 'sluice', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initArgs, { ...account, cwd: folder, env: environment, stdio: 'pipe' });
  const port = await findFreePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=off',
    'max_connections=40',
  ];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const start = async () => {
    const started = spawn(join(programs, 'postgres'), args, {
      ...account,
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await waitUntilReady(started);
    return started;
  };
  let server = await start();

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  return {
    url: `postgres://sluice@127.0.0.1:${port}/postgres`,
    folder,
    async restart() {
      await end('SIGQUIT'); // its immediate shutdown: recovery at the next start
      server = await start();
    },
    async stop() {
      await end('SIGINT'); // its fast shutdown: open sessions are cut
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: there it runs as `postgres`, or as `nobody`. */
function findAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (!account) throw new Error('neither user postgres nor nobody exists here, and PostgreSQL refuses to run as root');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
  if (!server.stderr) throw new Error('the server was started without a pipe for its messages');
  const said: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    if (line.includes('ready to accept connections')) {
      server.stderr.resume();
      return;
    }
    said.push(line);
  }
  throw new Error(`PostgreSQL did not start: ${said.join('\n')}`);
}
