/** An address taken apart (RFC 3986, appendix B). */
interface Parts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

/** `reference` as seen from `base`, as RFC 3986 §5.2 resolves it; as it stands where there is no base, or an opaque one. */
export function resolveUri(base: string | undefined, reference: string): string {
  if (base === undefined) return reference;
  const given = split(reference);
  const from = split(base);
  if (given.scheme !== undefined) return reference;
  if (reference.startsWith('#') || reference === '') return join({ ...from, fragment: given.fragment });
  // urn:… and tag:… have no path to resolve against.
  if (from.scheme !== undefined && from.authority === undefined && !from.path.startsWith('/')) return reference;
  if (given.authority !== undefined) return join({ ...given, scheme: from.scheme, path: withoutDots(given.path) });
  const path = given.path.startsWith('/')
    ? given.path
    : from.path.slice(0, from.path.lastIndexOf('/') + 1) + given.path;
  return join({ ...given, scheme: from.scheme, authority: from.authority, path: withoutDots(path) });
}

/** The address of the document, and what follows the `#`, still escaped. */
export function splitFragment(uri: string): readonly [string, string] {
  const at = uri.indexOf('#');
  return at === -1 ? [uri, ''] : [uri.slice(0, at), uri.slice(at + 1)];
}

/** The steps of a JSON pointer in a fragment; undefined where it is none. */
export function pointerSteps(fragment: string): readonly string[] | undefined {
  if (fragment === '') return [];
  if (!fragment.startsWith('/')) return undefined;
  return fragment
    .slice(1)
    .split('/')
    .map((step) => unescapePercent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** One more step of a JSON pointer. */
export function addStep(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const FORM = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

function split(uri: string): Parts {
  const [, scheme, authority, path = '', query, fragment] = FORM.exec(uri) ?? [];
  return { scheme, authority, path, query, fragment };
}

function join({ scheme, authority, path, query, fragment }: Parts): string {
  return [
    scheme === undefined ? '' : `${scheme}:`,
    authority === undefined ? '' : `//${authority}`,
    path,
    query === undefined ? '' : `?${query}`,
    fragment === undefined ? '' : `#${fragment}`,
  ].join('');
}

function withoutDots(path: string): string {
  const steps: string[] = [];
  const given = path.split('/');
  for (const [index, step] of given.entries()) {
    if (step === '..') {
      if (steps.length > 1 || (steps.length === 1 && steps[0] !== '')) steps.pop();
    } else if (step !== '.') steps.push(step);
    if ((step === '.' || step === '..') && index === given.length - 1) steps.push('');
  }
  return steps.join('/');
}
