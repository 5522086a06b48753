import type { ByteValidator, ParsedSchema, SchemaFormat } from '@sluice/formats';
import { readMessageIndexes } from '@sluice/serde';
import { remember } from './bounded-map.ts';

/** A message of a schema made ready. */
export interface ReadyMessage {
  readonly recordName: string | undefined;
  readonly validate: ByteValidator;
}

/** The messages of a schema whose payloads begin with the indexes of theirs (Protobuf). */
export interface ReadyMessages {
  /** Reads the indexes at `start`, then walks the message that they lead to. */
  readonly validate: ByteValidator;
  /** The name of the message that a payload is of; undefined where its indexes lead to none. */
  recordNameAt(bytes: Uint8Array, start: number, end: number): string | undefined;
}

type SelectMessage = NonNullable<SchemaFormat['selectMessage']>;

/** Messages kept ready of one schema. */
const MAX_MESSAGES = 1000;

/** Makes the messages of `schema` ready, each when the first payload of it comes. */
export function createReadyMessages(format: SchemaFormat, select: SelectMessage, schema: ParsedSchema): ReadyMessages {
  const byIndexes = new Map<string, ReadyMessage>();
  let first: ReadyMessage | undefined;

  function find(indexes: readonly number[]): ReadyMessage | undefined {
    const key = indexes.join();
    const known = byIndexes.get(key);
    if (known !== undefined) return known;
    const selected = select(schema, indexes);
    if (selected === undefined) return undefined;
    const ready = { recordName: selected.recordName, validate: format.compileByteValidator(selected) };
    remember(byIndexes, key, ready, MAX_MESSAGES);
    return ready;
  }

  function validate(bytes: Uint8Array, start: number, end: number): ReturnType<ByteValidator> {
    if (bytes[start] === 0 && start < end && first !== undefined)
      return shift(first.validate(bytes, start + 1, end), 1);
    const list = readMessageIndexes(bytes, start, end);
    if (list === undefined) {
      const expected = 'the indexes of a message: their count and each, as zig-zag varints';
      return { kind: 'malformed', path: '', expected, found: describeBytes(bytes, start, end), offset: 0 };
    }
    const message = find(list.indexes);
    if (message === undefined) {
      const found = `indexes ${list.indexes.join(', ')}, which lead to none`;
      return { kind: 'malformed', path: '', expected: 'the indexes of a message of the schema', found, offset: 0 };
    }
    if (list.indexes.length === 1 && list.indexes[0] === 0) first = message;
    return shift(message.validate(bytes, list.end, end), list.end - start);
  }

  return {
    validate,
    recordNameAt(bytes, start, end) {
      const list = readMessageIndexes(bytes, start, end);
      return list === undefined ? undefined : find(list.indexes)?.recordName;
    },
  };
}

/** Offsets count from the envelope's end, so the list before the message counts too. */
function shift(finding: ReturnType<ByteValidator>, by: number): ReturnType<ByteValidator> {
  return finding === undefined ? undefined : { ...finding, offset: finding.offset + by };
}

function describeBytes(bytes: Uint8Array, start: number, end: number): string {
  if (start >= end) return 'no bytes';
  const shown = [...bytes.subarray(start, Math.min(end, start + 4))].map((byte) => byte.toString(16).padStart(2, '0'));
  return `bytes ${shown.join(' ')}`;
}
