import { BROKER_CONFIGS } from '../../libs/broker/src/configs/broker-config-table.ts';
import type { BrokerConfigEntry, ConfigEntry, TopicConfigEntry } from '../../libs/broker/src/configs/config-entry.ts';
import { TOPIC_CONFIGS } from '../../libs/broker/src/configs/topic-config-table.ts';
import type { Generator } from './generators.ts';

const PAGE = 'docs/configs.md';

/** The page "Configs", from the tables that the broker itself answers and checks by. */
export const configsPage: Generator = {
  name: 'configs page',
  place: PAGE,
  generate: () => Promise.resolve(new Map([[PAGE, renderPage()]])),
};

const EFFECTS = {
  enforced: 'The broker acts on these.',
  accepted: 'These are taken, kept and shown, so that clients and tools go on; the broker does not act on them.',
  refused: 'Any other value than the default is refused with INVALID_CONFIG.',
} as const satisfies Record<ConfigEntry['effect'], string>;

function renderPage(): string {
  return [
    '<!-- Made by `npm run gen` from libs/broker/src/configs; do not edit. -->',
    '',
    '# Configs',
    '',
    'Every config of topics and brokers that Apache Kafka 4.3 has, and those of Sluice. A name that is not here is refused',
    'with INVALID_CONFIG. `kafka-configs` and every admin client show the same: DescribeConfigs is answered from these tables.',
    '',
    '## Topics',
    '',
    'Set when a topic is created, or later with AlterConfigs or IncrementalAlterConfigs. A topic that does not say takes the',
    "broker's value where there is one.",
    ...renderTables(TOPIC_CONFIGS, ['broker config'], ({ aliasOf, synonyms }: TopicConfigEntry) => [
      aliasOf === undefined ? synonyms.map(code).join(', ') : `alias of ${code(aliasOf)}`,
    ]),
    '',
    '## The broker',
    '',
    'Given when it starts, by options of `sluice up`. What can be changed at run time is set for broker `1`; what is',
    '`cluster-wide` can be set with an empty name too, for all brokers.',
    ...renderTables(BROKER_CONFIGS, ['at run time'], ({ update }: BrokerConfigEntry) => [
      update === 'read-only' ? '' : update,
    ]),
    '',
  ].join('\n');
}

function renderTables<Entry extends ConfigEntry>(
  table: Readonly<Record<string, Entry>>,
  columns: readonly string[],
  cells: (entry: Entry) => readonly string[],
): string[] {
  return (Object.keys(EFFECTS) as ConfigEntry['effect'][]).flatMap((effect) => {
    const entries = Object.entries(table)
      .filter(([, entry]) => entry.effect === effect)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) return [];
    const head = ['name', 'type', 'default', 'what it is', ...columns];
    return [
      '',
      `### ${effect[0]?.toUpperCase()}${effect.slice(1)}: ${entries.length}`,
      '',
      EFFECTS[effect],
      '',
      row(head),
      row(head.map(() => '---')),
      ...entries.map(([name, entry]) => row([code(name), ...describe(entry), ...cells(entry)])),
    ];
  });
}

function describe({ type, default: value, documentation, reason, values, min, max }: ConfigEntry): string[] {
  const bounds = [min === undefined ? '' : `from ${min}`, max === undefined ? '' : `to ${max}`]
    .filter(Boolean)
    .join(' ');
  const allowed = values === undefined ? bounds : values.map(code).join(', ');
  const shown = value === null ? '' : value === '' ? 'empty' : code(value);
  return [type, shown, [documentation, allowed && `(${allowed})`, reason].filter(Boolean).join(' ')];
}

function code(text: string): string {
  return `\`${text}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
