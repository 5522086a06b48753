import type { TypeTable } from '../descriptor/type-table.ts';
import { isMessage } from '../descriptor/type-table.ts';
import type { FieldElement, MessageElement, OptionElement, OptionValue } from '../syntax/elements.ts';

type Entries = ReadonlyMap<string, OptionValue>;

/**
 * Options in normal form: by name, custom ones by their full names, the parts of one custom option joined into one
 * message, as Confluent's registry has it. `scope` is the message or package that they are written in.
 */
export function normalizeOptions(options: readonly OptionElement[], scope: string, table: TypeTable): OptionElement[] {
  const named = options.map((option) => {
    const found = option.isCustom ? table.resolveExtension(option.name, scope) : undefined;
    if (found === undefined) return option;
    return { ...option, name: found.fullName, value: joinParts(option.value) };
  });
  const groups = new Map<string, OptionElement[]>();
  for (const option of named.toSorted((a, b) => compareText(a.name, b.name))) {
    const group = groups.get(option.name);
    if (group === undefined) groups.set(option.name, [option]);
    else group.push(option);
  }
  const result: OptionElement[] = [];
  for (const [name, group] of groups) {
    const field = table.resolveExtension(`.${name}`, '')?.field;
    const merged =
      field !== undefined && field.label !== 'repeated' ? [mergeOptions(field, group, scope, table)] : group;
    for (const option of merged) result.push({ ...option, value: normalizeValue(option.value, scope, table) });
  }
  return result;
}

/** `(a).b.c = 1` says the same as `(a) = { b { c: 1 } }`. */
function joinParts(value: OptionValue): OptionValue {
  if (value.kind !== 'option') return value;
  return { kind: 'map', entries: new Map([[value.option.name, joinParts(value.option.value)]]) };
}

function mergeOptions(
  field: FieldElement,
  group: readonly OptionElement[],
  scope: string,
  table: TypeTable,
): OptionElement {
  const [first, ...others] = group;
  const last = group.at(-1) ?? first;
  if (first === undefined || last === undefined) throw new RangeError('no option to merge');
  if (others.length === 0) return first;
  const values = [first.value, ...others.map(({ value }) => joinParts(value))];
  return { ...last, value: mergeSingle(field, values, scope, table) };
}

/** Of the values of a field that takes one: the last, joined with those before it where they are messages. */
function mergeSingle(
  field: FieldElement,
  values: readonly OptionValue[],
  scope: string,
  table: TypeTable,
): OptionValue {
  const messages: Entries[] = [];
  let last: OptionValue | undefined;
  for (const value of values) {
    if (value.kind === 'map') messages.push(value.entries);
    else messages.length = 0;
    last = value;
  }
  if (last === undefined) throw new RangeError('no value to merge');
  if (messages.length < 2) return last;
  return { kind: 'map', entries: mergeEntries(messageOf(field, scope, table), messages, scope, table) };
}

function mergeEntries(
  message: MessageElement | undefined,
  all: readonly Entries[],
  scope: string,
  table: TypeTable,
): Entries {
  const byName = new Map<string, OptionValue[]>();
  for (const entries of all) {
    for (const [name, value] of entries) {
      const values = byName.get(name);
      if (values === undefined) byName.set(name, [value]);
      else values.push(value);
    }
  }
  const merged = new Map<string, OptionValue>();
  for (const [name, values] of byName) {
    const [first] = values;
    const field = message === undefined ? undefined : findField(message, name);
    if (first !== undefined && values.length === 1) merged.set(name, first);
    else if (field === undefined || field.label === 'repeated') merged.set(name, mergeRepeated(values));
    else if (messageOf(field, scope, table) !== undefined) merged.set(name, mergeSingle(field, values, scope, table));
    else merged.set(name, values.at(-1) ?? mergeRepeated(values));
  }
  return merged;
}

function mergeRepeated(values: readonly OptionValue[]): OptionValue {
  const items = new Map<string, OptionValue>();
  for (const value of values) {
    for (const item of value.kind === 'list' ? value.items : [value]) {
      const key = keyOf(item);
      if (!items.has(key)) items.set(key, item);
    }
  }
  return { kind: 'list', items: [...items.values()] };
}

/** One text for equal values. */
function keyOf(value: OptionValue): string {
  return JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part] : part));
}

function messageOf({ type }: FieldElement, scope: string, table: TypeTable): MessageElement | undefined {
  const found = table.resolve(type, scope);
  return found !== undefined && isMessage(found) ? found.element : undefined;
}

function findField({ fields, oneofs }: MessageElement, name: string): FieldElement | undefined {
  return [...fields, ...oneofs.flatMap((oneof) => oneof.fields)].find((field) => field.name === name);
}

/** Messages by their fields' names, those in brackets by their full names, empty lists left out. */
function normalizeValue(value: OptionValue, scope: string, table: TypeTable): OptionValue {
  switch (value.kind) {
    case 'map': {
      const entries = new Map<string, OptionValue>();
      for (const [name, entry] of value.entries) {
        if (entry.kind === 'list' && entry.items.length === 0) continue;
        const full = fullKey(name, scope, table);
        if (!entries.has(full)) entries.set(full, normalizeValue(entry, scope, table));
      }
      return { kind: 'map', entries: new Map([...entries].toSorted(([a], [b]) => compareText(a, b))) };
    }
    case 'list':
      return { kind: 'list', items: value.items.map((item) => normalizeValue(item, scope, table)) };
    case 'option':
      return { kind: 'option', option: { ...value.option, value: normalizeValue(value.option.value, scope, table) } };
    default:
      return value;
  }
}

function fullKey(name: string, scope: string, table: TypeTable): string {
  if (!name.startsWith('[')) return name;
  const found = table.resolveExtension(name.slice(1, -1), scope);
  return found === undefined ? name : `[${found.fullName}]`;
}

/** By UTF-16 units, as Java sorts. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
