import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Spread } from './spread.ts';
import type { Part, Row } from './timing.ts';

const SCHEMAS = 50;

/**
 * How much more a message may cost among many schemas than among its like. A call that cannot be foretold costs some 40 ns,
 * as much as validating a whole message of this size; a cliff, code that has gone generic, would be ten times as much.
 */
const MOST_TIMES = 3;

const STAGES = [
  { name: 'cold, with compiling', key: 'coldNs', peer: true },
  { name: 'hot encode', key: 'encodeNs', peer: true },
  { name: 'hot decode', key: 'decodeNs', peer: true },
  { name: 'hot validate', key: 'validateNs', peer: false },
] as const satisfies readonly { name: string; key: keyof Spread; peer: boolean }[];

/** The same number of messages over 50 schemas in random order and over one, each in a process of its own. */
export async function measureManySchemas(): Promise<Part> {
  const ours = { many: run('ours', SCHEMAS), one: run('ours', 1) };
  const theirs = { many: run('avsc', SCHEMAS), one: run('avsc', 1) };
  const rows = STAGES.flatMap(({ name, key, peer }): Row[] => {
    const duel = (spread: 'many' | 'one', label: string): Row => ({
      name: `${label}, ${name}`,
      unit: 'ns',
      ours: [ours[spread][key]],
      ...(peer ? { peer: { name: 'avsc', times: [theirs[spread][key]] } } : {}),
    });
    const times: Row = {
      name: `${SCHEMAS} schemas in times of 1, ${name}`,
      unit: 'x',
      ours: [ours.many[key] / ours.one[key]],
      // Compiling 50 costs what it costs: a cliff is what remains when all is compiled.
      ...(key === 'coldNs' ? {} : { target: { most: MOST_TIMES } }),
    };
    const peerTimes: Row = {
      name: `avsc: ${SCHEMAS} schemas in times of 1, ${name}`,
      unit: 'x',
      ours: [theirs.many[key] / theirs.one[key]],
    };
    return [duel('many', `${SCHEMAS} schemas`), duel('one', '1 schema'), times, ...(peer ? [peerTimes] : [])];
  });
  return { title: '200,000 messages', rows };
}

function run(peer: 'ours' | 'avsc', schemas: number): Spread {
  const script = fileURLToPath(new URL('./spread.ts', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [script, peer, String(schemas)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} failed`);
  return JSON.parse(stdout) as Spread;
}
