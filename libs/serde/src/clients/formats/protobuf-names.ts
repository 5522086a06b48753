/** Comments, strings, names and signs of a .proto text. */
const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w.]+|[^\s\w]/g;

interface Level {
  /** Full, of the message or package; undefined where braces hold something else. */
  readonly name: string | undefined;
  count: number;
}

/**
 * The full name of the message that indexes lead to in the text of a schema; undefined where it has none, or is no text.
 * It looks for messages and braces alone, so that values can be told apart without a reader of the language.
 */
export function findMessageName(schema: string, indexes: readonly number[]): string | undefined {
  const tokens = (schema.match(TOKEN) ?? []).filter((token) => !/^(?:\/[/*]|["'])/.test(token));
  const levels: Level[] = [{ name: '', count: 0 }];
  /** How many of the indexes the open messages agree with. */
  let matched = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const level = levels.at(-1);
    if (level === undefined) return undefined;
    const isStart = at === 0 || /^[;{}]$/.test(tokens[at - 1] ?? '');
    const [, next = '', after] = tokens.slice(at, at + 3);
    if (token === 'package' && isStart && levels.length === 1 && after === ';') {
      levels[0] = { ...level, name: next };
    } else if (token === 'message' && isStart && after === '{' && level.name !== undefined) {
      const name = level.name === '' ? next : `${level.name}.${next}`;
      const isMatch = matched === levels.length - 1 && indexes[matched] === level.count;
      level.count++;
      if (isMatch && indexes.length === levels.length) return name;
      if (isMatch) matched++;
      levels.push({ name, count: 0 });
      at += 2;
    } else if (token === '{') levels.push({ name: undefined, count: 0 });
    else if (token === '}') {
      levels.pop();
      matched = Math.min(matched, levels.length - 1);
    }
  }
  return undefined;
}
