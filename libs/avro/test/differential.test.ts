import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCodec, compileResolver, fingerprint, parseSchema, toCanonicalForm } from '@sluice/avro';
import type { JsonValue, Schema } from '@sluice/avro';
import { evolve, schemaJson, valueOf } from './arbitraries.ts';
import { findRule, RULES } from './differential-rules.ts';
import type { Case } from './differential-rules.ts';
import { fromPeer, peerOf, toPeer } from './differential-avsc.ts';

const LONGS = { long: 'bigint' } as const;
const parse = (json: JsonValue): Schema => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json);

/** What avsc makes of a schema; undefined where it is the same as what we make of it. */
function compareSchema(json: JsonValue): string | undefined {
  const schema = parse(json);
  const peer = attempt(() => peerOf(json));
  if (peer instanceof Error) return `avsc refuses the schema: ${peer.message}`;
  const canonical = JSON.stringify(peer.schema());
  if (canonical !== toCanonicalForm(schema)) return `avsc has the canonical form ${canonical}`;
  const isSame = peer.fingerprint('md5').equals(fingerprint(schema, 'MD5'));
  return isSame ? undefined : 'avsc has another fingerprint';
}

/** The same of a value's bytes, each reading the other's. */
function compareValue({ json, value }: Case): string | undefined {
  const schema = parse(json);
  const codec = compileCodec(schema, LONGS);
  const bytes = codec.encode(value);
  const peer = peerOf(json);
  const theirs = attempt(() => peer.toBuffer(toPeer(schema, value)));
  if (theirs instanceof Error) return `avsc does not write it: ${theirs.message}`;
  if (!theirs.equals(bytes)) return `avsc writes ${theirs.toString('hex')}, not ${Buffer.from(bytes).toString('hex')}`;
  const read = attempt(() => fromPeer(schema, peer.fromBuffer(Buffer.from(bytes))));
  if (read instanceof Error) return `avsc does not read it: ${read.message}`;
  return differ(codec.decode(theirs), value) ?? differ(read, value);
}

/** The same of a value read with another schema. */
function compareEvolved({ json, value, reader: readerJson = json }: Case): string | undefined {
  const [writer, reader] = [parse(json), parse(readerJson)];
  const bytes = compileCodec(writer, LONGS).encode(value);
  const ours = attempt(() => compileResolver(writer, reader, LONGS).decode(bytes));
  const theirs = attempt(() => {
    const peer = peerOf(readerJson);
    return fromPeer(reader, peer.fromBuffer(Buffer.from(bytes), peer.createResolver(peerOf(json))));
  });
  if (theirs instanceof Error) return ours instanceof Error ? undefined : `avsc refuses: ${theirs.message}`;
  return ours instanceof Error ? `only we refuse: ${ours.message}` : differ(theirs, ours);
}

function attempt<T>(action: () => T): T | Error {
  try {
    return action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function differ(theirs: unknown, ours: unknown): string | undefined {
  const result = attempt(() => expect(theirs).toEqual(ours));
  return result instanceof Error ? result.message : undefined;
}

const cases = schemaJson.chain((json) => valueOf(parse(json)).map((value): Case => ({ json, value })));

describe('avsc and we agree, but for rules,', () => {
  const agree = (compare: (item: Case) => string | undefined, item: Case): void => {
    const difference = compare(item);
    if (difference !== undefined && findRule(item) === undefined)
      expect.fail(`${JSON.stringify(item.json)}: ${difference}`);
  };

  it('on canonical forms and fingerprints', () => {
    fc.assert(
      fc.property(schemaJson, (json) => {
        expect(compareSchema(json)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  it('on the bytes of values, and the values of bytes', () => {
    fc.assert(
      fc.property(cases, (item) => agree(compareValue, item)),
      { numRuns: 200 },
    );
  });

  it('on values read with a later schema', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.nat(9)), (item, choices) =>
        agree(compareEvolved, { ...item, reader: evolve(item.json, choices) }),
      ),
      { numRuns: 200 },
    );
  });

  it('mostly: rules cover few of the values', () => {
    const sample = fc.sample(cases, { numRuns: 300, seed: 1 });
    expect(sample.filter((item) => findRule(item) === undefined).length).toBeGreaterThan(100);
  });
});

describe('each rule is needed: where it holds, avsc still differs', () => {
  it.each(Object.entries(RULES))('%s', (_name, rule) => {
    const item: Case = rule.example;
    expect(rule.covers(item)).toBe(true);
    expect((item.reader === undefined ? compareValue : compareEvolved)(item)).toBeDefined();
  });
});
