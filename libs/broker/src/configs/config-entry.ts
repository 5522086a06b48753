/** Config types as DescribeConfigs numbers them. */
export const CONFIG_TYPES = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
} as const;

export type ConfigType = keyof typeof CONFIG_TYPES;

/** One config: what DescribeConfigs, checks of values and the docs are derived from. */
export interface ConfigEntry {
  readonly type: ConfigType;
  /** Null where there is no value unless one is given. */
  readonly default: string | null;
  /**
   * Whether the broker acts on it, takes it without effect so that clients and tools go on, or refuses any other value
   * than the default.
   */
  readonly effect: 'enforced' | 'accepted' | 'refused';
  /** Why it is without effect or refused. */
  readonly reason?: string;
  /** Inclusive bounds of numbers. */
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  readonly documentation: string;
}

/** A config of topics. */
export interface TopicConfigEntry extends ConfigEntry {
  readonly default: string;
  /** Configs of the broker that say what it is where a topic does not; of several, the first that is set. */
  readonly synonyms: readonly string[];
  /** Another name of `aliasOf`: setting it sets that, in the words of `aliasValues` (its value → the other's). */
  readonly aliasOf?: string;
  readonly aliasValues?: Readonly<Record<string, string>>;
}

/** Whether a config of the broker can be changed at run time: not at all, for one broker, or for all at once too. */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide';

/** A config of the broker. */
export interface BrokerConfigEntry extends ConfigEntry {
  readonly update: UpdateMode;
}

/** Configs by name; those that are not there have the value of a wider scope or the default. */
export type Configs = ReadonlyMap<string, string>;
