import type { JsonValue } from '@sluice/avro';
import type { ErrorObject } from 'ajv';
import { escapeStep, unescapeStep } from '../../source/pointer.ts';

export interface Described {
  readonly pointer: string;
  readonly message: string;
}

/** Keywords that only say that something inside them was wrong. */
const FRAMES: ReadonlySet<string> = new Set(['if', 'oneOf', 'anyOf', 'allOf', 'not']);
const SHOWN = 20;

/** A validator's errors as people say them: frames left out where their inside says more, each place and message once. */
export function describeErrors(all: readonly ErrorObject[], data: JsonValue, around = ''): readonly Described[] {
  // Integers beyond 2^53 are numbers, which the validator does not know.
  const errors = all.filter(
    ({ keyword, instancePath }) => keyword !== 'type' || typeof valueAt(data, instancePath) !== 'bigint',
  );
  const inner = errors.filter(({ keyword }) => !FRAMES.has(keyword));
  const paths = inner.map(({ instancePath }) => instancePath);
  const frames = errors.filter(
    ({ keyword, instancePath }) =>
      FRAMES.has(keyword) && keyword !== 'if' && !paths.some((path) => isWithin(path, instancePath)),
  );
  const found = new Map<string, Described>();
  for (const error of [...inner, ...frames]) {
    const described = describe(error, data, around);
    const key = `${described.pointer} ${described.message}`;
    if (!found.has(key)) found.set(key, described);
  }
  return [...found.values()];
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

function describe({ keyword, instancePath, params, message }: ErrorObject, data: JsonValue, around: string): Described {
  const here = nameOf(instancePath === '' ? around : instancePath);
  const values = params as Readonly<Record<string, unknown>>;
  const at = (text: string, pointer = instancePath): Described => ({ pointer, message: text });
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(values['additionalProperty'] ?? values['unevaluatedProperty']);
      return at(`${here} has no ${quote(key)}`, `${instancePath}/${escapeStep(key)}`);
    }
    case 'required':
      return at(`${here} needs ${quote(String(values['missingProperty']))}`);
    case 'type': {
      const types = [values['type']].flat().map(String);
      return at(`${here} must be ${types.map(article).join(' or ')}, found ${kindOf(valueAt(data, instancePath))}`);
    }
    case 'enum': {
      const allowed = (Array.isArray(values['allowedValues']) ? values['allowedValues'] : []) as unknown[];
      const more = allowed.length > SHOWN ? ', …' : '';
      return at(`${here} must be one of ${allowed.slice(0, SHOWN).map(show).join(', ')}${more}`);
    }
    case 'const':
      return at(`${here} must be ${show(values['allowedValue'])}`);
    case 'format':
      return at(`${here} must be of the format ${String(values['format'])}`);
    default:
      return at(`${here} ${message ?? 'does not fit'}`);
  }
}

function nameOf(path: string): string {
  const step = path.slice(path.lastIndexOf('/') + 1);
  return path === '' ? 'it' : quote(unescapeStep(step));
}

function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function article(type: string): string {
  if (type === 'null') return type;
  return `${/^[aeiou]/u.test(type) ? 'an' : 'a'} ${type}`;
}

function kindOf(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'an array';
  return article(typeof value === 'bigint' ? 'number' : typeof value);
}

function valueAt(data: JsonValue, path: string): JsonValue | undefined {
  let value: unknown = data;
  for (const step of path.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[unescapeStep(step)];
  }
  return value as JsonValue | undefined;
}
