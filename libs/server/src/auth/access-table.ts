import type { Role } from './principal.ts';
import { readContext } from './qualified-subject.ts';

/** What must be so for a request to be allowed. */
export type Need =
  /** The role over any subject at all. */
  | { readonly over: 'something'; readonly role: Role }
  /** The role over the subject that the path names; `alias` where the registry goes on to the subject's alias. */
  | { readonly over: 'subject'; readonly role: Role; readonly alias: boolean }
  /** The role over the whole context that the path names, and over everything where it names none. */
  | { readonly over: 'context'; readonly role: Role }
  | { readonly over: 'everything'; readonly role: Role }
  /** Read over one of the subjects that have the schema of this id or guid. */
  | { readonly over: 'schema'; readonly key: 'id' | 'guid' }
  /** Nothing: the answer is a list, and shows those of its items that may be read. */
  | { readonly over: 'items'; readonly items: 'subjects' | 'contexts' };

type Rule = readonly [methods: string, path: string, need: Need];

const something: Need = { over: 'something', role: 'read' };
const administers: Need = { over: 'something', role: 'admin' };
const items: Need = { over: 'items', items: 'subjects' };
const contexts: Need = { over: 'items', items: 'contexts' };
const subject = (role: Role): Need => ({ over: 'subject', role, alias: true });
const settings = (role: Role): Need => ({ over: 'subject', role, alias: false });
const context = (role: Role): Need => ({ over: 'context', role });
const everything = (role: Role): Need => ({ over: 'everything', role });

/**
 * The role that each operation of the registry's REST API needs. `*` stands for all that follows. Below
 * `/contexts/{context}` the same rules hold for that context. GET stands for HEAD too.
 */
const REGISTRY_RULES: readonly Rule[] = [
  ['GET POST', '/', something],
  ['GET', '/v1/metadata/*', something],
  ['GET', '/schemas/types', something],
  ['GET', '/schemas', items],
  ['GET', '/schemas/ids/:id', { over: 'schema', key: 'id' }],
  ['GET', '/schemas/ids/:id/schema', { over: 'schema', key: 'id' }],
  ['GET', '/schemas/ids/:id/subjects', items],
  ['GET', '/schemas/ids/:id/versions', items],
  ['GET', '/schemas/guids/:guid', { over: 'schema', key: 'guid' }],
  ['GET', '/schemas/guids/:guid/ids', contexts],
  ['GET', '/subjects', items],
  ['POST', '/subjects/:subject', subject('read')],
  ['DELETE', '/subjects/:subject', subject('admin')],
  ['GET', '/subjects/:subject/metadata', subject('read')],
  ['GET', '/subjects/:subject/versions', subject('read')],
  ['POST', '/subjects/:subject/versions', subject('write')],
  ['GET', '/subjects/:subject/versions/:version', subject('read')],
  ['DELETE', '/subjects/:subject/versions/:version', subject('admin')],
  ['GET', '/subjects/:subject/versions/:version/schema', subject('read')],
  ['GET', '/subjects/:subject/versions/:version/referencedby', subject('read')],
  ['POST', '/subjects/:subject/versions/:version/tags', subject('write')],
  ['POST', '/compatibility/subjects/:subject/versions', subject('read')],
  ['POST', '/compatibility/subjects/:subject/versions/:version', subject('read')],
  ['GET', '/config', something],
  ['PUT DELETE', '/config', context('admin')],
  ['GET', '/config/:subject', settings('read')],
  ['PUT DELETE', '/config/:subject', settings('admin')],
  ['GET', '/mode', something],
  ['PUT DELETE', '/mode', context('admin')],
  ['GET', '/mode/:subject', settings('read')],
  ['PUT DELETE', '/mode/:subject', settings('admin')],
  ['GET', '/contexts', contexts],
  ['GET', '/associations/subjects/:subject', settings('read')],
  ['GET', '/associations/*', everything('read')],
  ['POST PUT', '/associations/*', everything('write')],
  ['POST PUT', '/associations', everything('write')],
];

/** The same for all the rest of the listener. */
const OTHER_RULES: readonly Rule[] = [
  ['DELETE', '/contexts/:context', context('admin')],
  ['GET', '/metrics', something],
  ['GET', '/console', something],
  ['GET', '/console/*', something],
  ['GET', '/openapi.json', something],
  ['GET', '/docs', everything('read')],
  ['GET', '/docs/*', everything('read')],
  ['GET', '/api/v1/info', something],
  // It shows the entries whose subjects the principal administers.
  ['GET', '/api/v1/audit', administers],
  ['GET', '/api/v1/*', everything('read')],
  ['POST', '/api/v1/compatibility/subjects/:subject/versions', subject('read')],
  ['POST', '/api/v1/compatibility/subjects/:subject/versions/:version', subject('read')],
];

/** What no rule speaks of: new paths are shut until a line opens them. */
const UNKNOWN: Need = everything('admin');

/** What a request asks for, read from its path. */
export interface Target {
  readonly need: Need;
  /** Of `/contexts/{context}/…`. */
  readonly context: string | undefined;
  /** The variable parts of the path, decoded. */
  readonly values: Readonly<Record<string, string>>;
}

/** Finds what a request needs. `segments` are the decoded parts of its path, without empty ones. */
export function findTarget(method: string, segments: readonly string[]): Target {
  const asked = method === 'HEAD' ? 'GET' : method;
  // A path says which methods it takes to everyone who may come in.
  if (asked === 'OPTIONS') return { need: something, context: undefined, values: {} };
  const [first, name, ...rest] = segments;
  if (first === 'contexts' && name !== undefined && rest.length > 0) {
    return findRule(REGISTRY_TABLE, asked, rest, readContext(name)) ?? unknown();
  }
  return findRule(REGISTRY_TABLE, asked, segments) ?? findRule(OTHER_TABLE, asked, segments) ?? unknown();
}

interface CompiledRule {
  readonly methods: readonly string[];
  readonly parts: readonly string[];
  readonly need: Need;
}

const REGISTRY_TABLE = REGISTRY_RULES.map(compileRule);
const OTHER_TABLE = OTHER_RULES.map(compileRule);

function compileRule([methods, path, need]: Rule): CompiledRule {
  return { methods: methods.split(' '), parts: path.split('/').filter((part) => part !== ''), need };
}

function findRule(
  rules: readonly CompiledRule[],
  method: string,
  segments: readonly string[],
  inContext?: string,
): Target | undefined {
  for (const { methods, parts, need } of rules) {
    if (!methods.includes(method)) continue;
    const values = matchParts(parts, segments);
    if (values === undefined) continue;
    const named = inContext ?? (values['context'] === undefined ? undefined : readContext(values['context']));
    return { need, context: named, values };
  }
  return undefined;
}

function matchParts(parts: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const open = parts.at(-1) === '*';
  if (open ? segments.length < parts.length : segments.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    if (part === '*') break;
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) values[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return values;
}

function unknown(): Target {
  return { need: UNKNOWN, context: undefined, values: {} };
}
