import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runProgram } from '../../harness/run-program.ts';
import { createDriver } from './driver.ts';
import type { Driver, Joining, ReadRecord } from './driver.ts';
import { waitForOutput } from './kcat-driver.ts';

/** The main classes behind Kafka's shell scripts. */
const TOOLS = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  configs: 'kafka.admin.ConfigCommand',
  groups: 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'delete-records': 'org.apache.kafka.tools.DeleteRecordsCommand',
  'get-offsets': 'org.apache.kafka.tools.GetOffsetShell',
  'log-dirs': 'org.apache.kafka.tools.LogDirsCommand',
  'broker-api-versions': 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  'console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
} as const;

const COOPERATIVE = 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor';

interface Member {
  readonly child: ChildProcess;
  readonly group: string;
  readonly clientId: string;
  readonly left: Promise<unknown>;
  records: ReadRecord[];
}

/** Kafka's own tools, one JVM an action. Their members are console consumers, which commit by themselves. */
export async function startKafkaTools(java: string, jars: string, bootstrap: string): Promise<Driver> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-kafka-tools-'));
  const members = new Map<string, Member>();
  // A short life needs no optimising compiler.
  const javaArgs = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
    '-cp',
    `${jars}/*`,
  ];

  async function run(tool: keyof typeof TOOLS, args: readonly string[], input = ''): Promise<string> {
    const all = [...javaArgs, TOOLS[tool], '--bootstrap-server', bootstrap, ...args];
    const { code, stdout, stderr } = await runProgram(java, all, { timeoutMs: 45_000, input });
    const text = stdout.toString();
    if (code !== 0 || /^(Error|ERROR)|Exception/m.test(text + stderr)) throw new Error(stderr + text);
    return text;
  }

  /** The rows of a table that a tool printed, by the names in its head. */
  function readTable(text: string): Record<string, string>[] {
    const [head = [], ...rows] = text
      .split('\n')
      .filter((line) => /^(GROUP|\S+ +\S+ +\(?\d)/.test(line))
      .map((line) => line.trim().split(/\s+/));
    return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
  }

  const describeOffsets = async (group: string) => readTable(await run('groups', ['--describe', '--group', group]));

  function startConsumer({ member: name, group, topic, instance, cooperative }: Joining): void {
    const clientId = instance ?? name; // a broker goes on showing the client id that a static member had first
    const properties = {
      'client.id': clientId,
      'auto.offset.reset': 'earliest',
      'auto.commit.interval.ms': '100',
      'heartbeat.interval.ms': '300',
      ...(instance === undefined ? {} : { 'group.instance.id': instance }),
      ...(cooperative ? { 'partition.assignment.strategy': COOPERATIVE } : {}),
    };
    const prints = ['partition', 'offset', 'headers', 'key'].flatMap((part) => [
      '--formatter-property',
      `print.${part}=true`,
    ]);
    const child = spawn(
      java,
      [
        ...[
          ...javaArgs,
          TOOLS['console-consumer'],
          '--bootstrap-server',
          bootstrap,
          '--topic',
          topic,
          '--group',
          group,
        ],
        ...Object.entries(properties).flatMap(([key, value]) => ['--command-property', `${key}=${value}`]),
        ...prints,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const member: Member = {
      child,
      group,
      clientId,
      left: new Promise((resolve) => child.once('close', resolve)),
      records: [],
    };
    members.set(name, member);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [partition = '', offset = '', headers = '', key = '', value = ''] = line.split('\t');
      member.records.push({
        partition: Number(partition.replace('Partition:', '')),
        offset: Number(offset.replace('Offset:', '')),
        key,
        value,
        headers: Object.fromEntries(headers.split(',').map((header) => header.split(':'))) as Record<string, string>,
      });
    });
    child.stderr.resume();
  }

  return createDriver(
    {
      async hello() {
        const { stdout } = await runProgram(java, [...javaArgs, TOOLS.topics, '--version']);
        return { version: stdout.toString().trim().split(' ')[0] ?? '' };
      },
      'create-topic': ({ topic, partitions, configs }) =>
        run('topics', [
          ...['--create', '--topic', topic, '--partitions', String(partitions), '--replication-factor', '1'],
          ...Object.entries(configs).flatMap(([name, value]) => ['--config', `${name}=${value}`]),
        ]),
      produce: ({ topic, codec, records }) => {
        const lines = records.map(({ key, value, headers }) => {
          const pairs = Object.entries(headers).map(([name, data]) => `${name}:${data}`);
          return `${pairs.join(',')}\t${key}\t${value}\n`;
        });
        const options = ['--reader-property', 'parse.headers=true', '--reader-property', 'parse.key=true'];
        return run('console-producer', ['--topic', topic, '--compression-codec', codec, ...options], lines.join(''));
      },
      join: async (joining) => startConsumer(joining),
      async poll({ member: name }) {
        const member = members.get(name);
        if (member === undefined) throw new Error(`no member ${name}`);
        if (member.records.length === 0) await waitForOutput(member.child);
        const records = member.records.splice(0);
        if (records.length > 0) return { assigned: [], records };
        const rows = await describeOffsets(member.group).catch(() => []);
        return {
          assigned: rows.filter((row) => row['CLIENT-ID'] === member.clientId).map((row) => Number(row['PARTITION'])),
          records,
        };
      },
      async leave({ member: name }) {
        const member = members.get(name);
        members.delete(name);
        member?.child.kill('SIGTERM');
        await member?.left;
      },
      'list-topics': async () => (await run('topics', ['--list'])).trim().split('\n'),
      'describe-topic': async ({ topic }) => {
        const text = await run('topics', ['--describe', '--topic', topic]);
        return { partitions: Number(/PartitionCount:\s*(\d+)/.exec(text)?.[1]) };
      },
      'create-partitions': ({ topic, total }) =>
        run('topics', ['--alter', '--topic', topic, '--partitions', String(total)]),
      async 'describe-configs'({ topic }) {
        const text = await run('configs', ['--describe', '--all', '--entity-type', 'topics', '--entity-name', topic]);
        return Object.fromEntries(
          [...text.matchAll(/^ {2}(\S+?)=(\S*)/gm)].map(([, name, value]) => [name, value]),
        ) as Record<string, string>;
      },
      'alter-config': ({ topic, name, value }) =>
        run('configs', [
          ...['--alter', '--entity-type', 'topics', '--entity-name', topic, '--add-config', `${name}=${value}`],
        ]),
      async 'list-offsets'({ topic }) {
        const find = async (time: 'earliest' | 'latest') => {
          const text = await run('get-offsets', ['--topic', topic, '--time', time]);
          return Object.fromEntries(
            text
              .trim()
              .split('\n')
              .map((line) => line.split(':').slice(1).map(Number)),
          ) as Record<string, number>;
        };
        return { earliest: await find('earliest'), latest: await find('latest') };
      },
      async 'delete-records'({ topic, partition, before }) {
        const file = join(folder, 'offsets.json');
        await writeFile(file, JSON.stringify({ partitions: [{ topic, partition, offset: before }], version: 1 }));
        return run('delete-records', ['--offset-json-file', file]);
      },
      'list-groups': async () => (await run('groups', ['--list'])).trim().split('\n'),
      async 'describe-group'({ group }) {
        const text = await run('groups', ['--describe', '--state', '--group', group]);
        const [row] = readTable(text.replace('COORDINATOR (ID)', 'COORDINATOR ID'));
        return { state: row?.['STATE'] ?? '', members: Number(row?.['#MEMBERS']) };
      },
      async committed({ group }) {
        const rows = await describeOffsets(group);
        return Object.fromEntries(rows.map((row) => [row['PARTITION'], Number(row['CURRENT-OFFSET'])]));
      },
      'delete-group': ({ group }) => run('groups', ['--delete', '--group', group]),
      'delete-topic': ({ topic }) => run('topics', ['--delete', '--topic', topic]),
      async 'describe-cluster'() {
        const text = await run('broker-api-versions', []);
        return { brokers: [...text.matchAll(/^(\S+) \(id: \d+/gm)].map((match) => match[1] ?? '') };
      },
      async 'describe-log-dirs'({ topic }) {
        const text = await run('log-dirs', ['--describe', '--topic-list', topic]);
        const sizes = text.matchAll(
          /"partition":"[^"]*-(\d+)","size":(\d+)|"size":(\d+)[^}]*"partition":"[^"]*-(\d+)"/g,
        );
        return Object.fromEntries([...sizes].map((match) => [match[1] ?? match[4], Number(match[2] ?? match[3])]));
      },
    },
    async () => {
      for (const { child, left } of members.values()) {
        child.kill('SIGKILL');
        await left;
      }
      await rm(folder, { recursive: true, force: true });
    },
  );
}
