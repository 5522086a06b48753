// libs/avro and libs/serde against their peers, what compiling costs, many schemas at once, and hostile bytes.
//   node test/bench/avro.ts [--json] [PART …]
// Each part runs in fresh processes, RUNS times in turn; medians and quartiles are over the rounds of all runs.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { mergeParts, printPart, summarize } from './avro/report.ts';
import type { Part } from './avro/timing.ts';

const RUNS = 5;

const PARTS: Readonly<Record<string, () => Promise<Part>>> = {
  codecs: async () => (await import('./avro/codecs.ts')).measureCodecs(),
  framed: async () => (await import('./avro/framed.ts')).measureFramed(),
  compile: async () => (await import('./avro/compile.ts')).measureCompile(),
  'many-schemas': async () => (await import('./avro/many-schemas.ts')).measureManySchemas(),
  hostile: async () => (await import('./avro/hostile.ts')).measureHostile(),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, 'one-run': { type: 'boolean', default: false } },
});
const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(`no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}\n`);
  process.exitCode = 2;
} else if (values['one-run']) {
  for (const name of names) process.stdout.write(JSON.stringify(await PARTS[name]?.()));
} else {
  run();
}

/** A missed target ends with exit code 1. */
function run(): void {
  const runs = new Map<string, Part[]>(names.map((name) => [name, []]));
  for (let index = 0; index < RUNS; index++) for (const [name, parts] of runs) parts.push(runOnce(name));
  const parts = [...runs.values()].map(mergeParts);
  const reports = parts.map(({ title, rows, notes = [] }) => ({ title, figures: rows.map(summarize), notes }));
  if (values.json) process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
  else parts.forEach(printPart);
  if (reports.some(({ figures }) => figures.some(({ isMet }) => isMet === false))) process.exitCode = 1;
}

function runOnce(name: string): Part {
  const args = ['--one-run', name];
  const { status, stdout } = spawnSync(process.execPath, [import.meta.filename, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`part ${name} failed`);
  return JSON.parse(stdout) as Part;
}
