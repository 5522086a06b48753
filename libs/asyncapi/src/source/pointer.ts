/** One step of a JSON Pointer (RFC 6901, section 3). */
export function escapeStep(step: string): string {
  return step.includes('~') || step.includes('/') ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step;
}

export function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A reference within the document to what these steps lead to, as a URI fragment (RFC 6901, section 6). */
export function toRef(...steps: readonly string[]): string {
  const escape = (step: string): string => escapeStep(step).replaceAll(/[%#\s"<>\\^`|]/gu, encodeURIComponent);
  return `#${steps.map((step) => `/${escape(step)}`).join('')}`;
}

/**
 * The steps of a fragment (without its `#`), or `undefined` where it is not a JSON Pointer. Percent escapes that are
 * none stand for themselves: channel names are written into references by hand.
 */
export function parseFragment(fragment: string): readonly string[] | undefined {
  const text = decodePercent(fragment);
  if (text === '') return [];
  if (!text.startsWith('/')) return undefined;
  return text.slice(1).split('/').map(unescapeStep);
}

export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
