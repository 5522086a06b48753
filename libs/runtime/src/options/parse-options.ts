import { suggest } from '../suggest.ts';
import { flagName } from './declaration.ts';
import type { OptionDeclarations, OptionValues } from './declaration.ts';
import { readValue } from './read-value.ts';

/** What is wrong with the options given. `source` is the flag, variable or file key; `message` says what to do. */
export interface OptionFinding {
  readonly kind: 'unknown-flag' | 'missing-value' | 'invalid-value' | 'repeated' | 'required' | 'unexpected-argument';
  readonly source: string;
  readonly message: string;
}

export interface OptionSources {
  /** Words after the command, as the shell split them. */
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Values of a configuration file, by the declaration's keys. */
  readonly file?: Readonly<Record<string, unknown>>;
  /** Words that are no flags: how many are taken; by default none. */
  readonly maxPositionals?: number;
}

/** Where a value comes from; `name` is the flag, variable or file key. */
export interface OptionOrigin {
  readonly kind: 'flag' | 'variable' | 'file';
  readonly name: string;
}

/** Where the values come from that are not defaults, by the declaration's keys. */
export type OptionOrigins<D extends OptionDeclarations> = { readonly [K in keyof D]?: OptionOrigin };

export type ParsedOptions<D extends OptionDeclarations> =
  | {
      readonly ok: true;
      readonly values: OptionValues<D>;
      readonly origins: OptionOrigins<D>;
      readonly positionals: readonly string[];
    }
  | { readonly ok: false; readonly findings: readonly OptionFinding[] };

/** Reads options: a flag wins over the environment, that over the file, that over the default. Never throws. */
export function parseOptions<D extends OptionDeclarations>(declarations: D, sources: OptionSources): ParsedOptions<D> {
  const findings: OptionFinding[] = [];
  const { flags, positionals } = readFlags(declarations, sources.argv, findings);
  const values: Record<string, unknown> = {};
  const origins: Record<string, OptionOrigin> = {};
  for (const [key, declaration] of Object.entries(declarations)) {
    const given = flags.get(key) ?? readEnvironment(declaration.env, sources.env) ?? readFile(key, sources.file);
    if (given === undefined) {
      values[key] = defaultValue(declarations, key);
      if (declaration.required && values[key] === undefined) {
        findings.push({
          kind: 'required',
          source: flagName(key),
          message: `${flagName(key)} is required: ${declaration.help}`,
        });
      }
      continue;
    }
    const { origin, text } = given;
    origins[key] = origin;
    const read = readValue(declaration, text);
    if ('value' in read) values[key] = read.value;
    else {
      const message = `${origin.name} '${text}': ${read.problem}`;
      findings.push({ kind: 'invalid-value', source: origin.name, message });
    }
  }
  for (const word of positionals.slice(sources.maxPositionals ?? 0)) {
    findings.push({ kind: 'unexpected-argument', source: word, message: `unexpected argument '${word}'` });
  }
  if (findings.length > 0) return { ok: false, findings };
  return { ok: true, values: values as OptionValues<D>, origins, positionals };
}

interface Given {
  readonly origin: OptionOrigin;
  readonly text: string;
}

function readFlags(declarations: OptionDeclarations, argv: readonly string[], findings: OptionFinding[]) {
  const keys = new Map<string, string>();
  for (const [key, declaration] of Object.entries(declarations)) {
    keys.set(flagName(key), key);
    if (declaration.short !== undefined) keys.set(`-${declaration.short}`, key);
  }
  const flags = new Map<string, Given>();
  const positionals: string[] = [];

  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') {
      positionals.push(...argv.slice(index + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const negated = name.startsWith('--no-') ? keys.get(`--${name.slice(5)}`) : undefined;
    const key =
      keys.get(name) ?? (negated !== undefined && declarations[negated]?.type === 'boolean' ? negated : undefined);
    const declaration = key === undefined ? undefined : declarations[key];
    if (key === undefined || declaration === undefined) {
      findings.push(unknownFlag(name, keys.keys()));
      // The next word may be its value: nobody can tell, so nothing is said of it.
      if (equals < 0 && !isFlag(argv[index + 1])) index += 1;
      continue;
    }
    let text: string | undefined;
    if (equals >= 0) text = word.slice(equals + 1);
    else if (declaration.type === 'boolean') text = String(keys.has(name));
    else {
      const next = argv[index + 1];
      if (next !== undefined && !isFlag(next)) {
        text = next;
        index += 1;
      }
    }
    if (text === undefined) {
      findings.push({ kind: 'missing-value', source: name, message: `${name} needs a value` });
      continue;
    }
    const origin = { kind: 'flag', name } as const;
    const earlier = flags.get(key);
    if (earlier === undefined) flags.set(key, { origin, text });
    else if (declaration.type === 'list') flags.set(key, { origin, text: `${earlier.text},${text}` });
    else findings.push({ kind: 'repeated', source: name, message: `${name} is given more than once` });
  }
  return { flags, positionals };
}

/** A negative number is a value, and so is the lone dash that stands for a stream. */
function isFlag(word = ''): boolean {
  return word.startsWith('-') && word !== '-' && !/^-\d/.test(word);
}

function unknownFlag(name: string, known: Iterable<string>): OptionFinding {
  const near = suggest(
    name,
    [...known].filter((flag) => flag.startsWith('--')),
  );
  const advice = near === undefined ? 'see --help' : `did you mean ${near}?`;
  return { kind: 'unknown-flag', source: name, message: `unknown option ${name}: ${advice}` };
}

/** An empty variable counts as unset: that is how compose files and shells spell "none". */
function readEnvironment(name: string | undefined, env: OptionSources['env']): Given | undefined {
  const text = name === undefined ? undefined : env?.[name];
  if (name === undefined || text === undefined || text === '') return undefined;
  return { origin: { kind: 'variable', name }, text };
}

function readFile(key: string, file: OptionSources['file']): Given | undefined {
  const value = file?.[key];
  if (value === undefined || value === null) return undefined;
  const origin = { kind: 'file', name: key } as const;
  if (Array.isArray(value)) return { origin, text: value.join(',') };
  return { origin, text: typeof value === 'string' ? value : JSON.stringify(value) };
}

function defaultValue(declarations: OptionDeclarations, key: string): unknown {
  const declaration = declarations[key];
  if (declaration === undefined) return undefined;
  if (declaration.type === 'boolean') return declaration.default ?? false;
  if (declaration.type === 'list') return declaration.default ?? [];
  if (declaration.type !== 'host-port' || declaration.default === undefined) return declaration.default;
  const read = readValue(declaration, declaration.default);
  return 'value' in read ? read.value : undefined;
}
