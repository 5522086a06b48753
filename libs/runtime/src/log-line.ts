const LEVELS: Readonly<Record<number, { name: string; colour: number }>> = {
  10: { name: 'trace', colour: 90 },
  20: { name: 'debug', colour: 90 },
  30: { name: 'info', colour: 36 },
  40: { name: 'warn', colour: 33 },
  50: { name: 'error', colour: 31 },
  60: { name: 'fatal', colour: 35 },
};
const DIM = 90;
const HIDDEN = new Set(['level', 'time', 'name', 'msg', 'err']);

/** Turns one pino JSON line into `12:03:44.120 info  message key=value`; what is not JSON passes unchanged. */
export function formatLogLine(line: string, colour: boolean): string {
  const entry = parseEntry(line);
  if (entry === undefined) return line;
  const paint = (text: string, code: number) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const level = LEVELS[Number(entry.level)] ?? { name: String(entry.level), colour: DIM };
  const time = typeof entry.time === 'string' ? entry.time.slice(11, 23) : '';
  const name = typeof entry.name === 'string' ? `${entry.name}: ` : '';
  const fields = Object.entries(entry)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const tail = fields.length === 0 ? '' : ` ${paint(fields.join(' '), DIM)}`;
  const message = typeof entry.msg === 'string' ? entry.msg : '';
  const head = `${paint(time, DIM)} ${paint(level.name.padEnd(5), level.colour)} ${name}${message}${tail}`;
  return `${escapeControls(head, colour)}${formatError(entry.err)}\n`;
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
