import type { ConfigEntry, TopicConfigEntry } from './config-entry.ts';

/** What is wrong with a value, in Kafka's words; undefined when it may be set. */
export function checkValue(
  name: string,
  entry: ConfigEntry & Pick<Partial<TopicConfigEntry>, 'aliasValues'>,
  value: string,
): string | undefined {
  const invalid = (why: string): string => `Invalid value ${value} for configuration ${name}: ${why}`;
  if (entry.effect === 'refused' && value !== entry.default) return invalid(`it is refused. ${entry.reason ?? ''}`);
  if (entry.aliasValues !== undefined) {
    if (Object.hasOwn(entry.aliasValues, value)) return undefined;
    return invalid(`must be one of ${Object.keys(entry.aliasValues).join(', ')}`);
  }
  const why = CHECKS[entry.type](value, entry);
  return why === undefined ? undefined : invalid(why);
}

/** The items of a list. */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

type Check = (value: string, entry: ConfigEntry) => string | undefined;

const CHECKS: Readonly<Record<ConfigEntry['type'], Check>> = {
  boolean: (value) => (value === 'true' || value === 'false' ? undefined : 'must be true or false'),
  string: (value, entry) => checkAmong([value], entry),
  class: (value, entry) => checkAmong([value], entry),
  password: (value, entry) => checkAmong([value], entry),
  list: (value, entry) => checkAmong(splitList(value), entry),
  short: (value, entry) => checkWhole(value, entry, 1n << 15n),
  int: (value, entry) => checkWhole(value, entry, 1n << 31n),
  long: (value, entry) => checkWhole(value, entry, 1n << 63n),
  double: (value, entry) => {
    if (value.trim() === '' || !Number.isFinite(Number(value))) return 'not a number of type DOUBLE';
    return checkBounds(Number(value), entry);
  },
};

function checkAmong(items: readonly string[], { values }: ConfigEntry): string | undefined {
  if (values === undefined || items.every((item) => values.includes(item))) return undefined;
  return `must be one of ${values.join(', ')}`;
}

function checkWhole(value: string, entry: ConfigEntry, beyond: bigint): string | undefined {
  const number = /^[-+]?\d{1,19}$/.test(value) ? BigInt(value.replace('+', '')) : undefined;
  if (number === undefined || number >= beyond || number < -beyond) {
    return `not a number of type ${entry.type.toUpperCase()}`;
  }
  return checkBounds(Number(number), entry);
}

function checkBounds(number: number, { min, max }: ConfigEntry): string | undefined {
  if (min !== undefined && number < min) return `must be at least ${min}`;
  return max !== undefined && number > max ? `must be no more than ${max}` : undefined;
}
