import { AccessError } from './access-error.ts';
import { GRANT_FORMS, parseGrant } from './principal.ts';
import type { Grant } from './principal.ts';

/** An object of a JSON file, with no other keys than these. Throws AccessError. */
export function readObject(value: unknown, where: string, keys?: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AccessError(`${where}: expected an object`);
  }
  const unknown = Object.keys(value).find((key) => keys !== undefined && !keys.includes(key));
  if (unknown !== undefined) {
    throw new AccessError(`${where} has the unknown key '${unknown}': it takes ${keys?.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(value));
}

export function readText(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new AccessError(`${where}: expected a text`);
  return value;
}

export function readTexts(value: unknown, where: string): readonly string[] {
  if (!Array.isArray(value)) throw new AccessError(`${where}: expected a list of texts`);
  return value.map((item: unknown) => readText(item, where));
}

export function readNumber(value: unknown, where: string, { min, max }: { min: number; max: number }): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new AccessError(`${where}: expected a number from ${min} to ${max}`);
  }
  return value;
}

/** Roles as a list of texts. Throws AccessError. */
export function readGrants(value: unknown, where: string): readonly Grant[] {
  return readTexts(value, where).map((text) => {
    const grant = parseGrant(text);
    if (grant === undefined) throw new AccessError(`${where}: '${text}' is no role: ${GRANT_FORMS}`);
    return grant;
  });
}
