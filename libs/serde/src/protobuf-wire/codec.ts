import { refuse, toSerdeError } from './fault.ts';
import { startReader } from './get.ts';
import type { ReadMessage } from './get.ts';
import { isMessage, startWriter } from './put.ts';
import type { WriteMessage } from './put.ts';

/** Turns values of one message into bytes and back. */
export interface ProtobufCodec<Value, Input = Value> {
  /** The message's full name. */
  readonly name: string;
  /** Fields in the order of their numbers. @throws SerdeError with the field at fault */
  encode(value: Input): Uint8Array;
  /** Fields that the message does not have are passed over. @throws SerdeError with field and offset */
  decode(bytes: Uint8Array): Value;
}

/** Buffers that have grown larger than this are not kept. */
const MAX_KEPT = 1 << 20;

/** Makes a codec of generated functions. */
export function createProtobufCodec<Value, Input>(
  name: string,
  write: WriteMessage<Input>,
  read: ReadMessage<Value>,
): ProtobufCodec<Value, Input> {
  // Undefined while in use: values may have getters that encode.
  let idle: ReturnType<typeof startWriter> | undefined = startWriter();
  return {
    name,
    encode(value) {
      const writer = idle ?? startWriter();
      idle = undefined;
      writer.at = 0;
      writer.depth = 0;
      try {
        if (!isMessage(value)) refuse('', undefined, 'an object', value);
        write(writer, value);
        return writer.bytes.slice(0, writer.at);
      } catch (error) {
        throw toSerdeError(error, 'invalid-value', `the value is no ${name}`);
      } finally {
        idle = writer.bytes.length > MAX_KEPT ? startWriter() : writer;
      }
    },
    decode(bytes) {
      const reader = startReader(bytes);
      try {
        return read(reader);
      } catch (error) {
        throw toSerdeError(error, 'malformed', `the bytes are no ${name}`);
      }
    },
  };
}
