/**
 * The address as a link may have it: `http:`, `https:`, `mailto:`, relative, or a place in the page. `undefined` for all
 * others, `javascript:` among them, and for what browsers might read as another one.
 */
export function safeLink(url: string): string | undefined {
  const [scheme] = /^[a-z][a-z0-9+.-]*:/iu.exec(url) ?? [];
  if (url === '' || hasHidden(url) || /^[/\\]{2}/u.test(url)) return undefined;
  if (scheme !== undefined) return ALLOWED.has(scheme.toLowerCase()) ? url : undefined;
  // A colon before any slash would be a scheme that we did not know for one.
  return /^[^/?#]*:/u.test(url) ? undefined : url;
}

const ALLOWED: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** Browsers take control characters, blanks and line ends out of addresses, and marks of direction hide where they lead. */
function hasHidden(url: string): boolean {
  return /[\s\p{Cc}\p{Cf}]/u.test(url);
}
