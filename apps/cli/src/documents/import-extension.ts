import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

type ImportExtension = 'ts' | 'js' | 'none';

/**
 * What relative imports end with in the project that `folder` belongs to, by the nearest tsconfig.json above it and
 * those it extends: `ts` where that is allowed, `js` where Node's own resolution is asked for, `none` for bundlers and
 * older resolutions. Without a tsconfig.json it is `ts`, which Node runs as it is.
 */
export function findImportExtension(folder: string): ImportExtension {
  const path = findUp(folder, 'tsconfig.json');
  if (path === undefined) return 'ts';
  const options = readCompilerOptions(path, []);
  if (options['allowImportingTsExtensions'] === true || options['rewriteRelativeImportExtensions'] === true)
    return 'ts';
  const module = textOf(options['module']);
  // `module` decides where the resolution is not said.
  const resolution = textOf(options['moduleResolution']) || module;
  return /^node(?:\d\d|next)$/u.test(resolution) && resolution !== 'node10' ? 'js' : 'none';
}

/** More than anybody nests them. */
const MAX_EXTENDED = 20;

function readCompilerOptions(path: string, seen: readonly string[]): Readonly<Record<string, unknown>> {
  if (seen.includes(path) || seen.length > MAX_EXTENDED) return {};
  const config = readConfig(path);
  const bases = [config['extends']].flat().filter((name) => typeof name === 'string');
  const inherited = bases.map((name) => {
    const base = resolveBase(path, name);
    return base === undefined ? {} : readCompilerOptions(base, [...seen, path]);
  });
  return Object.assign({}, ...inherited, asRecord(config['compilerOptions'])) as Readonly<Record<string, unknown>>;
}

function resolveBase(path: string, name: string): string | undefined {
  if (/^\.{0,2}\//u.test(name)) {
    const base = resolve(dirname(path), name);
    return [base, `${base}.json`].find((candidate) => candidate.endsWith('.json') && existsSync(candidate));
  }
  const { resolve: find } = createRequire(path);
  for (const candidate of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      const found = find(candidate);
      if (found.endsWith('.json')) return found;
    } catch {
      // The next form may be the one.
    }
  }
  return undefined;
}

function readConfig(path: string): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(stripComments(readFileSync(path, 'utf8'))));
  } catch {
    // A file that TypeScript would refuse as well: it is not for us to say so.
    return {};
  }
}

/** Makes JSON of what TypeScript reads: comments and commas before an end go. */
function stripComments(text: string): string {
  const withoutComments = text.replaceAll(/"(?:[^"\\]|\\.)*"|\/\/.*|\/\*[^]*?\*\//gu, (part) =>
    part.startsWith('"') ? part : ' ',
  );
  return withoutComments
    .replaceAll(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/gu, (part) => (part.startsWith('"') ? part : ''))
    .replace(/^\uFEFF/u, '');
}

function findUp(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return join(at, name);
    if (dirname(at) === at) return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
