import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * `npm run bench -- NAME… [--json]`: runs benchmarks of test/bench one after the other, each in a process of its own;
 * without a name, all. Options are the benchmark's.
 */
const FOLDER = resolve(import.meta.dirname, '../bench');
const known = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .toSorted();
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no such benchmark: ${unknown.join(', ')}; there are ${known.join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : known) {
    process.stderr.write(`── ${name}\n`);
    const { status } = spawnSync(process.execPath, [join(FOLDER, `${name}.ts`), ...options], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
