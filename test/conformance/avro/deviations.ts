import { visitSchemas } from '@sluice/avro';
import type { ByteFinding, Schema } from '@sluice/avro';

/** What a case came to, for a rule to judge. */
export interface Difference {
  readonly kind: 'decode' | 'resolve' | 'parse';
  readonly schema?: Schema;
  readonly writer?: Schema;
  readonly reader?: Schema;
  /** The JSON text of the schema, where the case is about it. */
  readonly text?: string;
  /** Whether we refuse a text that Java takes. */
  readonly isRefused?: boolean;
  readonly bytes?: Uint8Array;
  readonly finding?: ByteFinding | undefined;
  readonly ours?: string;
  readonly javas?: string;
}

interface Rule {
  readonly reason: string;
  readonly covers: (difference: Difference) => boolean;
}

/** Where we choose to differ from Apache Avro for Java 1.12.1, each by rule and with its reason, never by a case's id. */
export const DEVIATIONS = {
  'strict-varint': {
    reason:
      'Java drops the bits of a varint that its type has no room for, and takes a count of -2^63 for none. Such bytes ' +
      'come from no encoder, and reading them as some other number hides the fault that made them.',
    covers: ({ kind, bytes, finding }) =>
      kind === 'decode' && bytes !== undefined && finding !== undefined && holdsOverlong(bytes, finding.offset),
  },
  'strict-boolean': {
    reason: 'The specification has a byte 0 or 1; Java reads every other byte as false.',
    covers: ({ kind, bytes, finding }) =>
      kind === 'decode' && finding?.expected.startsWith('boolean') === true && (bytes?.[finding.offset] ?? 0) > 1,
  },
  'bounded-nesting': {
    reason: 'Records nest at most 1024 deep: Java goes on until its stack overflows, which ends the thread.',
    covers: ({ kind, finding }) => kind === 'decode' && finding?.expected.startsWith('records nested at most') === true,
  },
  'bounded-empty-items': {
    reason:
      'A value holds at most 32768 items that take no bytes, and values without bytes in proportion: nothing else bounds what a count of 5 bytes makes a ' +
      'decoder allocate, and Java runs out of memory.',
    covers: ({ kind, finding }) =>
      kind === 'decode' &&
      ((claimedCount(finding) ?? 0) > 32_768 || finding?.expected.startsWith('at most 32768 values') === true),
  },
  'strict-block-size': {
    reason:
      'A block with a negative count says how many bytes it has; Java reads on whatever it says. Readers that skip ' +
      'blocks go by it, so a size that the bytes left cannot hold is refused before it misleads one.',
    covers: ({ kind, bytes, finding }) =>
      kind === 'decode' && bytes !== undefined && isCount(finding) && claimsTooMuch(bytes, finding.offset),
  },
  'utf-8-replacement': {
    reason:
      'Bytes that are not UTF-8 show as U+FFFD, one for each maximal part as the WHATWG Encoding Standard has it; Java ' +
      'gives one for parts of surrogates that the standard counts singly. Either way the text is lost.',
    covers: ({ ours, javas }) =>
      ours !== undefined && javas !== undefined && ours.includes('\ufffd') && collapse(ours) === collapse(javas),
  },
  'one-kind-of-number': {
    reason: 'JSON has one kind of number (RFC 8259, 6): 1.0 is the whole number 1 to us, and no int to Java.',
    covers: ({ kind, text, isRefused }) =>
      kind === 'parse' &&
      isRefused !== true &&
      text !== undefined &&
      /[:,[\s]-?\d+(?:\.0+(?!\d)|(?:\.\d+)?[eE]\+?\d+)/.test(text),
  },
  'enum-default-is-text': {
    reason: 'Java reads an enum default that is no text as none at all; a default that is never taken is a mistake.',
    covers: ({ kind, text, isRefused }) =>
      kind === 'parse' && isRefused === true && text !== undefined && holdsOddEnumDefault(readJson(text)),
  },
  'text-after-schema': {
    reason: 'Java lets a NUL stand behind the schema; a text that goes on is no JSON.',
    covers: ({ kind, text, isRefused }) => kind === 'parse' && isRefused === true && text?.includes('\0') === true,
  },
  'numbers-in-range': {
    reason: 'Java reads a number beyond all doubles as infinity; what was written is lost then.',
    covers: ({ kind, text, isRefused }) =>
      kind === 'parse' && isRefused === true && text !== undefined && /\d[eE]\+?\d{3,}/.test(text),
  },
  'aliases-are-names': {
    reason: 'An alias is a name (Avro 1.12, Aliases); Java takes any text, which no type can have.',
    covers: ({ kind, text, isRefused }) =>
      kind === 'parse' &&
      isRefused === true &&
      text !== undefined &&
      /"aliases":\s*\[[^\]]*"[^"]*[^\w."][^"]*"/.test(text),
  },
  'aliases-across-namespaces': {
    reason:
      "Java's checker holds records whose names differ in the namespace alone for the same, and its resolver ignores " +
      'the aliases of their fields; ours reads by them what the checker let through.',
    covers: ({ kind, writer, reader }) =>
      kind === 'resolve' && writer !== undefined && reader !== undefined && holdsMovedRecord(writer, reader),
  },
} as const satisfies Record<string, Rule>;

/** The rule that covers a difference, if one does. */
export function findRule(difference: Difference): string | undefined {
  return Object.entries<Rule>(DEVIATIONS).find(([, rule]) => rule.covers(difference))?.[0];
}

function holdsOverlong(bytes: Uint8Array, offset: number): boolean {
  const length = bytes.subarray(offset).findIndex((byte) => byte < 0x80) + 1;
  const last = bytes[offset + length - 1] ?? 0;
  return (length === 5 && last > 0x0f) || (length === 10 && last > 0) || length > 10;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function holdsOddEnumDefault(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  if ('type' in json && json.type === 'enum' && 'default' in json && typeof json.default !== 'string') return true;
  return Object.values(json).some(holdsOddEnumDefault);
}

/** Whether a block with a negative count stands there, of a size that is negative or more than the bytes behind it. */
function claimsTooMuch(bytes: Uint8Array, offset: number): boolean {
  const count = readLong(bytes, offset);
  if (count === undefined || count.value >= 0n) return false;
  const size = readLong(bytes, count.end);
  return size !== undefined && (size.value < 0n || size.value > BigInt(bytes.length - size.end));
}

function readLong(bytes: Uint8Array, start: number): { readonly value: bigint; readonly end: number } | undefined {
  let raw = 0n;
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    raw |= BigInt(byte & 0x7f) << BigInt(7 * (at - start));
    if (byte < 0x80) return { value: (raw >> 1n) ^ -(raw & 1n), end: at + 1 };
  }
  return undefined;
}

function isCount(finding: ByteFinding | undefined): finding is ByteFinding {
  return finding?.expected.startsWith('a count of') === true;
}

/** Whether a record of the reader's whose fields have aliases stands in another namespace to the writer. */
function holdsMovedRecord(writer: Schema, reader: Schema): boolean {
  const written = new Map<string, Set<string>>();
  visitSchemas([writer], (schema) => {
    if (schema.type !== 'record') return;
    const simple = simpleName(schema.name);
    written.set(simple, (written.get(simple) ?? new Set()).add(schema.name));
  });
  let found = false;
  visitSchemas([reader], (schema) => {
    if (schema.type !== 'record' || !schema.fields.some(({ aliases }) => aliases.length > 0)) return;
    found ||= [...(written.get(simpleName(schema.name)) ?? [])].some((name) => name !== schema.name);
  });
  return found;
}

function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function claimedCount(finding: ByteFinding | undefined): number | undefined {
  if (!isCount(finding)) return undefined;
  return Number.parseInt(finding.found, 10);
}

function collapse(text: string): string {
  return text.replaceAll(/\ufffd+/g, '\ufffd');
}
