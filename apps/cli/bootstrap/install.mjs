// Plain JavaScript for Node 20 with no dependency: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BootstrapError } from './bootstrap-error.mjs';
import { takeLock } from './install-lock.mjs';
import { NODE_PACKAGES } from './node-24.mjs';

/**
 * How much of the workspace is installed. `all` satisfies `production`, never the other way round.
 * @typedef {'production' | 'all'} InstallMode
 */

const HEARTBEAT_MS = 15_000;
/** Settings of the `npm run` around us that would change what the inner npm installs. */
const FOREIGN_NPM_SETTING = /^npm_config_(workspaces?|include|omit|only|global|location|dry_run|package_lock_only)$/i;

/**
 * Makes sure that `root/node_modules` holds what the lock file says, and does nothing when it already does.
 * @param {string} root folder with package.json and package-lock.json
 * @param {InstallMode} mode
 * @returns {Promise<boolean>} whether npm had to run
 * @throws {BootstrapError} when npm cannot be started or fails
 */
export async function ensureInstalled(root, mode) {
  if (satisfies(readInstalledMode(root), mode)) return false;
  const folder = join(root, '.cache', 'install.lock');
  const lock = await takeLock(folder, (owner) =>
    say(`process ${owner} is installing; waiting (wrong? remove ${folder})`),
  );
  try {
    const installed = readInstalledMode(root); // another process may have installed while we waited
    if (satisfies(installed, mode)) return false;
    const kept = installed ?? readStamp(root)?.mode;
    await runNpm(root, kept === 'all' ? 'all' : mode, installed === 'production' ? 'install' : 'ci', lock);
    return true;
  } finally {
    lock.release();
  }
}

/** @param {InstallMode | undefined} installed @param {InstallMode} wanted */
function satisfies(installed, wanted) {
  return installed === 'all' || installed === wanted;
}

/**
 * What is installed for today's lock file. The stamp answers at once; without a valid one (npm was run by hand) npm's
 * own record of the tree is compared with the lock file, and the stamp is written when they agree.
 * @param {string} root
 * @returns {InstallMode | undefined}
 */
function readInstalledMode(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = readStamp(root);
  if (stamp && stamp.lock === hash(lock) && stamp.tree === describeTree(root)) return stamp.mode;
  const mode = compareTree(root, lock.toString());
  if (mode) writeStamp(root, mode);
  return mode;
}

/** @param {string} root @param {string} lockText @returns {InstallMode | undefined} */
function compareTree(root, lockText) {
  const tree = readJson(treeFile(root));
  if (!tree?.packages) return undefined;
  /** @type {InstallMode} */
  let mode = 'all';
  for (const [path, wanted] of Object.entries(JSON.parse(lockText).packages)) {
    const present = tree.packages[path];
    if (path === '' || (!present && wanted.optional)) continue;
    if (!present && (wanted.dev || wanted.devOptional)) mode = 'production';
    else if (!present || present.version !== wanted.version || present.integrity !== wanted.integrity) return undefined;
  }
  return mode;
}

/** npm's record of node_modules, which it writes last. @param {string} root */
function treeFile(root) {
  return join(root, 'node_modules', '.package-lock.json');
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules', '.sluice-install.json');
}

/** Changes whenever npm has changed node_modules. @param {string} root */
function describeTree(root) {
  const stats = statSync(treeFile(root), { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs}/${stats.size}` : 'none';
}

/** @param {string} root @returns {{ lock: string, tree: string, mode: InstallMode } | undefined} */
function readStamp(root) {
  return readJson(stampFile(root));
}

/** @param {string} root @param {InstallMode} mode */
function writeStamp(root, mode) {
  const stamp = { lock: hash(readFileSync(join(root, 'package-lock.json'))), tree: describeTree(root), mode };
  const unfinished = `${stampFile(root)}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(stamp)}\n`);
  renameSync(unfinished, stampFile(root));
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // absent, or cut short by a crash: both mean that nothing is known
  }
}

/** @param {Uint8Array} bytes */
function hash(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * `npm ci` starts afresh; `npm install` adds the development packages to a good production tree, which a running
 * process may still be loading from.
 * @param {string} root @param {InstallMode} mode @param {'ci' | 'install'} verb
 * @param {import('./install-lock.mjs').Lock} lock
 */
async function runNpm(root, mode, verb, lock) {
  const startedMs = Date.now();
  const what = mode === 'all' ? 'all dependencies' : 'what it needs to run (no development packages)';
  // Without these two an interrupted npm leaves a tree that nobody takes for a whole one.
  rmSync(stampFile(root), { force: true });
  rmSync(treeFile(root), { force: true });
  const selection = mode === 'all' ? ['--include=dev'] : ['--omit=dev'];
  const quiet = ['--ignore-scripts', '--loglevel=error', '--no-progress', '--no-audit', '--no-fund'];
  const args = [verb, ...(verb === 'install' ? ['--no-save'] : []), ...selection, '--include=optional', ...quiet];
  const stopTelling = tellProgress(`installing ${what} …`, startedMs);
  try {
    const { code, signal } = await spawnNpm(root, args, lock);
    if (signal) throw new BootstrapError(`npm was stopped by ${signal}; run the same command again to continue`, 130);
    if (code !== 0) {
      const advice = 'its own words are above. Run the same command again once that is mended';
      throw new BootstrapError(
        `npm ${verb} failed after ${seconds(startedMs)} with exit code ${code}; ${advice}`,
        code || 1,
      );
    }
  } finally {
    stopTelling();
  }
  tidyNode(root);
  writeStamp(root, mode);
  say(`installed in ${seconds(startedMs)}`);
}

/**
 * Node's package has 67 MB of headers for compiling native add-ons, which nothing here does. And npm 10 does not link its
 * binary, with which `npm run` finds Node 24 at once; npm 11 does.
 * @param {string} root
 */
function tidyNode(root) {
  const nodeModules = join(root, 'node_modules');
  for (const name of NODE_PACKAGES) {
    rmSync(join(nodeModules, name, 'include'), { recursive: true, force: true });
    const link = join(nodeModules, '.bin', 'node');
    const isOurs = existsSync(join(nodeModules, name, 'bin', 'node'));
    if (!isOurs || existsSync(link)) continue;
    rmSync(link, { force: true }); // a dangling one
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join('..', name, 'bin', 'node'), link);
  }
}

/**
 * @param {string} root @param {string[]} args @param {import('./install-lock.mjs').Lock} lock
 * @returns {Promise<{ code: number | null, signal: string | null }>}
 */
function spawnNpm(root, args, lock) {
  const [command, ...first] = findNpm();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN_NPM_SETTING.test(name)));
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32' && command === 'npm'; // npm.cmd
    const child = spawn(command, [...first, ...args], {
      cwd: root,
      env,
      shell,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (child.pid) lock.share(child.pid);
    const stop = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.on('SIGINT', stop).on('SIGTERM', stop);
    const finish = () => process.off('SIGINT', stop).off('SIGTERM', stop);
    child.on('error', (error) => {
      finish();
      reject(new BootstrapError(`npm could not be started (${error.message}); install npm 10 or newer`, 1));
    });
    child.on('exit', (code, signal) => {
      finish();
      resolve({ code, signal });
    });
  });
}

/** The npm that is running us, or the one on PATH. @returns {[string, ...string[]]} */
function findNpm() {
  const running = process.env['npm_execpath'];
  if (running && /^np[mx]-cli\.[cm]?js$/.test(basename(running))) {
    const cli = join(dirname(running), basename(running).replace('npx', 'npm'));
    if (existsSync(cli)) return [process.execPath, cli];
  }
  return ['npm'];
}

/**
 * One line: at a terminal it counts the seconds in place, elsewhere it is repeated now and then.
 * @param {string} text @param {number} startedMs @returns {() => void} stop
 */
function tellProgress(text, startedMs) {
  say(text);
  const live = process.stderr.isTTY;
  const tick = () =>
    live
      ? process.stderr.write(`\x1b[A\r\x1b[Ksluice: ${text} ${seconds(startedMs)}\n`)
      : say(`${text} ${seconds(startedMs)}`);
  const timer = setInterval(tick, live ? 1000 : HEARTBEAT_MS);
  return () => clearInterval(timer);
}

/** @param {number} sinceMs */
function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`sluice: ${text}\n`);
}
