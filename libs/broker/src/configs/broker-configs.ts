import { BROKER_CONFIGS } from './broker-config-table.ts';
import { changeConfigs } from './change-configs.ts';
import type { ConfigAlteration } from './change-configs.ts';
import type { BrokerConfigEntry, Configs, UpdateMode } from './config-entry.ts';
import { TOPIC_CONFIGS } from './topic-config-table.ts';

/** Where a value comes from: set at run time for this broker or for all, given at the start, or nowhere. */
export type BrokerConfigSource = 'broker' | 'cluster' | 'static' | 'default';

/** Whom a change at run time is for: this broker or all there are. */
export type BrokerScope = 'broker' | 'cluster';

export interface SourcedConfig {
  readonly name: string;
  readonly value: string;
  readonly source: BrokerConfigSource;
}

/** Configs that were set at run time, as they are kept. */
export type StoredBrokerConfigs = Readonly<Record<BrokerScope, Readonly<Record<string, string>>>>;

/** What this broker is configured to, from its options and from what clients set at run time. */
export interface BrokerConfigs {
  /** What counts; null where nothing says. */
  value(name: string): string | null;
  number(name: string): number;
  /** The values that a config has in all places, the one that counts first; those of `names` stand in for each other. */
  values(names: readonly string[]): readonly SourcedConfig[];
  /** What was set at run time for `scope`. */
  own(scope: BrokerScope): Configs;
  /** Topic configs that something other than the default says. */
  readonly topicDefaults: Configs;
  /** Settles when the change is durable and counts; answers a sentence when it is not possible. */
  alter(scope: BrokerScope, alteration: ConfigAlteration): Promise<string | undefined>;
  /** Calls the listener after each change. */
  onChange(listener: () => void): void;
}

export interface BrokerConfigsOptions {
  /** Given at the start. */
  readonly given: Configs;
  readonly stored: StoredBrokerConfigs;
  store(scope: BrokerScope, configs: Readonly<Record<string, string>>): Promise<void>;
}

const UNIT_MS: readonly (readonly [suffix: string, ms: number])[] = [
  ['.hours', 3_600_000],
  ['.minutes', 60_000],
];

export function createBrokerConfigs({ given, stored, store }: BrokerConfigsOptions): BrokerConfigs {
  const own: Record<BrokerScope, Configs> = {
    broker: new Map(Object.entries(stored.broker)),
    cluster: new Map(Object.entries(stored.cluster)),
  };
  const listeners: (() => void)[] = [];
  let topicDefaults = readTopicDefaults();
  /** One change at a time. */
  let changing: Promise<unknown> = Promise.resolve();

  function values(names: readonly string[]): SourcedConfig[] {
    const found: SourcedConfig[] = [];
    const note = (source: BrokerConfigSource, get: (name: string) => string | null | undefined): void => {
      for (const name of names) {
        const value = get(name) ?? undefined;
        if (value !== undefined) found.push({ name, value, source });
      }
    };
    note('broker', (name) => own.broker.get(name));
    note('cluster', (name) => own.cluster.get(name));
    note('static', (name) => given.get(name));
    note('default', (name) => BROKER_CONFIGS[name]?.default);
    return found;
  }

  function value(name: string): string | null {
    return values([name])[0]?.value ?? null;
  }

  /** Of configs that stand in for each other the first that is set counts, wherever that is. */
  function readTopicDefaults(): Configs {
    const defaults = new Map<string, string>();
    for (const [topicName, { synonyms }] of Object.entries(TOPIC_CONFIGS)) {
      for (const name of synonyms) {
        const [first] = values([name]);
        if (first === undefined) continue;
        if (first.source !== 'default') defaults.set(topicName, inMs(name, first.value));
        break;
      }
    }
    return defaults;
  }

  return {
    value,
    number: (name) => Number(value(name)),
    values,
    own: (scope) => own[scope],
    get topicDefaults() {
      return topicDefaults;
    },
    alter(scope, { changes, isReplacement, validateOnly }) {
      const altered = changing.then(async () => {
        const before = isReplacement ? new Map<string, string>() : own[scope];
        const configs = changeConfigs(BROKER_CONFIGS, 'broker', before, changes);
        if (typeof configs === 'string') return configs;
        const fixed = changes.find(({ name }) => !mayUpdate(BROKER_CONFIGS[name], scope));
        if (fixed !== undefined) return describeFixed(fixed.name, scope);
        if (validateOnly) return undefined;
        await store(scope, Object.fromEntries(configs));
        own[scope] = configs;
        topicDefaults = readTopicDefaults();
        for (const listener of listeners) listener();
        return undefined;
      });
      changing = altered.catch(() => undefined);
      return altered;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** What a broker is given at its start, or a sentence saying what is wrong with it. */
export function checkGivenConfigs(given: Readonly<Record<string, string>>): Configs | string {
  const changes = Object.entries(given).map(([name, value]) => ({ kind: 'set', name, value }) as const);
  return changeConfigs(BROKER_CONFIGS, 'broker', new Map(), changes);
}

/** The name that a topic config has among those of the broker. */
export function brokerNameOf(topicConfig: string): string | undefined {
  const entry = Object.hasOwn(TOPIC_CONFIGS, topicConfig) ? TOPIC_CONFIGS[topicConfig] : undefined;
  return entry?.aliasOf === undefined ? entry?.synonyms[0] : TOPIC_CONFIGS[entry.aliasOf]?.synonyms[0];
}

function mayUpdate(entry: BrokerConfigEntry | undefined, scope: BrokerScope): boolean {
  const needed: Record<UpdateMode, readonly BrokerScope[]> = {
    'read-only': [],
    'per-broker': ['broker'],
    'cluster-wide': ['broker', 'cluster'],
  };
  return needed[entry?.update ?? 'read-only'].includes(scope);
}

function describeFixed(name: string, scope: BrokerScope): string {
  const isRestarted = BROKER_CONFIGS[name]?.update === 'read-only';
  if (isRestarted) return `Cannot update ${name} at run time: it is given when the broker starts`;
  return `Cannot update ${name} for ${scope === 'cluster' ? 'all brokers at once' : 'one broker'}`;
}

/** Longer units of time are those of older configs; −1 is for ever in all. */
function inMs(name: string, value: string): string {
  const factor = UNIT_MS.find(([suffix]) => name.endsWith(suffix))?.[1];
  return factor === undefined || Number(value) < 0 ? value : String(BigInt(value) * BigInt(factor));
}
