#!/usr/bin/env node
// Plain JavaScript for Node 20: finds Node 24 (and, in a clone, installs what is missing) before anything else loads.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWithNode24 } from '../bootstrap.mjs';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const source = resolve(packageRoot, 'src/main.ts');
const args = process.argv.slice(2);

if (existsSync(source)) await runWithNode24(source, args, { mode: 'production' });
else await runWithNode24(resolve(packageRoot, 'dist/main.js'), args, { root: packageRoot });
