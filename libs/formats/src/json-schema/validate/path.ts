const MAX_PATH = 240;
const MAX_KEY = 60;

/**
 * A way to a value, like `readings[3].value` or `labels["a b"]`; '' is the value itself. Steps that begin with `[` are
 * taken as they are.
 */
export function formatPath(steps: readonly (string | number)[]): string {
  let path = '';
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`;
    else if (/^\[\d*\]$/.test(step)) path += step;
    else if (step === '*' || /^[\p{L}_$][\p{L}\p{N}_$-]{0,59}$/u.test(step)) path += path === '' ? step : `.${step}`;
    else path += `[${JSON.stringify(cut(step))}]`;
  }
  return path.length > MAX_PATH ? `${path.slice(0, MAX_PATH / 2)}...${path.slice(-MAX_PATH / 2)}` : path;
}

/** Keeps a text that came from a peer to a length fit for a message. */
export function cut(text: string, length = MAX_KEY): string {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}
