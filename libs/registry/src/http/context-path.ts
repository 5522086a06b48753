import { DEFAULT_CONTEXT, joinSubject } from '@sluice/serde';
import { registryError } from '../registry-error.ts';

/** Paths that go on after the name of a context. */
const CONTEXT_PATH = /^\/contexts\/([^/]+)(\/.*)?$/;

/**
 * What a path under `/contexts/{context}` means without that prefix: subjects, config, mode and lists of that context.
 * Undefined for a path that is not there, or is about the context itself. Throws BAD_REQUEST for a context's name with a
 * colon in it.
 */
export function rewriteContextPath(url: URL, method: string): URL | undefined {
  const [, name, rest = ''] = CONTEXT_PATH.exec(url.pathname) ?? [];
  if (name === undefined) return undefined;
  const context = readContextName(decodeText(name));
  if (rest === '' && context !== DEFAULT_CONTEXT) return undefined;
  const rewritten = new URL(url);
  const prefix = joinSubject(context, '');
  rewritten.pathname = addToPath(rest === '' ? '/' : rest, prefix);
  addToQuery(rewritten, prefix, method);
  return rewritten;
}

/** A context's name as it is kept: `c`, `.c` and `:.c:` are one. Throws BAD_REQUEST. */
export function readContextName(text: string): string {
  const name = text.replace(/^:/, '').replace(/:$/, '');
  if (name.includes(':')) throw registryError('BAD_REQUEST', `Context name '${name}' cannot contain a colon`);
  return name.startsWith('.') ? name : `.${name}`;
}

/** Subjects stand after `subjects`, and after `config` and `mode` where these come first. */
function addToPath(path: string, prefix: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  const isSettings = parts[0] === 'config' || parts[0] === 'mode';
  if (isSettings && parts.length === 1 && prefix !== '') parts.push(encodeURIComponent(prefix));
  const at = isSettings ? 1 : parts.indexOf('subjects') + 1;
  const subject = parts[at];
  if (at > 0 && subject !== undefined && !hasContext(decodeText(subject))) {
    parts[at] = encodeURIComponent(prefix) + subject;
  }
  return `/${parts.join('/')}`;
}

function addToQuery({ pathname, searchParams }: URL, prefix: string, method: string): void {
  const add = (name: string) => {
    const value = searchParams.get(name) ?? '';
    if (!hasContext(value)) searchParams.set(name, prefix + value);
  };
  if (pathname.startsWith('/schemas/ids')) add('subject');
  else if (pathname === '/schemas' || pathname === '/subjects') add('subjectPrefix');
  else if (pathname.startsWith('/associations') && method !== 'GET' && method !== 'DELETE') {
    searchParams.set('context', prefix);
  }
}

function hasContext(subject: string): boolean {
  return subject.startsWith(':.') || subject.startsWith(':*:');
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw registryError('BAD_REQUEST', 'The path has a percent sign that begins no UTF-8 character');
  }
}
