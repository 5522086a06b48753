import { decodePercent } from './pointer.ts';

/** A `$ref` taken apart. `path` is '' for the file it stands in. */
export type RefParts =
  | { readonly kind: 'file'; readonly path: string; readonly fragment: string }
  | { readonly kind: 'registry' }
  | { readonly kind: 'network' }
  | { readonly kind: 'unknown-scheme' };

/** Tells the forms of references apart (AsyncAPI, Reference Object: a URI reference of RFC 3986). */
export function parseRef(ref: string): RefParts {
  const scheme = /^([a-z][a-z0-9+.-]+):/iu.exec(ref)?.[1]?.toLowerCase();
  if (scheme === 'registry') return { kind: 'registry' };
  if (scheme === 'http' || scheme === 'https' || ref.startsWith('//')) return { kind: 'network' };
  if (scheme !== undefined) return { kind: 'unknown-scheme' };
  const hash = ref.indexOf('#');
  const path = hash === -1 ? ref : ref.slice(0, hash);
  return { kind: 'file', path: toSlashes(decodePercent(path)), fragment: hash === -1 ? '' : ref.slice(hash + 1) };
}

/** Windows' separators are read as separators everywhere, so that none slips past a check. */
export function toSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return '';
  return slash === 0 ? '/' : path.slice(0, slash);
}

/** `path` as seen from `folder`, without `.` and `..` where they cancel. */
export function joinPath(folder: string, path: string): string {
  const whole = path.startsWith('/') || /^[a-z]:\//iu.test(path) || folder === '' ? path : `${folder}/${path}`;
  const steps: string[] = [];
  for (const step of whole.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '..' || !whole.startsWith('/')) steps.push(step);
  }
  return `${whole.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}

/** Whether `path` lies in `folder`; both as `joinPath` gives them. */
export function isInside(folder: string, path: string): boolean {
  if (folder === '' || folder === '/') return !path.startsWith('..') && (folder === '/' || !path.startsWith('/'));
  if (/^(?:\.\.\/?)+$/u.test(folder)) return isAboveOrIn(folder, path);
  return path === folder || path.startsWith(`${folder}/`);
}

export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** A root such as `../..` holds what needs no more steps up than it has. */
function isAboveOrIn(folder: string, path: string): boolean {
  const ups = (text: string): number => text.split('/').findIndex((step) => step !== '..');
  const steps = ups(`${path}/.`);
  return !path.startsWith('/') && steps <= ups(`${folder}/.`);
}
