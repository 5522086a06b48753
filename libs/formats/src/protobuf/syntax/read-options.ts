import type { OptionElement, OptionValue } from './elements.ts';
import type { TextReader } from './text-reader.ts';

/** How deep the values of options may nest. */
const MAX_DEPTH = 100;

/** The options between `[` and `]`, if any. */
export function readOptions(reader: TextReader): OptionElement[] {
  if (!reader.take('[')) return [];
  const options: OptionElement[] = [];
  for (;;) {
    options.push(readOption(reader, '=', 0));
    if (reader.take(']')) return options;
    if (!reader.take(',')) reader.fail("expected ',' or ']' after an option");
  }
}

/** What follows the word `option`, its semicolon included. */
export function readOptionStatement(reader: TextReader): OptionElement {
  const option = readOption(reader, '=', 0);
  reader.require(';');
  return option;
}

function readOption(reader: TextReader, separator: '=' | ':', depth: number): OptionElement {
  const open = reader.peek();
  const name = reader.readName();
  const parts: string[] = [];
  while (reader.take('.')) {
    if (parts.length === MAX_DEPTH) reader.fail(`an option's name has more than ${MAX_DEPTH} parts`);
    parts.push(reader.readName({ keepsWrap: true, withDots: false }));
  }
  // The values that are messages may do without a colon.
  if (!(separator === ':' && reader.peek() === '{')) reader.require(separator);
  let value = readValue(reader, depth);
  for (const part of parts.toReversed()) {
    const isCustom = part.startsWith('(');
    value = { kind: 'option', option: { name: isCustom ? part.slice(1, -1) : part, isCustom, value } };
  }
  return { name: open === '[' ? `[${name}]` : name, isCustom: open === '(', value };
}

function readValue(reader: TextReader, depth: number): OptionValue {
  if (depth > MAX_DEPTH) reader.fail(`the value of an option nests deeper than ${MAX_DEPTH}`);
  const next = reader.peek();
  if (next === '{') return { kind: 'map', entries: readMap(reader, depth + 1) };
  if (next === '[') return { kind: 'list', items: readList(reader, depth + 1) };
  if (next === '"' || next === "'") return { kind: 'string', text: reader.readString() };
  const text = reader.readWord();
  if (/^[\d-]/.test(text)) return { kind: 'number', text };
  return { kind: text === 'true' || text === 'false' ? 'boolean' : 'enum', text };
}

function readMap(reader: TextReader, depth: number): Map<string, OptionValue> {
  reader.require('{');
  const entries = new Map<string, OptionValue>();
  const lists = new Map<string, OptionValue[]>();
  const messages = new Map<string, Map<string, OptionValue>>();
  while (!reader.take('}')) {
    const { name, value } = readOption(reader, ':', depth);
    if (value.kind === 'option') addPart(entries, messages, name, value.option);
    else addEntry(entries, lists, name, value);
    if (!reader.take(',')) reader.take(';');
  }
  return entries;
}

/** `a.b: 1` in a message's value is `a { b: 1 }`, where the reader that registries use takes the 1 for a text. */
function addPart(
  entries: Map<string, OptionValue>,
  messages: Map<string, Map<string, OptionValue>>,
  name: string,
  { name: part, value }: OptionElement,
): void {
  let message = messages.get(name);
  if (message === undefined) {
    const before = entries.get(name);
    message = new Map(before?.kind === 'map' ? before.entries : []);
    messages.set(name, message);
    entries.set(name, { kind: 'map', entries: message });
  }
  const isText = value.kind === 'boolean' || value.kind === 'number' || value.kind === 'enum';
  message.set(part, isText ? { kind: 'string', text: value.text } : value);
}

/** A name that comes again makes a list of its values. */
function addEntry(
  entries: Map<string, OptionValue>,
  lists: Map<string, OptionValue[]>,
  name: string,
  value: OptionValue,
): void {
  const before = entries.get(name);
  if (before === undefined) {
    entries.set(name, value);
    return;
  }
  let list = lists.get(name);
  if (list === undefined) {
    list = before.kind === 'list' ? [...before.items] : [before];
    lists.set(name, list);
    entries.set(name, { kind: 'list', items: list });
  }
  for (const item of value.kind === 'list' ? value.items : [value]) list.push(item);
}

function readList(reader: TextReader, depth: number): OptionValue[] {
  reader.require('[');
  const items: OptionValue[] = [];
  while (!reader.take(']')) {
    items.push(readValue(reader, depth));
    if (!reader.take(',') && reader.peek() !== ']') reader.fail("expected ',' or ']' in a list");
  }
  return items;
}
