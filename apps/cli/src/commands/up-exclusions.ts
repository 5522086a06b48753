import { flagName } from '@sluice/runtime';
import type { OptionOrigin } from '@sluice/runtime';

/** An option that leaves others without effect; `value` where only one of its values does. */
interface Exclusion {
  readonly option: string;
  readonly value?: string;
  readonly because: string;
  readonly excludes: readonly string[];
}

const EXCLUSIONS: readonly Exclusion[] = [
  { option: 'ephemeral', because: 'keeps nothing on disk', excludes: ['dataDir', 'durability'] },
  {
    option: 'only',
    value: 'registry',
    because: 'runs no broker',
    excludes: [
      'kafka',
      'advertisedKafka',
      'partitions',
      'durability',
      'validation',
      'lenientReplicationFactor',
      'registry',
    ],
  },
  { option: 'only', value: 'broker', because: 'keeps no schemas itself', excludes: ['store'] },
  { option: 'registry', because: 'uses another registry, which has its own store', excludes: ['store'] },
];

type Origins = Readonly<Record<string, OptionOrigin | undefined>>;

/**
 * Takes out the values that have no effect, and says which of them were given as flags: those are mistakes. What comes
 * from the environment or a file is none: it may be there for other processes too.
 */
export function applyExclusions<V extends object>(
  values: V,
  origins: Origins,
): { readonly effective: Partial<V>; readonly conflicts: readonly string[] } {
  const left = new Map<string, unknown>(Object.entries(values));
  const conflicts: string[] = [];
  for (const { option, value, because, excludes } of EXCLUSIONS) {
    const given = left.get(option);
    if (value === undefined ? given === undefined || given === false : given !== value) continue;
    const flags = excludes.filter((key) => left.delete(key) && origins[key]?.kind === 'flag').map(flagName);
    if (flags.length === 0) continue;
    conflicts.push(`${describeOption(option, value, origins[option])} ${because}: leave out ${flags.join(', ')}`);
  }
  return { effective: Object.fromEntries(left) as Partial<V>, conflicts };
}

function describeOption(option: string, value: string | undefined, origin: OptionOrigin | undefined): string {
  const name = origin?.name ?? flagName(option);
  if (value === undefined) return name;
  return origin?.kind === 'variable' ? `${name}=${value}` : `${name} ${value}`;
}
