import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { runProgram } from '../../harness/run-program.ts';
import { createDriver } from './driver.ts';
import type { Driver, Joining, ReadRecord } from './driver.ts';

interface Member {
  readonly child: ChildProcess;
  readonly left: Promise<unknown>;
  assigned: number[];
  records: ReadRecord[];
}

/** kcat, one process an action. Its members are consumers of its high-level mode, which commit by themselves. */
export function startKcat(kcat: string, bootstrap: string): Driver {
  const members = new Map<string, Member>();

  async function run(args: readonly string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await runProgram(kcat, ['-b', bootstrap, ...args], { timeoutMs: 45_000, input });
    if (code !== 0 || /Delivery failed/.test(stderr)) throw new Error(stderr);
    return stdout.toString();
  }

  async function list(...args: string[]) {
    const listing = await run(['-L', '-J', ...args]);
    return JSON.parse(listing) as {
      brokers: { name: string }[];
      topics: { topic: string; partitions: { partition: number }[] }[];
    };
  }

  async function findOffset(topic: string, partition: number, timestamp: number): Promise<number> {
    const line = await run(['-Q', '-t', `${topic}:${partition}:${timestamp}`]);
    return Number(/offset (-?\d+)/.exec(line)?.[1]);
  }

  function join({ member: name, group, topic, instance, cooperative }: Joining): void {
    const options = {
      'auto.offset.reset': 'earliest',
      'auto.commit.interval.ms': '100',
      'heartbeat.interval.ms': '300',
      ...(instance === undefined ? {} : { 'group.instance.id': instance }),
      ...(cooperative ? { 'partition.assignment.strategy': 'cooperative-sticky' } : {}),
    };
    const settings = Object.entries(options).flatMap(([key, value]) => ['-X', `${key}=${value}`]);
    const child = spawn(kcat, ['-b', bootstrap, ...settings, '-u', '-J', '-G', group, topic], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const member: Member = {
      child,
      left: new Promise((resolve) => child.once('close', resolve)),
      assigned: [],
      records: [],
    };
    members.set(name, member);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { partition, offset, key, payload, headers } = JSON.parse(line) as KcatRecord;
      const pairs = headers.flatMap((text, at) => (at % 2 === 0 ? [[text, headers[at + 1] ?? '']] : []));
      member.records.push({ partition, offset, key, value: payload, headers: Object.fromEntries(pairs) });
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      // % Group pair rebalanced (memberid …): assigned: shared [0], shared [1]
      // % Group pair rebalanced: incremental revoke of 1 partition(s) (memberid …): shared [1]
      const change = /rebalanced.*(assign|revoke)[^:]*: (.*)$/.exec(line);
      if (change === null) return;
      const partitions = [...(change[2] ?? '').matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
      const kept = line.includes('incremental') ? member.assigned.filter((one) => !partitions.includes(one)) : [];
      member.assigned = (change[1] === 'assign' ? [...kept, ...partitions] : kept).toSorted((a, b) => a - b);
    });
  }

  return createDriver(
    {
      async hello() {
        const { stdout } = await runProgram(kcat, ['-V']);
        return {
          version: /Version (\S+).*librdkafka (\S+)/s.exec(stdout.toString())?.slice(1, 3).join(', librdkafka ') ?? '',
        };
      },
      async produce({ topic, codec, records }) {
        const headers = Object.entries(records[0]?.headers ?? {}).flatMap(([name, value]) => [
          '-H',
          `${name}=${value}`,
        ]);
        const lines = records.map(({ key, value }) => `${key}\t${value}\n`).join('');
        await run(['-P', '-t', topic, '-z', codec, '-K', '\t', '-X', 'linger.ms=50', ...headers], lines);
      },
      join: async (joining) => join(joining),
      async poll({ member: name }) {
        const member = members.get(name);
        if (member === undefined) throw new Error(`no member ${name}`);
        if (member.records.length === 0) await waitForOutput(member.child);
        return { assigned: member.assigned, records: member.records.splice(0) };
      },
      async leave({ member: name }) {
        const member = members.get(name);
        members.delete(name);
        member?.child.kill('SIGTERM');
        await member?.left;
      },
      'list-topics': async () => (await list()).topics.map(({ topic }) => topic),
      'describe-topic': async ({ topic }) => ({
        partitions: (await list('-t', topic)).topics[0]?.partitions.length ?? 0,
      }),
      async 'list-offsets'({ topic }) {
        const partitions = (await list('-t', topic)).topics[0]?.partitions ?? [];
        const ends = { earliest: {} as Record<number, number>, latest: {} as Record<number, number> };
        for (const { partition } of partitions) {
          ends.earliest[partition] = await findOffset(topic, partition, -2);
          ends.latest[partition] = await findOffset(topic, partition, -1);
        }
        return ends;
      },
      'describe-cluster': async () => ({ brokers: (await list()).brokers.map(({ name }) => name) }),
    },
    async () => {
      for (const { child, left } of members.values()) {
        child.kill('SIGKILL');
        await left;
      }
    },
  );
}

interface KcatRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly payload: string;
  readonly headers: readonly string[];
}

/** Waits for the next output of a program, at most 200 ms. */
export function waitForOutput(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, 200);
    child.stdout?.once('data', done);
    child.stderr?.once('data', done);
    function done(): void {
      clearTimeout(timer);
      child.stdout?.off('data', done);
      child.stderr?.off('data', done);
      setImmediate(resolve);
    }
  });
}
