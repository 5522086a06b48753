// One process of many-schemas.ts: node spread.ts ours|avsc NUMBER_OF_SCHEMAS. Prints a Spread as JSON.
import avsc from 'avsc';
import { compileCodec, parseSchema } from '@sluice/avro';
import { listRandom, makeSchema } from './made-schemas.ts';

const MESSAGES = 200_000;
const FIELDS = 10;
const WARM_UP_PASSES = 3;
const HOT_PASSES = 5;

/** Nanoseconds a message: the first time over, compiling included, and hot. */
export interface Spread {
  /** Encoding and decoding. */
  readonly coldNs: number;
  readonly encodeNs: number;
  readonly decodeNs: number;
  readonly validateNs: number;
}

interface Codec {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
  validate(bytes: Uint8Array): unknown;
}

function compile(peer: string | undefined, schema: ReturnType<typeof makeSchema>['schema']): Codec {
  if (peer === 'avsc') {
    const type = avsc.Type.forSchema(schema as avsc.Schema);
    return {
      encode: (value) => type.toBuffer(value),
      decode: (bytes) => type.fromBuffer(bytes as Buffer),
      // It has nothing of the kind.
      validate: () => undefined,
    };
  }
  const codec = compileCodec(parseSchema(JSON.stringify(schema)));
  return {
    encode: (value) => codec.encode(value),
    decode: (bytes) => codec.decode(bytes),
    validate: (bytes) => codec.validateBytes(bytes, 0, bytes.length),
  };
}

function measure(peer: string | undefined, schemas: number): Spread {
  const made = Array.from({ length: schemas }, (_, seed) => makeSchema(seed, FIELDS));
  const order = listRandom(MESSAGES, schemas, 1);
  const codecs: Codec[] = [];
  const bytes: Uint8Array[] = [];
  const coldNs = timeMessages(() => {
    codecs.push(...made.map(({ schema }) => compile(peer, schema)));
    for (const at of order) {
      const codec = codecs[at];
      if (codec !== undefined) codec.decode((bytes[at] = codec.encode(made[at]?.value)));
    }
  });
  const each = (action: (codec: Codec, at: number) => void): number => {
    const pass = (): void => {
      for (const at of order) {
        const codec = codecs[at];
        if (codec !== undefined) action(codec, at);
      }
    };
    for (let index = 0; index < WARM_UP_PASSES; index++) pass();
    return Math.min(...Array.from({ length: HOT_PASSES }, () => timeMessages(pass)));
  };
  return {
    coldNs,
    encodeNs: each((codec, at) => codec.encode(made[at]?.value)),
    decodeNs: each((codec, at) => codec.decode(bytes[at] ?? new Uint8Array())),
    validateNs: each((codec, at) => codec.validate(bytes[at] ?? new Uint8Array())),
  };
}

function timeMessages(action: () => void): number {
  const begun = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - begun) / MESSAGES;
}

const [peer, schemas] = process.argv.slice(2);
process.stdout.write(JSON.stringify(measure(peer, Number(schemas))));
