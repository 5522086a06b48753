import { describeFindings } from '../avro-findings.ts';
import { SerdeError } from '../serde-error.ts';
import type { SerdeErrorKind } from '../serde-error.ts';

/** Why a value or its bytes are none of a message. The path grows from the inside while messages are left. */
export interface Fault {
  /** Marks it among all else that may be thrown. */
  readonly isFault: true;
  path: string;
  readonly expected: string;
  readonly found: string;
  /** Of bytes: where they are at fault. */
  readonly offset?: number;
}

/** How deep messages may nest: protobuf's own limit. It also ends objects that hold themselves. */
export const MAX_NESTING = 100;

/** Throws what is wrong with the value of a field, or of an item of it. */
export function refuse(name: string, index: number | string | undefined, expected: string, value: unknown): never {
  const fault: Fault = { isFault: true, path: joinPath(name, index), expected, found: describeValue(value) };
  // oxlint-disable-next-line typescript/only-throw-error -- caught by codecs, which make an error of it
  throw fault;
}

export function refuseBytes(offset: number, expected: string, found: string): never {
  const fault: Fault = { isFault: true, path: '', expected, found, offset };
  // oxlint-disable-next-line typescript/only-throw-error -- caught by codecs, which make an error of it
  throw fault;
}

/** What was thrown within a field, with the field's name before its path. */
export function within(error: unknown, name: string, index?: number | string): unknown {
  if (!isFault(error)) return error;
  const rest = error.path === '' || error.path.startsWith('[') ? error.path : `.${error.path}`;
  error.path = joinPath(name, index) + rest;
  return error;
}

/** The error that users see, of what was thrown within. */
export function toSerdeError(error: unknown, kind: SerdeErrorKind, message: string): unknown {
  if (!isFault(error)) return error;
  const { path, expected, found, offset } = error;
  const findings = [offset === undefined ? { path, expected, found } : { path, expected, found, offset }];
  return new SerdeError(kind, `${message}: ${describeFindings(findings, error)}`, { findings });
}

function isFault(error: unknown): error is Fault {
  return typeof error === 'object' && error !== null && 'isFault' in error;
}

function joinPath(name: string, index: number | string | undefined): string {
  if (index === undefined) return name;
  return `${name}[${typeof index === 'number' ? index : JSON.stringify(index)}]`;
}

const MAX_SHOWN = 40;

function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'nothing';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'an array';
      return value instanceof Uint8Array ? 'bytes' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}
