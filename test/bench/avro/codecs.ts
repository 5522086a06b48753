import { deepEqual, equal } from 'node:assert/strict';
import avsc from 'avsc';
import { compileCodec, compileResolver } from '@sluice/avro';
import { parse, SAMPLES, withBuffers, withoutBuffers } from './samples.ts';
import type { Sample } from './samples.ts';
import { interleave } from './timing.ts';
import type { Duel, Part } from './timing.ts';

const ROUNDS = 15;
const ROUND_MS = 12;

/** What issue 5 asks for, in the order of the duels below. */
const LEAST_RATIOS = { A: [2.8, 4, 1.9, 2, 2], B: [2.1, 2.4, 1.7, 1.6, 2] } as const;

/** Encoding and decoding in this process, against avsc. */
export async function measureCodecs(): Promise<Part> {
  const duels = (['A', 'B'] as const).flatMap((name) =>
    listDuels(SAMPLES[name]).map((duel, index) => ({
      ...duel,
      name: `${name} ${duel.name}`,
      leastRatio: LEAST_RATIOS[name][index] ?? 1,
    })),
  );
  return { title: 'codecs', rows: await interleave(duels, ROUNDS, ROUND_MS) };
}

function listDuels(sample: Sample): readonly Duel[] {
  const [schema, evolved] = [parse(sample.schema), parse(sample.evolved)];
  const codec = compileCodec(schema);
  const resolver = compileResolver(schema, evolved);
  const type = avsc.Type.forSchema(sample.schema as avsc.Schema);
  const evolvedType = avsc.Type.forSchema(sample.evolved as avsc.Schema);
  const typeResolver = evolvedType.createResolver(type);
  const { value } = sample;
  const peerValue = withBuffers(value);
  const bytes = codec.encode(value);
  const peerBytes = Buffer.from(bytes);
  equal(type.toBuffer(peerValue).toString('hex'), peerBytes.toString('hex'));
  deepEqual(codec.decode(bytes), withoutBuffers(type.fromBuffer(peerBytes)));
  deepEqual(resolver.decode(bytes), withoutBuffers(evolvedType.fromBuffer(peerBytes, typeResolver)));
  deepEqual(codec.validateBytes(bytes, 0, bytes.length), []);
  const target = new Uint8Array(1024);
  const peerTarget = Buffer.alloc(1024);
  return [
    {
      name: "encode into a caller's buffer",
      peer: 'avsc',
      ours: () => codec.encodeInto(value, target, 0),
      theirs: () => type.encode(peerValue, peerTarget, 0),
    },
    {
      name: 'encode to a new value',
      peer: 'avsc',
      ours: () => codec.encode(value),
      theirs: () => type.toBuffer(peerValue),
    },
    { name: 'decode', peer: 'avsc', ours: () => codec.decode(bytes), theirs: () => type.fromBuffer(peerBytes) },
    {
      name: 'evolved decode',
      peer: 'avsc',
      ours: () => resolver.decode(bytes),
      theirs: () => evolvedType.fromBuffer(peerBytes, typeResolver),
    },
    {
      name: 'validate bytes',
      peer: 'our decode',
      ours: () => codec.validateBytes(bytes, 0, bytes.length),
      theirs: () => codec.decode(bytes),
    },
  ];
}
