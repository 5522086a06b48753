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
  const whole = isAbsolute(path) || folder === '' ? path : `${folder}/${path}`;
  const steps: string[] = [];
  for (const step of whole.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '..' || !whole.startsWith('/')) steps.push(step);
  }
  return `${whole.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}

/** Whether `path` lies in `folder`; both as `joinPath` gives them. '' is the working folder, which `../..` may hold. */
export function isInside(folder: string, path: string): boolean {
  if (isAbsolute(folder)) return folder === '/' ? path.startsWith('/') : path.startsWith(`${folder}/`);
  const up = countUps(folder);
  // Where the folder is only steps up, it holds what takes no more of them.
  if (up * 3 >= folder.length) return !isAbsolute(path) && countUps(path) <= up;
  return path.startsWith(`${folder}/`);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:\//iu.test(path);
}

function countUps(path: string): number {
  return path.split('/').filter((step) => step === '..').length;
}

export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}
