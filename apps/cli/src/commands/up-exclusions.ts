import { flagName } from '@sluice/runtime';
import type { OptionOrigin } from '@sluice/runtime';

/**
 * An option that leaves others without effect; `value` where only one of its values does. `contradicts` where both
 * cannot be meant; else the others are left out with a warning, for scripts that always give them.
 */
interface Exclusion {
  readonly option: string;
  readonly value?: string;
  readonly because: string;
  readonly excludes: readonly string[];
  readonly contradicts: boolean;
}

const EXCLUSIONS: readonly Exclusion[] = [
  { option: 'ephemeral', because: 'keeps nothing on disk', excludes: ['dataDir', 'durability'], contradicts: false },
  {
    option: 'only',
    value: 'registry',
    because: 'runs no broker',
    excludes: ['kafka', 'advertisedKafka', 'partitions', 'durability', 'validation', 'lenientReplicationFactor'],
    contradicts: false,
  },
  { option: 'only', value: 'registry', because: 'is a registry itself', excludes: ['registry'], contradicts: true },
  { option: 'only', value: 'broker', because: 'keeps no schemas itself', excludes: ['store'], contradicts: true },
  {
    option: 'registry',
    because: 'uses another registry, which has its own store',
    excludes: ['store'],
    contradicts: true,
  },
];

type Origins = Readonly<Record<string, OptionOrigin | undefined>>;

/**
 * Takes out the values that have no effect, and tells of those that were given as flags: `conflicts` are mistakes,
 * `ignored` are worth a warning. What comes from the environment or a file is neither: it may be there for other
 * processes too.
 */
export function applyExclusions<V extends object>(
  values: V,
  origins: Origins,
): { readonly effective: Partial<V>; readonly conflicts: readonly string[]; readonly ignored: readonly string[] } {
  const left = new Map<string, unknown>(Object.entries(values));
  const conflicts: string[] = [];
  const ignored: string[] = [];
  for (const { option, value, because, excludes, contradicts } of EXCLUSIONS) {
    const given = left.get(option);
    if (value === undefined ? given === undefined || given === false : given !== value) continue;
    const flags = excludes.filter((key) => left.delete(key) && origins[key]?.kind === 'flag').map(flagName);
    if (flags.length === 0) continue;
    const reason = `${describeOption(option, value, origins[option])} ${because}`;
    if (contradicts) conflicts.push(`${reason}: leave out ${flags.join(', ')}`);
    else ignored.push(`${reason}: ${flags.join(', ')} ${flags.length === 1 ? 'has' : 'have'} no effect`);
  }
  return { effective: Object.fromEntries(left) as Partial<V>, conflicts, ignored };
}

function describeOption(option: string, value: string | undefined, origin: OptionOrigin | undefined): string {
  const name = origin?.name ?? flagName(option);
  if (value === undefined) return name;
  return origin?.kind === 'variable' ? `${name}=${value}` : `${name} ${value}`;
}
