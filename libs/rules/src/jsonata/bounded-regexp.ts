/** Characters that a regular expression of JSONata is run on. */
const MAX_TEXT = 10_000;

/**
 * A regular expression that cannot take for ever: repetitions within repetitions, repeated alternatives and references
 * back, which make the engine try exponentially often, are refused; so are long texts.
 */
export class BoundedRegExp extends RegExp {
  constructor(pattern: RegExp | string, flags?: string) {
    super(pattern, flags);
    const found = findRisk(this.source);
    if (found !== undefined) throw new RangeError(`the regular expression ${this.source} is not run: it has ${found}`);
  }

  override exec(text: string): RegExpExecArray | null {
    if (text.length > MAX_TEXT) {
      throw new RangeError(`a regular expression is run on at most ${MAX_TEXT} characters, not on ${text.length}`);
    }
    return super.exec(text);
  }
}

interface Group {
  hasRepetition: boolean;
  hasAlternatives: boolean;
}

function findRisk(source: string): string | undefined {
  const open: Group[] = [];
  let closed: Group | undefined;
  for (let index = 0; index < source.length; index++) {
    const character = source[index] ?? '';
    let next: Group | undefined;
    if (character === '\\') {
      index += 1;
      if (/[1-9k]/.test(source[index] ?? '')) return 'references back';
    } else if (character === '[') {
      index = endOfClass(source, index);
    } else if (character === '(') {
      open.push({ hasRepetition: false, hasAlternatives: false });
    } else if (character === ')') {
      next = open.pop();
      const outer = open.at(-1);
      if (outer !== undefined && next?.hasRepetition === true) outer.hasRepetition = true;
      if (outer !== undefined && next?.hasAlternatives === true) outer.hasAlternatives = true;
    } else if (character === '|') {
      const group = open.at(-1);
      if (group !== undefined) group.hasAlternatives = true;
    } else if (isRepetition(source, index)) {
      if (closed?.hasRepetition === true) return 'repetitions within repetitions';
      if (closed?.hasAlternatives === true) return 'repeated alternatives';
      const group = open.at(-1);
      if (group !== undefined) group.hasRepetition = true;
    }
    closed = next;
  }
  return undefined;
}

function isRepetition(source: string, index: number): boolean {
  if (source[index] === '?') return false;
  return /^(?:[*+]|\{\d+(?:,\d*)?\})/.test(source.slice(index, index + 24));
}

function endOfClass(source: string, start: number): number {
  for (let index = start + 1; index < source.length; index++) {
    if (source[index] === '\\') index += 1;
    else if (source[index] === ']') return index;
  }
  return source.length;
}
