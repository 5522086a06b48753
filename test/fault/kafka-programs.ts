import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openKafkaConnection } from '../harness/kafka-connection.ts';
import { runProgram } from '../harness/run-program.ts';
import { locate } from '../requirements.ts';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** What `org.apache.kafka.tools.DumpLogSegments` says of the files below `logDir`, indexes compared with their logs. */
export async function dumpLogSegments(logDir: string): Promise<string> {
  const entries = await readdir(logDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => /^\d{20}\.(log|index|timeindex|snapshot)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const outputs: string[] = [];
  for (const options of [['--deep-iteration'], ['--index-sanity-check']]) {
    const chosen = options[0] === '--deep-iteration' ? files : files.filter((file) => file.endsWith('index'));
    const args = [...javaArgs('org.apache.kafka.tools.DumpLogSegments'), ...options, '--files', chosen.join(',')];
    const { code, stdout, stderr } = await runProgram(java(), args, { timeoutMs: START_TIMEOUT_MS });
    if (code !== 0) throw new Error(`DumpLogSegments ended with ${code}: ${stderr}`);
    outputs.push(String(stdout), stderr);
  }
  return outputs.join('\n');
}

export interface KafkaProcess extends AsyncDisposable {
  readonly address: string;
  /** In good order. */
  stop(): Promise<void>;
}

/** Apache Kafka of one node in KRaft mode, its logs in the empty directory `logDir`. */
export async function startKafka(directory: string, logDir: string): Promise<KafkaProcess> {
  const [port, controllerPort] = [await findFreePort(), await findFreePort()];
  const properties = join(directory, 'server.properties');
  const lines = [
    'process.roles=broker,controller',
    'node.id=7',
    `controller.quorum.voters=7@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names=CONTROLLER',
    `log.dirs=${logDir}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=2',
  ];
  await writeFile(properties, lines.join('\n'));
  const format = [...javaArgs('kafka.tools.StorageTool'), 'format', '-t', 'c2x1aWNlLWZhdWx0LXRlc3Q', '-c', properties];
  const formatted = await runProgram(java(), format, { timeoutMs: START_TIMEOUT_MS });
  if (formatted.code !== 0) throw new Error(`StorageTool: ${String(formatted.stdout)}${formatted.stderr}`);

  const child = spawn(java(), ['-Xmx384m', ...javaArgs('kafka.Kafka'), properties], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  const exited = once(child, 'exit');
  const address = `127.0.0.1:${port}`;
  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const timer = AbortSignal.timeout(STOP_TIMEOUT_MS);
    timer.addEventListener('abort', () => child.kill('SIGKILL'));
    await exited;
  }
  for (const deadline = Date.now() + START_TIMEOUT_MS; ;) {
    if (child.exitCode !== null) throw new Error(`Kafka ended: ${output}`);
    const connection = await openKafkaConnection(address).catch(() => undefined);
    await connection?.[Symbol.asyncDispose]();
    if (connection !== undefined) break;
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`Kafka does not start: ${output}`);
    }
    await setTimeout(200);
  }
  return { address, stop, [Symbol.asyncDispose]: stop };
}

function java(): string {
  return locate('java') ?? 'java';
}

function javaArgs(mainClass: string): string[] {
  return ['-cp', join(locate('kafka-jars') ?? '', '*'), mainClass];
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
