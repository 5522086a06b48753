interface GroupConfig {
  readonly type: 'int' | 'long';
  readonly default: number;
  readonly min?: number;
  readonly help: string;
}

/** What a broker's configuration says of groups, under Kafka's names; ours begin with `sluice.`. */
export const GROUP_CONFIGS = {
  'group.initial.rebalance.delay.ms': {
    type: 'int',
    default: 100,
    help: 'How long the first members of an empty group wait for others, in ms. Kafka waits 3000; here members that start together share a generation, and one alone hardly waits.',
  },
  'group.min.session.timeout.ms': {
    type: 'int',
    default: 6000,
    help: 'The shortest session timeout that a member may ask for, in ms.',
  },
  'group.max.session.timeout.ms': {
    type: 'int',
    default: 1_800_000,
    help: 'The longest session timeout that a member may ask for, in ms.',
  },
  'group.max.size': { type: 'int', default: 1000, min: 1, help: 'Members of a group. Kafka sets no limit.' },
  'offset.metadata.max.bytes': {
    type: 'int',
    default: 4096,
    help: 'Length of the text that may go with a committed offset.',
  },
  'offsets.retention.minutes': {
    type: 'int',
    default: 10_080,
    min: 1,
    help: 'How long offsets are kept once their group is empty, or after their last commit outside of a group.',
  },
  'offsets.retention.check.interval.ms': {
    type: 'long',
    default: 600_000,
    min: 1,
    help: 'How often expired offsets are looked for, in ms.',
  },
  'sluice.groups.max': {
    type: 'int',
    default: 10_000,
    min: 1,
    help: 'Groups kept; a further one is refused with POLICY_VIOLATION.',
  },
  'sluice.group.max.member.bytes': {
    type: 'int',
    default: 1 << 20,
    min: 1,
    help: 'Subscription metadata of a member, and its assignment; more is refused with INVALID_REQUEST.',
  },
  'sluice.group.max.bytes': {
    type: 'int',
    default: 16 << 20,
    min: 1,
    help: 'Metadata and assignments of all members of a group.',
  },
} as const satisfies Record<string, GroupConfig>;

export type GroupConfigName = keyof typeof GROUP_CONFIGS;
export type GroupSettings = Readonly<Record<GroupConfigName, number>>;

export const GROUP_CONFIG_NAMES = Object.keys(GROUP_CONFIGS) as readonly GroupConfigName[];

/** The defaults with what is given instead. */
export function completeGroupSettings(given: Partial<GroupSettings> = {}): GroupSettings {
  const entries = GROUP_CONFIG_NAMES.map((name) => [name, given[name] ?? GROUP_CONFIGS[name].default]);
  return Object.fromEntries(entries) as GroupSettings;
}
