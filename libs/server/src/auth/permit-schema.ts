import type { Target } from './access-table.ts';
import type { Permission, Question } from './permission.ts';
import { denied, describePrefix, readAnswer, requireSome, requireSubject } from './permission.ts';
import { mayUseAll, mayUseSubject } from './principal.ts';
import type { Principal } from './principal.ts';
import { readContext, readQualifiedSubject, readSubjects } from './qualified-subject.ts';

/** A version of a subject that has the schema, and that the principal may know of. */
interface Holder {
  readonly subject: string;
  readonly version: unknown;
}

/** As in Confluent's registry, who may read one of the subjects that have a schema may read the schema. Throws Refusal. */
export async function permitSchema(question: Question, target: Target, key: 'id' | 'guid'): Promise<Permission> {
  const { principal, request, ask } = question;
  const { context, values } = target;
  if (mayUseAll(principal, 'read')) return { request };
  requireSome(principal, 'read', context);
  const url = new URL(request.url);
  const named = url.searchParams.getAll('subject').filter((subject) => subject !== '');
  for (const name of named) {
    for (const subject of readSubjects(name, context)) requireSubject(principal, 'read', subject, name);
  }
  const prefix = describePrefix(context);
  const query = new URLSearchParams({ deleted: 'true' });
  for (const name of key === 'id' ? named : []) query.append('subject', name);
  const value = encodeURIComponent(values[key] ?? '');
  const paths =
    key === 'id'
      ? [`${prefix}/schemas/ids/${value}`]
      : await listPathsOfGuid(question, `${prefix}/schemas/guids/${value}/ids`);
  for (const path of paths) {
    const answer = await ask(new Request(`${url.origin}${path}/versions?${query.toString()}`));
    // There is no such schema, most often. What is not known to be readable is not read, whatever the reason.
    if (answer.status !== 200) return { response: answer };
    const holder = findReadable(principal, await readList(answer));
    if (holder === undefined) continue;
    const headers = new Headers(request.headers);
    // The tag that a client has is of what it was shown, and the registry knows only what it would show.
    headers.delete('if-none-match');
    return {
      request: new Request(url, { method: request.method, headers }),
      show: (shown) => nameReadable(principal, shown, holder),
    };
  }
  throw denied(principal, 'read', 'any subject of this schema');
}

async function listPathsOfGuid({ request, ask }: Question, path: string): Promise<readonly string[]> {
  const answer = await ask(new Request(`${new URL(request.url).origin}${path}`));
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

function findReadable(principal: Principal, versions: readonly unknown[]): Holder | undefined {
  for (const item of versions) {
    if (typeof item !== 'object' || item === null || !('subject' in item) || !('version' in item)) continue;
    const { subject, version } = item;
    if (typeof subject !== 'string') continue;
    if (mayUseSubject(principal, 'read', readQualifiedSubject(subject))) return { subject, version };
  }
  return undefined;
}

/** The registry names one of the subjects that have the schema: one that the principal may know of takes its place. */
async function nameReadable(principal: Principal, answer: Response, { subject, version }: Holder): Promise<Response> {
  const body = await readAnswer(answer);
  const shown = body?.['subject'];
  if (body === undefined || typeof shown !== 'string') return answer;
  if (mayUseSubject(principal, 'read', readQualifiedSubject(shown))) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('etag');
  headers.delete('content-length');
  return new Response(JSON.stringify({ ...body, subject, version }), { status: answer.status, headers });
}
