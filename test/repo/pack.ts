import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { packPackages } from './pack-packages.ts';

/** `npm run task -- pack`: npm tarballs of the command line, the libraries and the template, in dist/packed. */
const ROOT = resolve(import.meta.dirname, '../..');
for (const tarball of await packPackages(ROOT, resolve(ROOT, 'dist/packed'))) {
  process.stdout.write(`${relative('', tarball)} ${(statSync(tarball).size / 1000).toFixed(0)} kB\n`);
}
