import type { Ask } from './authorize.ts';
import { mayUseSome, mayUseSubject } from './principal.ts';
import type { Principal } from './principal.ts';
import { readContext, readSubjects } from './qualified-subject.ts';

/**
 * Answers a list with those of its items that the principal may read. The registry is asked for the whole list: pages are
 * pages of what is shown.
 */
export async function answerItems(
  principal: Principal,
  request: Request,
  items: 'subjects' | 'contexts',
  context: string | undefined,
  ask: Ask,
): Promise<Response> {
  const url = new URL(request.url);
  const offset = takeNumber(url, 'offset');
  const limit = takeNumber(url, 'limit');
  const headers = new Headers(request.headers);
  // The tag that a client has may be that of the whole list.
  headers.delete('if-none-match');
  const answer = await ask(new Request(url, { headers }));
  if (answer.status !== 200) return answer;
  const list: unknown = await answer.json();
  if (!Array.isArray(list)) throw new TypeError(`${url.pathname} answered no list`);
  const shown = list.filter((item: unknown) =>
    items === 'contexts' ? isContextShown(principal, item) : isSubjectShown(principal, item, context),
  );
  const start = Math.max(offset ?? 0, 0);
  const page = shown.slice(start, limit !== undefined && limit > 0 ? start + limit : undefined);
  return new Response(JSON.stringify(page), {
    headers: {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
      'cache-control': 'private, no-cache',
    },
  });
}

/** What is no whole number stays, so that the registry refuses it. */
function takeNumber(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name);
  if (text === null || !/^[+-]?\d{1,9}$/.test(text)) return undefined;
  url.searchParams.delete(name);
  return Number(text);
}

/** An item is a name, or an object that has one. */
function isSubjectShown(principal: Principal, item: unknown, context: string | undefined): boolean {
  const name = typeof item === 'object' && item !== null && 'subject' in item ? item.subject : item;
  if (typeof name !== 'string') return false;
  return readSubjects(name, context).every((subject) => mayUseSubject(principal, 'read', subject));
}

function isContextShown(principal: Principal, item: unknown): boolean {
  const name = typeof item === 'object' && item !== null && 'context' in item ? item.context : item;
  return typeof name === 'string' && mayUseSome(principal, 'read', readContext(name));
}
