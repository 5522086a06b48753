import type { OptionElement, OptionValue } from '../syntax/elements.ts';
import type { MessageReader } from './message-reader.ts';
import { META_NAMES, META_NUMBER, OPTION_TABLES } from './option-tables.ts';
import type { KnownOption, OptionTable } from './option-tables.ts';

/** The options of one declaration, as Confluent's registry reads them: those of the tables, then its own. */
export function readOptions(table: OptionTable, options: MessageReader | undefined): OptionElement[] {
  if (options === undefined) return [];
  const result: OptionElement[] = [];
  const known: readonly KnownOption[] = OPTION_TABLES[table];
  for (const option of known) {
    for (const value of readKnown(option, options)) result.push({ name: option.name, isCustom: false, value });
  }
  const name = META_NAMES[table];
  const meta = name === undefined ? undefined : options.message(META_NUMBER);
  const entries = meta === undefined ? new Map<string, OptionValue>() : readMeta(meta);
  if (name !== undefined && entries.size > 0) result.push({ name, isCustom: true, value: { kind: 'map', entries } });
  return result;
}

function readKnown({ number, type, first = 0, isRepeated }: KnownOption, options: MessageReader): OptionValue[] {
  if (type === 'string') {
    const text = options.string(number);
    return text === undefined ? [] : [{ kind: 'string', text }];
  }
  if (type === 'bool') {
    const value = options.bool(number);
    return value === undefined ? [] : [{ kind: 'boolean', text: String(value) }];
  }
  const all = options.ints(number);
  return (isRepeated === true ? all : all.slice(-1)).flatMap((value) => {
    const text = type[value - first];
    return text === undefined ? [] : [{ kind: 'enum' as const, text }];
  });
}

function readMeta(meta: MessageReader): Map<string, OptionValue> {
  const entries = new Map<string, OptionValue>();
  const doc = meta.string(1);
  if (doc !== undefined && doc !== '') entries.set('doc', string(doc));
  const params = new Map(meta.messages(2).map((entry) => [entry.string(1) ?? '', entry.string(2) ?? '']));
  if (params.size > 0) entries.set('params', { kind: 'list', items: [...params].map(readParam) });
  const tags = meta.strings(3);
  if (tags.length > 0) entries.set('tags', { kind: 'list', items: tags.map(string) });
  const rules = meta
    .messages(4)
    .map(readRule)
    .filter(({ size }) => size > 0);
  if (rules.length > 0)
    entries.set('rules', { kind: 'list', items: rules.map((rule) => ({ kind: 'map', entries: rule })) });
  return entries;
}

/** Precision and scale stand behind their values: older versions of Confluent's registry printed them so. */
function readParam([key, value]: readonly [string, string]): OptionValue {
  const entries: [string, OptionValue][] = [
    ['key', string(key)],
    ['value', string(value)],
  ];
  return { kind: 'map', entries: new Map(key === 'precision' || key === 'scale' ? entries.toReversed() : entries) };
}

function readRule(rule: MessageReader): Map<string, OptionValue> {
  const entries = new Map<string, OptionValue>();
  for (const [index, name] of ['name', 'doc', 'expr', 'sql'].entries()) {
    const text = rule.string(index + 1);
    if (text !== undefined && text !== '') entries.set(name, string(text));
  }
  return entries;
}

function string(text: string): OptionValue {
  return { kind: 'string', text };
}
