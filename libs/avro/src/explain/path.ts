/** One step into a value: a field's name, an index, or a map's key. */
export type Step = { readonly field: string } | { readonly index: number } | { readonly key: string };

/** `readings[3].value`, `labels["k"]`; '' for the root. */
export function formatPath(steps: readonly Step[]): string {
  let path = '';
  for (const step of steps) {
    if ('index' in step) path += `[${step.index}]`;
    else if ('key' in step) path += `[${JSON.stringify(cut(step.key))}]`;
    else path += path === '' ? step.field : `.${step.field}`;
  }
  return path.length > MAX_PATH ? `${path.slice(0, MAX_PATH / 2)}...${path.slice(-MAX_PATH / 2)}` : path;
}

const MAX_PATH = 240;

/** Keeps a text that came from a peer to a length fit for a message. */
export function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** What is expected of strings where UTF-8 is strict. */
export const WELL_FORMED = '(well-formed UTF-8)';
