import { findTarget } from './access-table.ts';
import type { Need, Target } from './access-table.ts';
import { answerItems } from './filter-items.ts';
import { mayUseAll, mayUseSome, mayUseSubject } from './principal.ts';
import type { Principal, Role } from './principal.ts';
import { readQualifiedSubject, readSubjects } from './qualified-subject.ts';
import { Refusal } from './refusal.ts';

/** Asks the registry itself, on nobody's behalf. */
export type Ask = (request: Request) => Promise<Response>;

/** What is to be done with a request that is allowed. */
export type Permission =
  /** Let it go on, perhaps as another request. */
  | { readonly request: Request }
  /** It was answered. */
  | { readonly response: Response };

/** Subjects may lead to subjects; the registry follows one alias, and this follows further ones in case it does. */
const MAX_ALIASES = 5;

/**
 * Lets a request go on when its principal has the role that it needs; throws Refusal otherwise. `path` is the path as
 * the router will match it. Lists are answered here when the principal may see only some of their items.
 */
export async function authorize(principal: Principal, request: Request, path: string, ask: Ask): Promise<Permission> {
  if (mayUseAll(principal, 'admin')) return { request };
  const target = findTarget(request.method, splitPath(path));
  const { need, context } = target;
  switch (need.over) {
    case 'something':
      require(mayUseSome(principal, 'read', context), principal, 'read', 'anything');
      return { request };
    case 'everything':
      require(mayUseAll(principal, need.role), principal, need.role, 'every subject');
      return { request };
    case 'context':
      require(mayUseAll(principal, need.role, context), principal, need.role, describeContext(context));
      return { request };
    case 'subject':
      await requireSubject(principal, request, target, need, ask);
      return { request };
    case 'schema':
      return { request: await requireSchema(principal, request, target, need.key, ask) };
    case 'items':
      require(mayUseSome(principal, 'read', context), principal, 'read', 'anything');
      if (mayUseAll(principal, 'read')) return { request };
      return { response: await answerItems(principal, request, need.items, context, ask) };
  }
}

/** The decoded parts of a path. Throws Refusal where it cannot be decoded. */
function splitPath(path: string): readonly string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part));
  } catch {
    throw new Refusal('bad-request', 'The path has a percent sign that begins no UTF-8 character');
  }
}

async function requireSubject(
  principal: Principal,
  request: Request,
  { context, values }: Target,
  { role, alias }: Extract<Need, { over: 'subject' }>,
  ask: Ask,
): Promise<void> {
  const asked = values['subject'] ?? '';
  const target = alias && !mayUseAll(principal, role) ? await followAlias(request, asked, context, ask) : asked;
  for (const subject of readSubjects(target, context)) {
    require(mayUseSubject(principal, role, subject), principal, role, `Subject: ${target}`);
  }
}

/** The name that the registry will use in place of `subject`. */
async function followAlias(request: Request, subject: string, context: string | undefined, ask: Ask): Promise<string> {
  let name = subject;
  for (let count = 0; count < MAX_ALIASES; count += 1) {
    const url = new URL(request.url);
    const prefix = context === undefined ? '' : `/contexts/${encodeURIComponent(context)}`;
    const answer = await ask(new Request(`${url.origin}${prefix}/config/${encodeURIComponent(name)}`));
    const config: unknown = answer.status === 200 ? await answer.json() : undefined;
    if (typeof config !== 'object' || config === null || !('alias' in config)) return name;
    if (typeof config.alias !== 'string' || config.alias === '' || config.alias === name) return name;
    name = config.alias;
  }
  throw new Refusal('denied', `The aliases of ${subject} lead too far`);
}

/** As in Confluent's registry, who may read one of the subjects that have a schema may read the schema. */
async function requireSchema(
  principal: Principal,
  request: Request,
  { context, values }: Target,
  key: 'id' | 'guid',
  ask: Ask,
): Promise<Request> {
  if (mayUseAll(principal, 'read')) return request;
  const url = new URL(request.url);
  const named = url.searchParams.getAll('subject').filter((subject) => subject !== '');
  for (const name of named) {
    for (const subject of readSubjects(name, context)) {
      require(mayUseSubject(principal, 'read', subject), principal, 'read', `Subject: ${name}`);
    }
  }
  const prefix = context === undefined ? '' : `/contexts/${encodeURIComponent(context)}`;
  const paths =
    key === 'id'
      ? [`${prefix}/schemas/ids/${encodeURIComponent(values['id'] ?? '')}`]
      : await listPathsOfGuid(url, prefix, values['guid'] ?? '', ask);
  let known = false;
  for (const path of paths) {
    const query = new URLSearchParams({ deleted: 'true' });
    for (const name of named) query.append('subject', name);
    const subjects = await askList(`${url.origin}${path}/subjects?${query.toString()}`, ask);
    known ||= subjects.length > 0;
    const readable = subjects.find(
      (subject) =>
        typeof subject === 'string' &&
        readSubjects(subject, context).every((read) => mayUseSubject(principal, 'read', read)),
    );
    if (typeof readable !== 'string') continue;
    if (key === 'guid' || named.length > 0) return request;
    // The answer names a subject: one that the principal may know of.
    url.searchParams.set('subject', readable);
    return new Request(url, { method: request.method, headers: request.headers });
  }
  // There is no such schema, and the registry says so.
  if (!known && key === 'id') return request;
  throw denied(principal, 'read', 'any subject of this schema');
}

async function listPathsOfGuid(url: URL, prefix: string, guid: string, ask: Ask): Promise<readonly string[]> {
  const ids = await askList(`${url.origin}${prefix}/schemas/guids/${encodeURIComponent(guid)}/ids`, ask);
  return ids.flatMap((item) => {
    if (typeof item !== 'object' || item === null || !('context' in item) || !('id' in item)) return [];
    const { context } = readQualifiedSubject(`:${String(item.context)}:`);
    const inContext = context === '.' ? '' : `/contexts/${encodeURIComponent(context)}`;
    return [`${inContext}/schemas/ids/${String(item.id)}`];
  });
}

async function askList(url: string, ask: Ask): Promise<readonly unknown[]> {
  const answer = await ask(new Request(url));
  const list: unknown = answer.status === 200 ? await answer.json() : [];
  return Array.isArray(list) ? list : [];
}

function require(allowed: boolean, principal: Principal, role: Role, what: string): void {
  if (!allowed) throw denied(principal, role, what);
}

function denied({ name }: Principal, role: Role, what: string): Refusal {
  return new Refusal('denied', `User ${name} is denied operation ${role} on ${what}`);
}

function describeContext(context: string | undefined): string {
  return context === undefined ? 'every subject' : `every subject of the context ${context}`;
}
