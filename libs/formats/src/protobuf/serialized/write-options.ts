import type { OptionElement, OptionValue } from '../syntax/elements.ts';
import { MessageWriter } from './message-writer.ts';
import { META_NAMES, META_NUMBER, OPTION_TABLES } from './option-tables.ts';
import type { KnownOption, OptionTable } from './option-tables.ts';

type Entries = ReadonlyMap<string, OptionValue>;

/** The options of one declaration; custom ones other than Confluent's are left out, as its registry leaves them out. */
export function writeOptions(table: OptionTable, options: readonly OptionElement[]): MessageWriter {
  const writer = new MessageWriter();
  const known: readonly KnownOption[] = OPTION_TABLES[table];
  for (const option of known) {
    const found = options.filter(({ name, isCustom }) => name === option.name && !isCustom).map(({ value }) => value);
    for (const value of option.isRepeated === true ? found : found.slice(-1)) writeKnown(writer, option, value);
  }
  const metaName = META_NAMES[table];
  const metas = options.filter(({ name, isCustom }) => isCustom && name.replace(/^\./, '') === metaName);
  if (metas.length > 0) writer.filled(META_NUMBER, writeMeta(mergeMetas(metas.map(({ value }) => value))));
  return writer;
}

function writeKnown(writer: MessageWriter, { number, type, first = 0 }: KnownOption, value: OptionValue): void {
  if (!('text' in value)) return;
  if (type === 'string') writer.string(number, value.text);
  else if (type === 'bool') writer.varint(number, value.text.toLowerCase() === 'true');
  else {
    const index = type.indexOf(value.text);
    if (index !== -1) writer.varint(number, index + first);
  }
}

/** `(confluent.field_meta).tags = "PII"`, said several times, is one message. */
function mergeMetas(values: readonly OptionValue[]): Entries {
  const merged = new Map<string, OptionValue[]>();
  for (const value of values) {
    const entries: Entries =
      value.kind === 'option'
        ? new Map([[value.option.name, value.option.value]])
        : value.kind === 'map'
          ? value.entries
          : new Map();
    for (const [name, entry] of entries) {
      const items = merged.get(name) ?? [];
      merged.set(name, items);
      for (const item of entry.kind === 'list' ? entry.items : [entry]) items.push(item);
    }
  }
  return new Map([...merged].map(([name, items]) => [name, { kind: 'list', items }]));
}

function writeMeta(meta: Entries): MessageWriter {
  const writer = new MessageWriter();
  const doc = textsOf(meta.get('doc')).at(-1);
  if (doc !== undefined && doc !== '') writer.string(1, doc);
  for (const [key, value] of paramsOf(meta)) writer.message(2, new MessageWriter().string(1, key).string(2, value));
  for (const tag of textsOf(meta.get('tags'))) writer.string(3, tag);
  for (const rule of itemsOf(meta.get('rules'))) {
    const parts = new MessageWriter();
    for (const [index, name] of ['name', 'doc', 'expr', 'sql'].entries()) {
      const text = rule.kind === 'map' ? textsOf(rule.entries.get(name)).at(-1) : undefined;
      if (text !== undefined && text !== '') parts.string(index + 1, text);
    }
    writer.filled(4, parts);
  }
  return writer;
}

/** A key that comes again has its last value, at its first place. */
function paramsOf(meta: Entries): Map<string, string> {
  const params = new Map<string, string>();
  for (const entry of itemsOf(meta.get('params'))) {
    if (entry.kind !== 'map') continue;
    const [key] = textsOf(entry.entries.get('key'));
    const [value] = textsOf(entry.entries.get('value'));
    if (key !== undefined) params.set(key, value ?? '');
  }
  return params;
}

function itemsOf(value: OptionValue | undefined): readonly OptionValue[] {
  if (value === undefined) return [];
  return value.kind === 'list' ? value.items : [value];
}

function textsOf(value: OptionValue | undefined): string[] {
  return itemsOf(value).flatMap((item) => ('text' in item ? [item.text] : []));
}
