// The registry under load, beside a bare hono server with a constant answer and, where it can be started, Karapace.
//   node test/bench/registry.ts [--karapace=PYTHON] [--json]
// PYTHON is one whose `-m karapace` starts it (github.com/Aiven-Open/karapace is not on PyPI); it gets Sluice's broker as its Kafka.
// All run one after the other, each in a process of its own, so that ratios hold on a machine that others use too.
import { parseArgs } from 'node:util';
import { readTreeRssMb } from '../harness/process-figures.ts';
import {
  measureChecks,
  measureFirstRegister,
  measureGets,
  measureIdleRss,
  measureLists,
  measureRegister,
  registerMany,
} from './registry/measure.ts';
import type { Figures } from './registry/measure.ts';
import { startBareServer, startKarapace, startSluice } from './registry/servers.ts';
import type { Server } from './registry/servers.ts';
import { printGoals, printLoads } from './registry/report.ts';
import type { Goal, Measured } from './registry/report.ts';

const STARTS = 3;

const { values } = parseArgs({
  options: { karapace: { type: 'string' }, json: { type: 'boolean', default: false } },
});

const bare = await measureBare();
const ours = await measureOurs();
const karapace = values.karapace === undefined ? undefined : await measureKarapace(values.karapace);
const many = await measureMany();
const goals = listGoals();
if (values.json) {
  process.stdout.write(`${JSON.stringify({ bare, ours, karapace, many, goals }, undefined, 2)}\n`);
} else {
  printLoads({ 'bare hono': { gets: bare }, Sluice: ours, ...(karapace && { Karapace: karapace }) });
  printGoals(goals);
}
if (goals.some(({ isMet }) => isMet === false)) process.exitCode = 1;

async function measureBare(): Promise<Figures> {
  await using server = await startBareServer();
  return await measureGets(server);
}

async function measureOurs(): Promise<Measured> {
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    await using server = await startSluice();
    starts.push(server.startCpuSeconds);
  }
  await using server = await startSluice();
  return { ...(await measureServer(server)), startCpuSeconds: starts.toSorted((a, b) => a - b)[1] ?? Number.NaN };
}

async function measureKarapace(python: string): Promise<Measured> {
  await using kafka = await startSluice();
  await using server = await startKarapace(python, kafka.kafka);
  return await measureServer(server);
}

async function measureServer(server: Server): Promise<Measured> {
  const idleRssMb = await measureIdleRss(server);
  const firstRegister = await measureFirstRegister(server);
  const register = await measureRegister(server);
  const gets = await measureGets(server);
  const checks = await measureChecks(server);
  const loadedRssMb = await readTreeRssMb(server.pid);
  return { startCpuSeconds: server.startCpuSeconds, idleRssMb, firstRegister, register, gets, checks, loadedRssMb };
}

async function measureMany(): Promise<{ rssMb: number; lists: Figures }> {
  await using server = await startSluice();
  await registerMany(server);
  return { rssMb: await measureIdleRss(server), lists: await measureLists(server) };
}

function listGoals(): Goal[] {
  const theirs = (ratio: (their: Measured) => number) => (karapace === undefined ? undefined : ratio(karapace));
  return [
    atLeast('GET by id: requests/s of the bare server’s', 0.6, ours.gets.perSecond / bare.perSecond),
    atLeast(
      'GET by id: requests of Karapace’s per CPU second',
      30,
      theirs(({ gets }) => gets.cpuMs / ours.gets.cpuMs),
    ),
    atLeast(
      'register: of Karapace’s per CPU second',
      8,
      theirs((their) => their.register.cpuMs / ours.register.cpuMs),
    ),
    atLeast(
      'register: of Karapace’s rate',
      8,
      theirs((their) => ours.register.perSecond / their.register.perSecond),
    ),
    atMost('compatibility check, p50', 1, 'ms', ours.checks.p50Ms),
    atMost('start to first 200, CPU', 0.5, 's', ours.startCpuSeconds),
    atMost('RSS, idle', 100, 'MB', ours.idleRssMb),
    atMost('RSS with 10,000 schemas', 160, 'MB', many.rssMb),
    atMost('list 5,000 subjects, p50', 20, 'ms', many.lists.p50Ms),
  ];
}

function atLeast(name: string, goal: number, measured: number | undefined): Goal {
  const text = `≥ ${goal}×`;
  if (measured === undefined) return { name, goal: text, measured: 'no Karapace', isMet: undefined };
  return { name, goal: text, measured: `${measured.toFixed(2)}×`, isMet: measured >= goal };
}

function atMost(name: string, goal: number, unit: string, measured: number): Goal {
  return { name, goal: `≤ ${goal} ${unit}`, measured: `${measured.toFixed(2)} ${unit}`, isMet: measured <= goal };
}
