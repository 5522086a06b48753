import type { Question } from './permission.ts';
import { mayUseSome, mayUseSubject } from './principal.ts';
import type { Principal } from './principal.ts';
import { readContext, readQualifiedSubject } from './qualified-subject.ts';

/**
 * Answers a list with those of its items that the principal may read. The registry is asked for all of it: pages are pages
 * of what is shown. Without a limit, or with a higher one, as much is shown as the registry gives at once.
 */
export async function answerItems(
  { principal, request, ask }: Question,
  items: 'subjects' | 'contexts',
): Promise<Response> {
  const url = new URL(request.url);
  const offset = Math.max(takeNumber(url, 'offset') ?? 0, 0);
  const limit = takeNumber(url, 'limit') ?? 0;
  const headers = new Headers(request.headers);
  // The tag that a client has may be that of the whole list.
  headers.delete('if-none-match');
  const shown: unknown[] = [];
  let size = limit > 0 ? limit : Number.POSITIVE_INFINITY;
  let type = 'application/json';
  let first: string | undefined;
  for (let asked = 0; shown.length < offset + size;) {
    if (asked > 0) url.searchParams.set('offset', String(asked));
    const answer = await ask(new Request(url, { headers }));
    if (answer.status !== 200) return answer;
    const list: unknown = await answer.json();
    if (!Array.isArray(list)) throw new TypeError(`${url.pathname} answered no list`);
    const [item] = list as readonly unknown[];
    const start = JSON.stringify(item);
    // The end; or the beginning again, from what knows no pages.
    if (list.length === 0 || start === first) break;
    first ??= start;
    // More than this the registry does not give at once.
    if (asked > 0) size = Math.min(size, asked);
    asked += list.length;
    type = answer.headers.get('content-type') ?? type;
    const isShown = items === 'contexts' ? isContextShown : isSubjectShown;
    shown.push(...list.filter((each: unknown) => isShown(principal, each)));
  }
  return new Response(JSON.stringify(shown.slice(offset, offset + size)), {
    headers: { 'content-type': type, 'cache-control': 'private, no-cache' },
  });
}

/** What is no whole number stays, so that the registry refuses it. */
function takeNumber(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name);
  if (text === null || !/^[+-]?\d{1,9}$/.test(text)) return undefined;
  url.searchParams.delete(name);
  return Number(text);
}

/** An item is a name, or an object that has one; its context is in it whatever the path was. */
function isSubjectShown(principal: Principal, item: unknown): boolean {
  const name = typeof item === 'object' && item !== null && 'subject' in item ? item.subject : item;
  return typeof name === 'string' && mayUseSubject(principal, 'read', readQualifiedSubject(name));
}

function isContextShown(principal: Principal, item: unknown): boolean {
  const name = typeof item === 'object' && item !== null && 'context' in item ? item.context : item;
  return typeof name === 'string' && mayUseSome(principal, 'read', readContext(name));
}
