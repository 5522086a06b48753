import { AvroError, checkCompatibility, fingerprint, formatSchema, parseSchema, toCanonicalForm } from '@sluice/avro';
import type { ByteFinding, Schema } from '@sluice/avro';
import { findRule } from './deviations.ts';
import { fromHex, showValue, toHex, toValue } from './datum.ts';
import type { Json } from './datum.ts';
import type { CodecMaker } from '../../../libs/avro/test/engines.ts';

/** What a case came to: a fault when it does not hold, and the rule when a rule of deviations.ts covers that. */
export interface Outcome {
  readonly fault?: string | undefined;
  readonly rule?: string | undefined;
}

/** Each kind of case: how it is recognised, and its check. The first kind that fits is it. */
const KINDS: readonly {
  readonly fits: (item: Json) => boolean;
  readonly check: (item: Json, maker: CodecMaker) => Outcome;
}[] = [
  { fits: (item) => has(item, 'old', 'new'), check: checkPair },
  { fits: (item) => has(item, 'writer', 'reader', 'hex'), check: checkResolution },
  { fits: (item) => has(item, 'writer', 'reader', 'incompatibilities'), check: checkCompatible },
  { fits: (item) => has(item, 'schema', 'datum', 'hex'), check: checkVector },
  { fits: (item) => has(item, 'schema', 'hex'), check: checkDecoding },
  { fits: (item) => has(item, 'schema', 'canonical', 'crc64avro'), check: checkCanonical },
  { fits: (item) => has(item, 'schema', 'valid'), check: checkParsing },
];

/** Runs a case with codecs that show longs as bigint. */
export function runCase(item: Json, maker: CodecMaker): Outcome | 'unknown' {
  const kind = KINDS.find(({ fits }) => fits(item));
  if (kind === undefined) return 'unknown';
  try {
    return kind.check(item, maker);
  } catch (error) {
    return { fault: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function has(item: Json, ...keys: readonly string[]): boolean {
  return typeof item === 'object' && item !== null && keys.every((key) => Object.hasOwn(item, key));
}

/** Schemas in these files are JSON values: a string is the name of a type. */
function parse(schema: Json): Schema {
  return parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
}

function differ(what: string, ours: string, javas: string): string | undefined {
  return ours === javas ? undefined : `${what}: got ${ours.slice(0, 300)}, expected ${javas.slice(0, 300)}`;
}

function first(...faults: readonly (string | undefined)[]): Outcome {
  return { fault: faults.find((fault) => fault !== undefined) };
}

function checkPair(item: Json, maker: CodecMaker): Outcome {
  if (has(item, 'parseError'))
    return { fault: isRefused(item.old) || isRefused(item.new) ? undefined : 'both schemas parse' };
  const [older, newer] = [parse(item.old), parse(item.new)];
  const outcomes = [compare(maker, newer, older, item.backward), compare(maker, older, newer, item.forward)];
  return outcomes.find(({ fault, rule }) => fault !== undefined && rule === undefined) ?? outcomes[0] ?? {};
}

function isRefused(schema: Json): boolean {
  try {
    parse(schema);
    return false;
  } catch (error) {
    if (error instanceof AvroError) return true;
    throw error;
  }
}

function checkCompatible(item: Json, maker: CodecMaker): Outcome {
  return compare(maker, parse(item.reader), parse(item.writer), item);
}

function compare(maker: CodecMaker, reader: Schema, writer: Schema, expected: Json): Outcome {
  const findings = checkCompatibility(reader, writer).map(({ type, location, message }) => ({
    type,
    location,
    message,
  }));
  const fault =
    differ('compatible', String(findings.length === 0), String(expected.compatible)) ??
    differ('incompatibilities', showValue(findings), showValue(expected.incompatibilities));
  if (fault !== undefined) return { fault };
  return resolved(compareResolver(maker, writer, reader, expected), writer, reader);
}

/** What a resolver does otherwise than Java's. */
function resolved(fault: string | undefined, writer: Schema, reader: Schema, values: object = {}): Outcome {
  if (fault === undefined) return {};
  return { fault, rule: findRule({ kind: 'resolve', writer, reader, ...values }) };
}

function compareResolver(maker: CodecMaker, writer: Schema, reader: Schema, expected: Json): string | undefined {
  if (!has(expected, 'resolverOk')) return undefined;
  return differ(
    'resolver ok',
    String(maker.resolver(writer, reader).unresolvable.length === 0),
    String(expected.resolverOk),
  );
}

function checkVector(item: Json, maker: CodecMaker): Outcome {
  const schema = parse(item.schema);
  const codec = maker.codec(schema);
  const value = toValue(schema, item.datum);
  const bytes = fromHex(item.hex);
  const decoded = showValue(has(item, 'decoded') ? toValue(schema, item.decoded) : value);
  const target = new Uint8Array(bytes.length + 5);
  const end = codec.encodeInto(value, target, 2);
  return first(
    differ('encoded', toHex(codec.encode(value)), item.hex),
    differ('encoded in place', toHex(target.subarray(2, end)), item.hex),
    differ('decoded', showValue(codec.decode(bytes)), decoded),
    differ('validated', showValue(codec.validateBytes(bytes, 0, bytes.length)), '[]'),
    has(item, 'hexBlocking')
      ? differ('blocks decoded', showValue(codec.decode(fromHex(item.hexBlocking))), decoded)
      : undefined,
  );
}

function checkResolution(item: Json, maker: CodecMaker): Outcome {
  const [writer, reader] = [parse(item.writer), parse(item.reader)];
  const resolver = maker.resolver(writer, reader);
  const read = attempt(() => resolver.decode(fromHex(item.hex)));
  const verdict = compareResolver(maker, writer, reader, item);
  if (verdict !== undefined) return resolved(verdict, writer, reader);
  if (has(item, 'decodeError')) {
    if ('finding' in read) return {};
    return resolved(`decoded to ${showValue(read.value)}, expected ${item.decodeError}`, writer, reader);
  }
  if ('finding' in read) return resolved(`refused: ${JSON.stringify(read.finding)}`, writer, reader);
  const [ours, javas] = [showValue(read.value), showValue(toValue(reader, item.decoded))];
  return resolved(differ('decoded', ours, javas), writer, reader, { ours, javas });
}

function attempt(decode: () => unknown): { readonly value: unknown } | { readonly finding: ByteFinding } {
  try {
    return { value: decode() };
  } catch (error) {
    const [finding] = error instanceof AvroError ? error.findings : [];
    if (finding !== undefined && 'offset' in finding && finding.kind !== 'container') return { finding };
    throw error;
  }
}

function checkDecoding(item: Json, maker: CodecMaker): Outcome {
  const schema = parse(item.schema);
  const codec = maker.codec(schema);
  const bytes = fromHex(item.hex);
  const [finding] = codec.validateBytes(bytes, 0, bytes.length);
  const used = finding?.kind === 'left-over' ? bytes.subarray(0, finding.offset) : bytes;
  const read = attempt(() => codec.decode(used));
  if ('finding' in read !== (finding?.kind === 'malformed')) {
    // The size of a block may fit all the bytes, and not those that the value uses.
    const refusal = 'finding' in read ? read.finding : undefined;
    const rule = findRule({ kind: 'decode', schema, bytes: used, finding: refusal });
    return { fault: 'decode and validate disagree', rule: finding?.kind === 'left-over' ? rule : undefined };
  }
  if (has(item, 'decodeError')) {
    return {
      fault: 'finding' in read ? undefined : `decoded to ${showValue(read.value)}, expected ${item.decodeError}`,
    };
  }
  if ('finding' in read) {
    const fault = `refused: ${JSON.stringify(read.finding)}`;
    return { fault, rule: findRule({ kind: 'decode', schema, bytes, finding: read.finding }) };
  }
  const ours = showValue(read.value);
  // A case may say only that decoding works, where the value is too deep to write down.
  const javas = has(item, 'decoded') ? showValue(toValue(schema, item.decoded)) : ours;
  const fault =
    differ('decoded', ours, javas) ?? differ('at end', String(finding === undefined), String(item.atEnd ?? true));
  return {
    fault,
    rule: fault === undefined ? undefined : findRule({ kind: 'decode', schema, bytes, finding, ours, javas }),
  };
}

function checkParsing(item: Json): Outcome {
  let canonical: string;
  try {
    canonical = toCanonicalForm(parseSchema(item.schema));
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    if (!item.valid) return {};
    return {
      fault: `refused: ${error.message}`,
      rule: findRule({ kind: 'parse', text: item.schema, isRefused: true }),
    };
  }
  const fault = item.valid ? differ('canonical', canonical, item.canonical) : `accepted, expected ${item.javaError}`;
  return { fault, rule: fault === undefined ? undefined : findRule({ kind: 'parse', text: item.schema }) };
}

function checkCanonical(item: Json): Outcome {
  // The text of a primitive stands without its quotes in these files.
  const schema = parseSchema(/^\w+$/.test(item.schema) ? JSON.stringify(item.schema) : item.schema);
  return first(
    differ('canonical', toCanonicalForm(schema), item.canonical),
    differ('CRC-64-AVRO', toHex(fingerprint(schema, 'CRC-64-AVRO').toReversed()), item.crc64avro),
    differ('MD5', toHex(fingerprint(schema, 'MD5')), item.md5),
    differ('SHA-256', toHex(fingerprint(schema, 'SHA-256')), item.sha256),
    differ('canonical of the formatted schema', toCanonicalForm(parseSchema(formatSchema(schema))), item.canonical),
  );
}
