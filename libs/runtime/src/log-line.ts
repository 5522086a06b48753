const LEVEL_COLOURS: Readonly<Record<string, number>> = { info: 36, warn: 33, error: 31, fatal: 35 };
const DIM = 90;
const HIDDEN = new Set(['level', 'time', 'name', 'msg', 'err']);

/**
 * Turns one JSON line of the logger into `12:03:44.120 info  message key=value`; what is not JSON passes unchanged. An
 * object among the values is told by its own `message` and its other fields, without those that the message repeats.
 */
export function formatLogLine(line: string, colour: boolean): string {
  const entry = parseEntry(line);
  if (entry === undefined) return line;
  const paint = (text: string, code: number) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const level = String(entry.level);
  const time = typeof entry.time === 'string' ? entry.time.slice(11, 23) : '';
  const name = typeof entry.name === 'string' ? `${entry.name}: ` : '';
  const { message, fields } = flatten(entry);
  const tail = fields.length === 0 ? '' : ` ${paint(fields.join(' '), DIM)}`;
  const head = `${paint(time, DIM)} ${paint(level.padEnd(5), LEVEL_COLOURS[level] ?? DIM)} ${name}${message}${tail}`;
  return `${escapeControls(head, colour)}${formatError(entry.err)}\n`;
}

function flatten(entry: Readonly<Record<string, unknown>>): { message: string; fields: string[] } {
  const messages = typeof entry.msg === 'string' ? [entry.msg] : [];
  const fields: [string, unknown][] = [];
  for (const [key, value] of Object.entries(entry)) {
    if (HIDDEN.has(key)) continue;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      fields.push([key, value]);
      continue;
    }
    for (const [innerKey, inner] of Object.entries(value)) {
      if (innerKey === 'message' && typeof inner === 'string') messages.push(inner);
      else if (!HIDDEN.has(innerKey) && inner !== null) fields.push([innerKey, inner]);
    }
  }
  const message = messages.join(': ');
  const unsaid = fields.filter(([, value]) => typeof value !== 'string' || !says(message, value));
  return { message, fields: unsaid.map(([key, value]) => `${key}=${formatValue(value)}`) };
}

/** Whether `text` stands in `message`, not merely as a part of a word. */
function says(message: string, text: string): boolean {
  const at = message.indexOf(text);
  if (at < 0 || text === '') return false;
  const around = (message[at - 1] ?? ' ') + (message[at + text.length] ?? ' ');
  return !/[\w-]/.test(around);
}

function formatValue(value: unknown): string {
  return typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value);
}

function parseEntry(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function formatError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const text = 'stack' in error ? error.stack : 'message' in error ? error.message : undefined;
  return typeof text === 'string' ? `\n  ${text.replaceAll('\n', '\n  ')}` : '';
}

/** Text from a peer must not move the cursor or paint the terminal; our own colour codes stay. */
function escapeControls(text: string, colour: boolean): string {
  // eslint-disable-next-line no-control-regex
  const controls = colour ? /(?!\u001b\[\d+m)[\u0000-\u001f\u007f-\u009f]/g : /[\u0000-\u001f\u007f-\u009f]/g;
  return text.replace(controls, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
