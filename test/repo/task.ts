import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * `npm run task -- test --filter=@sluice/avro`: a task of turbo.json in each package that has it, without turbo's telemetry.
 * `npm run task -- pack` is one of the root: tarballs of the command line, the libraries and the template.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const turbo = resolve(ROOT, 'node_modules/turbo/bin/turbo');
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const { status } = spawnSync(process.execPath, [turbo, 'run', ...process.argv.slice(2)], {
  cwd: ROOT,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
