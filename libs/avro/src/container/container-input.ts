import { AvroError } from '../avro-error.ts';
import type { ContainerFinding } from '../avro-error.ts';
import { isDataFault } from '../wire/faults.ts';
import { readLong } from '../wire/read.ts';
import type { Cursor } from '../wire/read.ts';
import { ChunkReader } from './chunk-reader.ts';

/** A marker of 16 bytes stands behind every number of a file, so waiting for these never waits too long. */
const MAX_VARINT_BYTES = 10;

/** What is known of a fault besides its place. */
type Fault = Pick<ContainerFinding, 'expected' | 'found'> & Partial<ContainerFinding>;

/** The bytes of a container file, and where in it the reader is: all that a refusal says. */
export class ContainerInput extends ChunkReader {
  /** Index of the block being read; undefined in the header. */
  block: number | undefined;
  /** Where the last whole block, or the header, ends. */
  intactBytes = 0;
  readonly #cursor: Cursor = { at: 0, emptyItems: 0, paidTo: 0 };

  /** A long from 0 (or `min`) to `max`. */
  async readSize(what: string, max: number, min = 0): Promise<number> {
    const { offset } = this;
    await this.fill(MAX_VARINT_BYTES);
    const bytes = this.peek(MAX_VARINT_BYTES);
    const expected = `${what}, ${min} to ${max}`;
    let value: number;
    try {
      value = readLong(bytes, 0, this.#cursor);
    } catch (error) {
      if (!isDataFault(error)) throw error;
      const isCut = bytes.length < MAX_VARINT_BYTES && bytes.every((byte) => byte >= 0x80);
      throw this.refuse({ expected, found: isCut ? 'the end of the file' : 'a number out of range', offset });
    }
    if (value < min || value > max) throw this.refuse({ expected, found: String(value), offset });
    this.take(this.#cursor.at);
    return value;
  }

  async readBytes(what: string, size: number): Promise<Uint8Array> {
    const have = await this.fill(size);
    if (have >= size) return this.take(size);
    throw this.refuse({ expected: `${what} of ${size} bytes`, found: `the end of the file after ${have} bytes` });
  }

  refuse(fault: Fault, cause?: unknown): AvroError {
    const finding: ContainerFinding = {
      kind: 'container',
      path: '',
      offset: this.offset,
      ...(this.block === undefined ? {} : { block: this.block }),
      intactBytes: this.intactBytes,
      ...fault,
    };
    return new AvroError(describe(finding), [finding], cause === undefined ? {} : { cause });
  }
}

function describe({ path, expected, found, offset, block, record, dataOffset, intactBytes }: ContainerFinding): string {
  const part = block === undefined ? 'header' : `block ${block}`;
  const where = record === undefined ? '' : `, record ${record}, byte ${dataOffset} of the block's data`;
  const field = path === '' ? '' : ` in ${path}`;
  return `${part} at byte ${offset}${where}: expected ${expected}${field}, found ${found} (intact up to byte ${intactBytes})`;
}
