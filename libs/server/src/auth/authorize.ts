import { findTarget } from './access-table.ts';
import type { Need, Target } from './access-table.ts';
import { answerItems } from './filter-items.ts';
import { mayUseAll, mayUseSome, mayUseSubject } from './principal.ts';
import type { Principal, Role } from './principal.ts';
import { readContext, readSubjects } from './qualified-subject.ts';
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
      return permitSchema(principal, request, target, need.key, ask);
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
    const answer = await ask(new Request(`${url.origin}${describePrefix(context)}/config/${encodeURIComponent(name)}`));
    // Whoever does not answer may know of an alias; only an answer says that there is none.
    if (answer.status >= 500) throw new Refusal('busy', 'The registry does not answer', { 'retry-after': '1' });
    const config: unknown = answer.status === 200 ? await answer.json() : undefined;
    if (typeof config !== 'object' || config === null || !('alias' in config)) return name;
    if (typeof config.alias !== 'string' || config.alias === '' || config.alias === name) return name;
    name = config.alias;
  }
  throw new Refusal('denied', `The aliases of ${subject} lead too far`);
}

/** As in Confluent's registry, who may read one of the subjects that have a schema may read the schema. */
async function permitSchema(
  principal: Principal,
  request: Request,
  { context, values }: Target,
  key: 'id' | 'guid',
  ask: Ask,
): Promise<Permission> {
  if (mayUseAll(principal, 'read')) return { request };
  require(mayUseSome(principal, 'read', context), principal, 'read', 'anything');
  const url = new URL(request.url);
  const named = url.searchParams.getAll('subject').filter((subject) => subject !== '');
  for (const name of named) {
    for (const subject of readSubjects(name, context)) {
      require(mayUseSubject(principal, 'read', subject), principal, 'read', `Subject: ${name}`);
    }
  }
  const prefix = describePrefix(context);
  const paths =
    key === 'id'
      ? [`${prefix}/schemas/ids/${encodeURIComponent(values['id'] ?? '')}`]
      : await listPathsOfGuid(
          `${url.origin}${prefix}/schemas/guids/${encodeURIComponent(values['guid'] ?? '')}/ids`,
          ask,
        );
  for (const path of paths) {
    const query = new URLSearchParams({ deleted: 'true' });
    for (const name of named) query.append('subject', name);
    const answer = await ask(new Request(`${url.origin}${path}/subjects?${query.toString()}`));
    // There is no such schema, most often. What is not known to be readable is not read, whatever the reason.
    if (answer.status !== 200) return { response: answer };
    const readable = (await readList(answer)).find(
      (subject) =>
        typeof subject === 'string' &&
        readSubjects(subject, context).every((read) => mayUseSubject(principal, 'read', read)),
    );
    if (typeof readable !== 'string') continue;
    if (key === 'guid' || named.length > 0) return { request };
    // The answer names a subject: one that the principal may know of.
    url.searchParams.set('subject', readable);
    return { request: new Request(url, { method: request.method, headers: request.headers }) };
  }
  throw denied(principal, 'read', 'any subject of this schema');
}

async function listPathsOfGuid(url: string, ask: Ask): Promise<readonly string[]> {
  const answer = await ask(new Request(url));
  const ids = answer.status === 200 ? await readList(answer) : [];
  return ids.flatMap((item) => {
    if (typeof item !== 'object' || item === null || !('context' in item) || !('id' in item)) return [];
    const context = readContext(String(item.context));
    return [`${describePrefix(context === '.' ? undefined : context)}/schemas/ids/${String(item.id)}`];
  });
}

async function readList(answer: Response): Promise<readonly unknown[]> {
  const list: unknown = await answer.json();
  return Array.isArray(list) ? list : [];
}

function describePrefix(context: string | undefined): string {
  return context === undefined ? '' : `/contexts/${encodeURIComponent(context)}`;
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
