import type { Finding, FindingRule } from '../asyncapi-error.ts';
import { LIMITS } from '../source/limits.ts';
import type { SourceDocument } from '../source/load-document.ts';
import { describeKind, placeOf } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import type { OpenRef } from '../model/model.ts';
import type { SchemaTable } from './schema-table.ts';

/** What the builders of one model share. They report what is wrong and go on, with something harmless in its place. */
export interface Build {
  readonly document: SourceDocument;
  readonly root: ObjectNode;
  readonly major: 2 | 3;
  readonly defaultContentType: string | undefined;
  readonly schemas: SchemaTable;
  readonly registryRefs: Map<Node, OpenRef>;
  readonly findings: Findings;
}

/** Each finding once, in the order found, up to a bound. */
export interface Findings {
  readonly list: Finding[];
  readonly seen: Set<string>;
  reads: number;
}

export function report(
  build: Pick<Build, 'findings'>,
  node: Node,
  rule: FindingRule,
  message: string,
  severity: Finding['severity'] = 'error',
): void {
  const { list, seen } = build.findings;
  const identity = `${node.file.path}:${node.offset}:${rule}:${message}`;
  if (seen.has(identity) || list.length >= LIMITS.findings) return;
  seen.add(identity);
  list.push({ rule, severity, ...placeOf(node), message });
}

/** What stands at `node` once references are followed; says so where they lead nowhere. */
export function follow(build: Pick<Build, 'document' | 'findings'>, node: Node): Node | undefined {
  if (++build.findings.reads > LIMITS.reads) {
    if (build.findings.reads === LIMITS.reads + 1) {
      report(build, node, 'limit', `a document of more than ${LIMITS.reads} things, references followed`);
    }
    return undefined;
  }
  const resolution = resolveRef(build.document, node);
  if (resolution.kind === 'found') return resolution.node;
  if (resolution.kind === 'failed') {
    report(build, resolution.at, resolution.rule, resolution.message);
  } else if (resolution.scheme === 'network') {
    report(build, resolution.via.at(-1) ?? node, 'ref-network', networkMessage(resolution.ref));
  } else {
    report(build, node, 'ref', `${resolution.ref}: only a schema can be a reference to a registry`);
  }
  return undefined;
}

export function networkMessage(ref: string): string {
  return `${ref} is not fetched: nothing is loaded over the network; keep a copy beside the document`;
}

/** The object at `node`, references followed. */
export function objectOf(
  build: Pick<Build, 'document' | 'findings'>,
  node: Node,
  what: string,
): ObjectNode | undefined {
  const target = follow(build, node);
  if (target === undefined || target.kind === 'object') return target;
  report(build, target, 'kind', `${what} is an object, found ${describeKind(target)}`);
  return undefined;
}

/** The object under `key`, references followed; `undefined` where there is none. */
export function objectAt(build: Build, parent: ObjectNode, key: string): ObjectNode | undefined {
  const node = parent.entries.get(key);
  return node === undefined ? undefined : objectOf(build, node, JSON.stringify(key));
}

/** Entries of the object under `key`: names of the author's choosing, references not yet followed. */
export function entriesAt(build: Build, parent: ObjectNode, key: string): readonly (readonly [string, Node])[] {
  return [...(objectAt(build, parent, key)?.entries ?? [])];
}

export function itemsAt(build: Build, parent: ObjectNode, key: string): readonly Node[] {
  const node = parent.entries.get(key);
  if (node === undefined) return [];
  const target = follow(build, node);
  if (target === undefined || target.kind === 'array') return target?.items ?? [];
  report(build, target, 'kind', `${JSON.stringify(key)} is an array, found ${describeKind(target)}`);
  return [];
}

/** Leaves out what is `undefined`, and freezes. */
export function freeze<T extends object>(value: {
  readonly [Key in keyof T]: object extends Pick<T, Key> ? T[Key] | undefined : T[Key];
}): T {
  return Object.freeze(Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined))) as T;
}

export function freezeList<Item>(items: readonly (Item | undefined)[]): readonly Item[] {
  return Object.freeze(items.filter((item) => item !== undefined));
}
