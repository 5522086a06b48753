// Plain JavaScript for Node 20 with no dependency: it is the first thing that runs on a fresh clone.
//   node apps/cli/bootstrap.mjs COMMAND [-- ARGS]
// installs what is missing and runs COMMAND with Node 24. package.json names one script for each command.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BootstrapError } from './bootstrap/bootstrap-error.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { findNode24 } from './bootstrap/node-24.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)); // import.meta.dirname came with Node 20.11
const PARENT_POLL_MS = 500;

/** Each command: what it runs, and whether that needs the development packages. */
const COMMANDS = {
  sluice: { script: 'apps/cli/src/main.ts', mode: 'production' },
  demo: { script: 'apps/demo/src/main.ts', mode: 'production' },
  test: { script: 'test/run.ts', mode: 'all' },
  check: { script: 'test/repo/check.ts', mode: 'all' },
  gen: { script: 'test/repo/gen.ts', mode: 'all' },
  task: { script: 'test/repo/task.ts', mode: 'all' },
  bench: { script: 'test/repo/bench.ts', mode: 'all' },
  fault: { script: 'test/fault/main.ts', mode: 'all' },
};

/**
 * Installs what is missing, then runs a script with Node 24: in this process when it is that Node already, else in a
 * child whose standard streams, signals and end are ours. A script must therefore start when it is imported, and read
 * its arguments from `process.argv.slice(2)`.
 * @param {string} script path or file URL @param {readonly string[]} args
 * @param {{ mode?: import('./bootstrap/install.mjs').InstallMode, root?: string }} options
 *   without `mode` nothing is installed; `root` is where node_modules is
 * @returns {Promise<void>} failures are said on stderr and set `process.exitCode`
 */
export async function runWithNode24(script, args, { mode, root = ROOT }) {
  const path = String(script).startsWith('file:') ? fileURLToPath(script) : resolve(script);
  endWithNpm();
  try {
    const installedJustNow = mode !== undefined && (await ensureInstalled(root, mode));
    await start(path, args, findNode24(root), !installedJustNow);
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

/**
 * npm passes a signal to the shell between it and us and no further, so that we would live on when npm is ended. Seen from
 * here our parent changes: then we end as if the signal had reached us. Only below npm's own shell, where nobody can have
 * put us in the background.
 */
function endWithNpm() {
  const { npm_lifecycle_event: event, npm_lifecycle_script: command = '' } = process.env;
  if (event !== 'npx' && !command.startsWith('node apps/cli/bootstrap.mjs')) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_POLL_MS);
  timer.unref();
}

/**
 * @param {string} script @param {readonly string[]} args @param {string} node path of the binary
 * @param {boolean} mayImport false right after an install, when the file we run from may have been replaced
 */
async function start(script, args, node, mayImport) {
  const environment = { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) };
  if (mayImport && realpathSync(node) === realpathSync(process.execPath)) {
    Object.assign(process.env, environment);
    process.argv.splice(1, process.argv.length, script, ...args);
    await import(pathToFileURL(script).href);
    return;
  }
  // The channel carries no messages: it closes when we are killed, so that the child does not outlive us unseen.
  const stdio = /** @type {const} */ (['inherit', 'inherit', 'inherit', 'ipc']);
  const child = spawn(node, [script, ...args], { stdio, env: environment });
  // At a terminal Ctrl-C reaches the child by itself; a second copy would read as impatience.
  const onInterrupt = () => process.stdin.isTTY || child.kill('SIGINT');
  const onTerminate = () => child.kill('SIGTERM');
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  /** @type {[number | null, NodeJS.Signals | null]} */
  const [code, signal] = await new Promise((settle, reject) => {
    child.on('error', (error) => reject(new BootstrapError(`${node} does not start: ${error.message}`, 1)));
    child.on('exit', (...end) => settle(end));
  });
  process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
  if (signal) {
    process.exitCode = 128 + constants.signals[signal];
    process.kill(process.pid, signal); // end as the child ended
  } else process.exitCode = code ?? 1;
}

/** @param {string[]} argv what follows the script's name */
async function main([name = '', ...rest]) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`usage: node apps/cli/bootstrap.mjs ${Object.keys(COMMANDS).join('|')} [-- ARGS]\n`);
    process.exitCode = 2;
    return;
  }
  const args = rest[0] === '--' ? rest.slice(1) : rest;
  await runWithNode24(join(ROOT, command.script), args, { mode: command.mode });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await main(process.argv.slice(2));
