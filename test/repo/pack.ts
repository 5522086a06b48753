import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { packLibraries } from './pack-libraries.ts';

/** `npm run task -- pack`: npm tarballs of the libraries, in dist/packed. */
const ROOT = resolve(import.meta.dirname, '../..');
for (const tarball of await packLibraries(ROOT, resolve(ROOT, 'dist/packed'))) {
  process.stdout.write(`${relative('', tarball)} ${(statSync(tarball).size / 1000).toFixed(0)} kB\n`);
}
