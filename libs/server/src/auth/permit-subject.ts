import { normalizeSubject, qualifySubject, splitSubject } from '@sluice/serde';
import type { Target } from './access-table.ts';
import type { Permission, Question } from './permission.ts';
import { denied, readAnswer, requireSubject } from './permission.ts';
import { mayUseAll, mayUseSubject } from './principal.ts';
import type { Role } from './principal.ts';
import { DEFAULT_CONTEXT, readQualifiedSubject, readSubjects } from './qualified-subject.ts';
import { Refusal } from './refusal.ts';

/** Subjects may lead to subjects; the registry follows one alias, and this follows further ones in case it does. */
const MAX_ALIASES = 5;

export interface SubjectNeed {
  readonly role: Role;
  /** The registry goes on to the subject's alias. */
  readonly alias: boolean;
}

/** Lets a request go on that names a subject in its path, and perhaps others in its body. Throws Refusal. */
export async function permitSubject(question: Question, target: Target, need: SubjectNeed): Promise<Permission> {
  const { principal, request } = question;
  const { context, values } = target;
  const asked = values['subject'];
  if (mayUseAll(principal, need.role) && mayUseAll(principal, 'read')) return { request };
  const named = normalizeSubject(
    asked === undefined || hasContext(asked) ? (asked ?? inContext(context, '')) : inContext(context, asked),
  );
  const subject = need.alias ? await followAlias(question, named) : named;
  if (asked !== undefined) {
    requireSubject(principal, need.role, readQualifiedSubject(subject), subject);
    // A name with a context of its own below another context: whichever is meant.
    if (subject === named) {
      for (const meant of readSubjects(asked, context)) requireSubject(principal, need.role, meant, subject);
    }
  }
  if (request.body !== null) return { request: await permitBody(question, subject), show: showSubject(question) };
  await requireShownVersion(question, target, subject);
  return { request, show: showSubject(question) };
}

/** The name that the registry will use in place of `subject`. */
async function followAlias({ request, ask }: Question, subject: string): Promise<string> {
  const { origin } = new URL(request.url);
  let name = subject;
  for (let count = 0; count < MAX_ALIASES; count += 1) {
    const answer = await ask(new Request(`${origin}/config/${encodeURIComponent(name)}`));
    // Whoever does not answer may know of an alias; only an answer says that there is none.
    if (answer.status >= 500) throw new Refusal('busy', 'The registry does not answer', { 'retry-after': '1' });
    const { alias } = (await readAnswer(answer)) ?? {};
    if (typeof alias !== 'string' || alias === '') return name;
    const next = qualifySubject(splitSubject(name).context, alias);
    if (next === name) return name;
    name = next;
  }
  throw new Refusal('denied', `The aliases of ${subject} lead too far`);
}

/**
 * Subjects that a body refers to, and an alias that it sets, must be readable: the registry shows what they lead to.
 * Answers the request with its body still to be read.
 */
async function permitBody({ principal, request }: Question, subject: string): Promise<Request> {
  const text = await request.text();
  const { context } = splitSubject(subject);
  for (const name of listNames(text)) {
    const meant = qualifySubject(context, name);
    requireSubject(principal, 'read', readQualifiedSubject(meant), meant);
  }
  return new Request(request.url, { method: request.method, headers: request.headers, body: text });
}

function listNames(text: string): readonly string[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The registry says what is wrong with it.
    return [];
  }
  if (typeof body !== 'object' || body === null) return [];
  const alias = 'alias' in body && typeof body.alias === 'string' && body.alias !== '' ? [body.alias] : [];
  const references: readonly unknown[] = 'references' in body && Array.isArray(body.references) ? body.references : [];
  const subjects = references.map((item) =>
    typeof item === 'object' && item !== null && 'subject' in item ? item.subject : undefined,
  );
  return [...alias, ...subjects.filter((name) => typeof name === 'string')];
}

/**
 * A version that the default context does not have is looked for in the others under the same name. Where the answer
 * does not say which it is of, that is asked first.
 */
async function requireShownVersion(question: Question, { values }: Target, subject: string): Promise<void> {
  const { principal, request, ask } = question;
  const { version } = values;
  const { context, name } = splitSubject(subject);
  if (version === undefined || context !== DEFAULT_CONTEXT) return;
  if (mayUseSubject(principal, 'read', { context: '*', name })) return;
  const url = new URL(request.url);
  const path = `/subjects/${encodeURIComponent(subject)}/versions/${encodeURIComponent(version)}`;
  const answer = await ask(new Request(`${url.origin}${path}?deleted=true`));
  await showSubject(question)(answer);
  const live = await ask(new Request(`${url.origin}${path}`));
  await showSubject(question)(live);
}

/** Throws Refusal when an answer is about a subject that may not be read. */
function showSubject({ principal }: Question): (answer: Response) => Promise<Response> {
  return async (answer) => {
    const { subject } = (await readAnswer(answer)) ?? {};
    if (typeof subject !== 'string') return answer;
    if (!mayUseSubject(principal, 'read', readQualifiedSubject(subject)))
      throw denied(principal, 'read', 'this Subject');
    return answer;
  };
}

function hasContext(subject: string): boolean {
  return subject.startsWith(':.') || subject.startsWith(':*:');
}

function inContext(context: string | undefined, name: string): string {
  return context === undefined ? name : `:${context}:${name}`;
}
