import type { OptionElement, OptionValue } from './elements.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': String.raw`\a`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\v': String.raw`\v`,
  '\\': String.raw`\\`,
  "'": String.raw`\'`,
  '"': String.raw`\"`,
};

/** How deep values print; the reader takes no deeper ones. */
export type PrintNumber = (text: string) => string;

/** The text of options as a registry prints it, with each number as `number` has it. */
export interface OptionPrinter {
  /** `option name = value;` and a newline. */
  statement(option: OptionElement): string;
  /** `[name = value]`, one option a line where there are several. */
  list(options: readonly OptionElement[]): string;
}

export function createOptionPrinter(printNumber: PrintNumber, unwrapsSingle: boolean): OptionPrinter {
  function printOption({ name, isCustom, value }: OptionElement): string {
    const shown = isCustom ? `(${name})` : name;
    switch (value.kind) {
      case 'string':
        return `${shown} = ${quote(value.text)}`;
      case 'boolean':
      case 'enum':
        return `${shown} = ${value.text}`;
      case 'number':
        return `${shown} = ${printNumber(value.text)}`;
      case 'option':
        return `${shown}.${printOption(value.option)}`;
      case 'map':
        return `${shown} = ${printMap(value.entries)}`;
      case 'list':
        return `${shown} = ${bracket(value.items.map(printValue))}`;
    }
  }

  function printMap(entries: ReadonlyMap<string, OptionValue>): string {
    const lines = [...entries].map(([name, value]) => `${name}: ${printValue(value)}`);
    return `{\n${indent(lines.join(',\n'))}}`;
  }

  function printValue(value: OptionValue): string {
    switch (value.kind) {
      case 'string':
        return quote(value.text);
      case 'boolean':
      case 'enum':
        return value.text;
      case 'number':
        return printNumber(value.text);
      case 'option':
        return printOption(value.option);
      case 'map':
        return printMap(value.entries);
      case 'list': {
        const [first] = value.items;
        if (unwrapsSingle && value.items.length === 1 && first !== undefined) return printValue(first);
        return `[\n${indent(value.items.map(printValue).join(',\n'))}]`;
      }
    }
  }

  return {
    statement: (option) => `option ${printOption(option)};\n`,
    list: (options) => bracket(options.map(printOption)),
  };
}

/** Each line two spaces further in; ends with a newline where there is a line. */
export function indent(text: string): string {
  if (text === '') return '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return `  ${body.replaceAll('\n', '\n  ')}\n`;
}

function bracket(items: readonly string[]): string {
  return items.length === 1 ? `[${items.join('')}]` : `[\n${indent(items.join(',\n'))}]`;
}

function quote(text: string): string {
  return `"${text.replaceAll(/["'\\\p{Cc}]/gu, (char) => ESCAPES[char] ?? char)}"`;
}
