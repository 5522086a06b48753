import { AvroError } from './avro-error.ts';
import type { CodecOptions, LongRules } from './codec-options.ts';
import { findNearest } from './plan/find-nearest.ts';

/** The options of every codec, with the choices where these are few. */
const OPTIONS = {
  long: undefined,
  logicalTypes: undefined,
  utf8: ['replace', 'strict'],
  engine: ['jit', 'interpreter'],
} as const satisfies { readonly [Name in keyof CodecOptions]-?: readonly CodecOptions[Name][] | undefined };

const LONG_RULES = { default: true, fields: true } as const satisfies Record<keyof LongRules, true>;

/**
 * Refuses options that would be passed over, for a program without types has nothing else that says so. Forms of longs
 * are looked at where they are used.
 * @throws AvroError that names the nearest there is
 */
export function checkOptions(options: unknown, others: readonly string[] = []): void {
  if (typeof options !== 'object' || options === null) throw new AvroError('options are an object');
  checkNames(options, [...Object.keys(OPTIONS), ...others], 'option');
  const { long, logicalTypes = {}, utf8, engine } = options as Readonly<Record<string, unknown>>;
  if (typeof long === 'object' && long !== null) checkNames(long, Object.keys(LONG_RULES), 'option within `long`');
  if (typeof logicalTypes !== 'object' || logicalTypes === null)
    throw new AvroError('logicalTypes is an object of logical types, such as LOGICAL_TYPES');
  checkChoice('utf8', utf8, OPTIONS.utf8);
  checkChoice('engine', engine, OPTIONS.engine);
}

function checkNames(options: object, known: readonly string[], what: string): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new AvroError(`there is no ${what} ${JSON.stringify(name)}: the nearest is ${findNearest(name, known)[0]}`);
  }
}

function checkChoice(name: string, value: unknown, choices: readonly unknown[]): void {
  if (value === undefined || choices.includes(value)) return;
  throw new AvroError(`${name} is ${choices.join(' or ')}, not ${JSON.stringify(value)}`);
}
