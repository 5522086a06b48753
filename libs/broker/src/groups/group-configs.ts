interface GroupConfig {
  readonly default: number;
  readonly help: string;
}

/** What a broker's configuration says of groups, under Kafka's names; ours begin with `sluice.`. */
export const GROUP_CONFIGS = {
  'group.initial.rebalance.delay.ms': {
    default: 100,
    help: 'How long the first members of an empty group wait for others. Kafka waits 3000; here members that start together share a generation, and one alone hardly waits.',
  },
  'group.min.session.timeout.ms': { default: 6000, help: 'The shortest session timeout that a member may ask for.' },
  'group.max.session.timeout.ms': {
    default: 1_800_000,
    help: 'The longest session timeout that a member may ask for.',
  },
  'group.max.size': { default: 1000, help: 'Members of a group. Kafka sets no limit.' },
  'offset.metadata.max.bytes': { default: 4096, help: 'Length of the text that may go with a committed offset.' },
  'offsets.retention.minutes': {
    default: 10_080,
    help: 'How long offsets are kept once their group is empty, or after their last commit outside of a group.',
  },
  'offsets.retention.check.interval.ms': { default: 600_000, help: 'How often expired offsets are looked for.' },
  'sluice.groups.max': { default: 10_000, help: 'Groups kept; a further one is refused with POLICY_VIOLATION.' },
  'sluice.group.max.member.bytes': {
    default: 1 << 20,
    help: 'Subscription metadata of a member, and its assignment; more is refused with INVALID_REQUEST.',
  },
  'sluice.group.max.bytes': { default: 16 << 20, help: 'Metadata and assignments of all members of a group.' },
} as const satisfies Record<string, GroupConfig>;

export type GroupConfigName = keyof typeof GROUP_CONFIGS;
export type GroupSettings = Readonly<Record<GroupConfigName, number>>;

/** The defaults with what is given instead. */
export function completeGroupSettings(given: Partial<GroupSettings> = {}): GroupSettings {
  const names = Object.keys(GROUP_CONFIGS) as GroupConfigName[];
  const entries = names.map((name) => [name, given[name] ?? GROUP_CONFIGS[name].default]);
  return Object.fromEntries(entries) as GroupSettings;
}
