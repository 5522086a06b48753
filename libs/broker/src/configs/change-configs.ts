import { checkValue, splitList } from './check-value.ts';
import type { ConfigEntry, Configs, TopicConfigEntry } from './config-entry.ts';

export type ConfigChange =
  | { readonly kind: 'set' | 'append' | 'subtract'; readonly name: string; readonly value: string }
  | { readonly kind: 'delete'; readonly name: string };

/** What becomes of configs: the changes are made to those there are or, as a replacement, to none. */
export interface ConfigAlteration {
  readonly changes: readonly ConfigChange[];
  readonly isReplacement: boolean;
  readonly validateOnly: boolean;
}

/** The configs of topics or of brokers by name. */
export type ConfigTable<Entry extends ConfigEntry = ConfigEntry> = Readonly<Record<string, Entry>>;

/** The configs after the changes, or a sentence saying which change is wrong and why. `of` says whose they are. */
export function changeConfigs(
  table: ConfigTable<ConfigEntry & Partial<Pick<TopicConfigEntry, 'aliasOf' | 'aliasValues'>>>,
  of: 'topic' | 'broker',
  configs: Configs,
  changes: readonly ConfigChange[],
): Configs | string {
  const result = new Map(configs);
  for (const change of changes) {
    const entry = Object.hasOwn(table, change.name) ? table[change.name] : undefined;
    if (entry === undefined) return `Unknown ${of} config name: ${change.name}`;
    const name = entry.aliasOf ?? change.name;
    if (change.kind === 'delete') {
      result.delete(name);
      continue;
    }
    if (change.kind !== 'set' && entry.type !== 'list') {
      return `Config value ${change.kind} is not allowed for config key ${change.name}: it is no list`;
    }
    const value = change.kind === 'set' ? change.value : changeList(result.get(name) ?? entry.default ?? '', change);
    const finding = checkValue(change.name, entry, value);
    if (finding !== undefined) return finding;
    result.set(name, entry.aliasValues?.[value] ?? value);
  }
  return result;
}

function changeList(current: string, change: { readonly kind: string; readonly value: string }): string {
  const items = splitList(current);
  const changed = splitList(change.value);
  if (change.kind === 'subtract') return items.filter((item) => !changed.includes(item)).join(',');
  return [...items, ...changed.filter((item) => !items.includes(item))].join(',');
}
