import { describeKind, stringOf, toJson, toRecord } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import type { Extensions } from '../model/model.ts';
import { freezeList, itemsAt, report } from './build.ts';
import type { Build } from './build.ts';

export function stringAt(build: Build, parent: ObjectNode, key: string): string | undefined {
  const node = parent.entries.get(key);
  return node === undefined ? undefined : expectString(build, node, JSON.stringify(key));
}

/** The string under `key`, which must be there; '' where it is not, and the finding is made. */
export function requireString(build: Build, parent: ObjectNode, key: string, what: string): string {
  const node = parent.entries.get(key);
  if (node !== undefined) return expectString(build, node, JSON.stringify(key)) ?? '';
  report(build, parent, 'required', `${what} needs ${JSON.stringify(key)}`);
  return '';
}

export function expectString(build: Build, node: Node, what: string): string | undefined {
  const text = stringOf(node);
  if (text === undefined) report(build, node, 'kind', `${what} is a string, found ${describeKind(node)}`);
  return text;
}

/** The string under `key`, one of `allowed`. */
export function choiceAt<const Choice extends string>(
  build: Build,
  parent: ObjectNode,
  key: string,
  allowed: readonly Choice[],
): Choice | undefined {
  const node = parent.entries.get(key);
  if (node === undefined) return undefined;
  const text = stringOf(node);
  const choice = allowed.find((item) => item === text);
  if (choice === undefined) {
    const found = text === undefined ? describeKind(node) : JSON.stringify(text);
    report(build, node, 'value', `${JSON.stringify(key)} is one of ${allowed.join(', ')}; found ${found}`);
  }
  return choice;
}

/** A version or a similar text that YAML may have read as a number: its digits. */
export function looseStringAt(build: Build, parent: ObjectNode, key: string): string | undefined {
  const node = parent.entries.get(key);
  if (node?.kind === 'scalar' && (typeof node.value === 'number' || typeof node.value === 'bigint')) {
    const message = `${JSON.stringify(key)} is a string: put the number in quotes`;
    report(build, node, 'kind', message, 'warning');
    return String(node.value);
  }
  return stringAt(build, parent, key);
}

export function countAt(build: Build, parent: ObjectNode, key: string): number | undefined {
  const node = parent.entries.get(key);
  if (node === undefined) return undefined;
  if (node.kind === 'scalar' && typeof node.value === 'number' && Number.isInteger(node.value) && node.value > 0) {
    return node.value;
  }
  report(build, node, 'value', `${JSON.stringify(key)} is a whole number above 0`);
  return undefined;
}

/** Strings under `key`. Where `loose`, numbers and booleans become their text. */
export function stringsAt(build: Build, parent: ObjectNode, key: string, loose = false): readonly string[] | undefined {
  if (!parent.entries.has(key)) return undefined;
  const readItem = (node: Node): string | undefined =>
    loose && node.kind === 'scalar' && node.value !== null
      ? String(node.value)
      : expectString(build, node, `each of ${JSON.stringify(key)}`);
  return freezeList(itemsAt(build, parent, key).map(readItem));
}

/** What begins with `x-` (AsyncAPI, Specification Extensions), as written. */
export function extensionsOf(object: ObjectNode): Extensions | undefined {
  const found = [...object.entries].filter(([key]) => key.startsWith('x-'));
  return found.length === 0 ? undefined : toRecord(found.map(([key, node]) => [key, toJson(node)] as const));
}
