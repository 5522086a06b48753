import { AvroError } from '../avro-error.ts';
import { parseSchema } from '../schema/parse-schema.ts';
import type { Schema } from '../schema/schema.ts';
import { writeLong, writeVar32 } from '../wire/write.ts';
import { concat, isEqual, toHex } from './bytes.ts';
import type { ContainerInput } from './container-input.ts';

/** What an object container file says before its blocks. */
export interface ContainerHeader {
  readonly schema: Schema;
  /** The schema as the file has it. */
  readonly schemaText: string;
  /** Name of the codec of the blocks. */
  readonly codec: string;
  /** What the file's writer put there; without the entries of Avro itself, whose names start with `avro.`. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  /** 16 bytes that stand behind every block. */
  readonly syncMarker: Uint8Array;
}

export const SYNC_MARKER_BYTES = 16;
/** Entries of Avro's own. */
export const RESERVED_PREFIX = 'avro.';

/** `Obj`, 1. */
const MAGIC = new Uint8Array([0x4f, 0x62, 0x6a, 1]);
const SCHEMA_KEY = 'avro.schema';
const CODEC_KEY = 'avro.codec';
/** An entry costs far more memory than its two bytes in the file. */
const MAX_ENTRIES = 10_000;

/** @throws AvroError */
export async function readHeader(input: ContainerInput, maxHeaderBytes: number): Promise<ContainerHeader> {
  const magic = await input.readBytes('the header of a container file', MAGIC.length);
  if (!isEqual(magic, MAGIC)) {
    throw input.refuse({ expected: `the bytes ${toHex(MAGIC)} of a container file`, found: toHex(magic), offset: 0 });
  }
  const entries = await readEntries(input, maxHeaderBytes);
  const syncMarker = (await input.readBytes('a sync marker', SYNC_MARKER_BYTES)).slice();
  const schemaText = readText(input, entries, SCHEMA_KEY);
  if (schemaText === undefined) throw input.refuse({ expected: `a schema in ${SCHEMA_KEY}`, found: 'none' });
  const header: ContainerHeader = {
    schema: readSchema(schemaText),
    schemaText,
    codec: readText(input, entries, CODEC_KEY) ?? 'null',
    metadata: new Map([...entries].filter(([key]) => !key.startsWith(RESERVED_PREFIX))),
    syncMarker,
  };
  input.intactBytes = input.offset;
  return header;
}

export function formatHeader({ schemaText, codec, metadata, syncMarker }: ContainerHeader): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [MAGIC, formatVarint(metadata.size + 2)];
  const put = (bytes: Uint8Array): void => void parts.push(formatVarint(bytes.length), bytes);
  put(encoder.encode(SCHEMA_KEY));
  put(encoder.encode(schemaText));
  put(encoder.encode(CODEC_KEY));
  put(encoder.encode(codec));
  for (const [key, value] of metadata) {
    put(encoder.encode(key));
    put(value);
  }
  parts.push(formatVarint(0), syncMarker);
  return concat(parts);
}

export function formatVarint(value: number): Uint8Array {
  const bytes = new Uint8Array(10);
  return bytes.subarray(0, value < 2 ** 31 ? writeVar32(value << 1, bytes, 0) : writeLong(value, bytes, 0));
}

/** A map of bytes (Avro 1.12, Maps): blocks of entries, the last one empty. Of a key given twice the last one stands. */
async function readEntries(input: ContainerInput, maxHeaderBytes: number): Promise<Map<string, Uint8Array>> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const entries = new Map<string, Uint8Array>();
  const left = (): number => Math.max(0, maxHeaderBytes - input.offset);
  for (let total = 0; ;) {
    const most = MAX_ENTRIES - total;
    const claim = await input.readSize('a count of metadata entries', most, -most);
    if (claim === 0) return entries;
    if (claim < 0) await input.readSize('the size of the metadata', left());
    const count = Math.abs(claim);
    total += count;
    for (let index = 0; index < count; index++) {
      const keySize = await input.readSize('the length of a metadata key', left());
      const key = decoder.decode(await input.readBytes('a metadata key', keySize));
      const size = await input.readSize('the length of a metadata value', left());
      entries.set(key, (await input.readBytes('a metadata value', size)).slice());
    }
  }
}

function readText(input: ContainerInput, entries: ReadonlyMap<string, Uint8Array>, key: string): string | undefined {
  const bytes = entries.get(key);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw input.refuse({ expected: `UTF-8 in ${key}`, found: 'other bytes' }, error);
  }
}

function readSchema(text: string): Schema {
  try {
    return parseSchema(text);
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    throw new AvroError(`header, ${SCHEMA_KEY}: ${error.message}`, error.findings, { cause: error });
  }
}
