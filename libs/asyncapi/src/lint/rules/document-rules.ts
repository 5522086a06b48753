import { stringOf } from '../../source/node.ts';
import type { Node } from '../../source/node.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext, LintRule } from '../rule.ts';
import { checkStructure } from '../structure/check-structure.ts';
import { SPEC_VERSIONS } from '../structure/spec-schemas.ts';
import { followed, itemsIn, namedIn, objectIn, operations2 } from './walk.ts';

/** Rules of the document as a whole. */
export const DOCUMENT_RULES: readonly LintRule[] = [
  {
    id: 'version-published',
    severity: 'error',
    versions: 'all',
    doc: 'The version is one that AsyncAPI has published.',
    *check({ root, version }) {
      const at = root.entries.get('asyncapi') ?? root;
      if (!SPEC_VERSIONS.has(version)) yield { at, message: `${version} is not a version of AsyncAPI` };
    },
  },
  {
    id: 'version-newest',
    severity: 'info',
    versions: '2.x',
    doc: 'The document is of 3.x.',
    *check({ root, version }) {
      const at = root.entries.get('asyncapi') ?? root;
      yield { at, message: `${version} is an old version: 3.x is the newest` };
    },
  },
  {
    id: 'structure',
    severity: 'error',
    versions: 'all',
    doc: "The document, and all that its references lead to, fits AsyncAPI's JSON Schema of its version.",
    check: async (context) => (await checkStructure(context)).problems,
  },
  {
    id: 'reference-found',
    severity: 'error',
    versions: 'all',
    doc: 'Every reference leads to something, also in components that nobody uses.',
    check: async (context) => (await checkStructure(context)).lost,
  },
  {
    id: 'tag-unique',
    severity: 'error',
    versions: 'all',
    doc: 'Tags of one thing have names of their own.',
    check: checkTags,
  },
  {
    id: 'message-id-unique',
    severity: 'error',
    versions: '2.x',
    doc: 'A messageId names one message. The same message may be used twice.',
    check: checkMessageIds,
  },
  {
    id: 'names',
    severity: 'error',
    versions: 'all',
    doc: 'Names of components are letters, digits, dots, hyphens and underscores; those of servers in 2.x have no dots.',
    *check(context) {
      const components = objectIn(context, context.root, 'components');
      for (const section of components?.entries.keys() ?? []) {
        if (!section.startsWith('x-')) yield* checkNames(context, components, section, /^[\w.-]+$/u);
      }
      if (context.major === 2) yield* checkNames(context, context.root, 'servers', /^[\w-]+$/u);
    },
  },
  {
    id: 'component-used',
    severity: 'info',
    versions: 'all',
    doc: 'Every component is used.',
    check: checkUnused,
  },
  {
    id: 'operation-id',
    severity: 'info',
    versions: '2.x',
    doc: 'Operations have an operationId: generated code is called after it.',
    *check(context) {
      for (const { address, verb, operation } of operations2(context)) {
        const traits = itemsIn(context, operation, 'traits').map((node) => followed(context, node));
        const named = [operation, ...traits].some((node) => node?.kind === 'object' && node.entries.has('operationId'));
        if (!named) yield { at: operation, message: `${verb} of ${JSON.stringify(address)} has no "operationId"` };
      }
    },
  },
];

function* checkNames(context: LintContext, parent: Node | undefined, key: string, allowed: RegExp): Generator<Problem> {
  for (const [name, at] of objectIn(context, parent, key)?.entries ?? []) {
    if (allowed.test(name) || name.startsWith('x-') || name === '$ref') continue;
    yield { at, message: `${JSON.stringify(name)} is no name for one of "${key}": it takes letters, digits, ". - _"` };
  }
}

/** Keys whose values are data or schemas, where `tags` is a name like any other. */
const NOT_OURS = /^(?:x-.*|payload|headers|schemas?|examples?|default|properties|bindings|enum|const)$/u;

function* checkTags(context: LintContext): Generator<Problem> {
  const seen = new Set<Node>();
  const stack: Node[] = [context.root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'array') {
      stack.push(...node.items);
      continue;
    }
    for (const [key, child] of node.entries) {
      if (key === 'tags' && child.kind === 'array') yield* checkTagList(context, child.items);
      else if (!NOT_OURS.test(key)) stack.push(child);
    }
  }
}

function* checkTagList(context: LintContext, items: readonly Node[]): Generator<Problem> {
  const names = new Set<string>();
  for (const item of items) {
    const tag = followed(context, item);
    const at = tag?.kind === 'object' ? tag.entries.get('name') : undefined;
    const name = stringOf(at);
    if (name === undefined) continue;
    if (names.has(name)) {
      const message = `the tag ${JSON.stringify(name)} is given twice`;
      yield { at: tag === item && at !== undefined ? at : item, message };
    }
    names.add(name);
  }
}

function* checkMessageIds(context: LintContext): Generator<Problem> {
  const owners = new Map<string, Node>();
  for (const { operation } of operations2(context)) {
    const single = objectIn(context, operation, 'message');
    const oneOf = itemsIn(context, single, 'oneOf');
    for (const node of oneOf.length > 0 ? oneOf : [single]) {
      const message = followed(context, node);
      if (message?.kind !== 'object') continue;
      const traits = itemsIn(context, message, 'traits').map((trait) => followed(context, trait));
      const at = [...traits.toReversed(), message]
        .map((part) => (part?.kind === 'object' ? part.entries.get('messageId') : undefined))
        .find((part) => stringOf(part) !== undefined);
      const id = stringOf(at);
      if (id === undefined || at === undefined) continue;
      const owner = owners.get(id);
      if (owner !== undefined && owner !== message) {
        yield { at, message: `the messageId ${JSON.stringify(id)} is taken by another message` };
      }
      owners.set(id, message);
    }
  }
}

/** What nothing refers to; in 2.x security schemes are named, not referred to. */
function* checkUnused(context: LintContext): Generator<Problem> {
  const components = objectIn(context, context.root, 'components');
  if (components === undefined) return;
  const used = new Set<string>();
  const named = new Set<string>();
  const seen = new Set<Node>();
  const stack: Node[] = [...context.document.files.values()].flatMap((file) => (file?.root ? [file.root] : []));
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'array') {
      stack.push(...node.items);
      continue;
    }
    for (const [key, child] of node.entries) {
      if (key === '$ref') noteRef(context, node, used);
      if (key === 'security' && child.kind === 'array') noteNames(child.items, named);
      stack.push(child);
    }
  }
  for (const section of components.entries.keys()) {
    if (section.startsWith('x-')) continue;
    for (const { name, node } of namedIn(context, components, section)) {
      const isNamed = context.major === 2 && section === 'securitySchemes' && named.has(name);
      if (!isNamed && !used.has(node.pointer)) {
        yield { at: node, message: `nothing uses ${JSON.stringify(name)} of components.${section}` };
      }
    }
  }
}

function noteNames(requirements: readonly Node[], named: Set<string>): void {
  for (const item of requirements) {
    for (const name of item.kind === 'object' ? item.entries.keys() : []) named.add(name);
  }
}

/** A reference uses what it names, and what that is a part of. */
function noteRef({ document }: LintContext, node: Node, used: Set<string>): void {
  const ref = node.kind === 'object' ? stringOf(node.entries.get('$ref')) : undefined;
  if (ref === undefined) return;
  const hash = ref.indexOf('#');
  const isMain = hash === 0 ? node.file === document.main : ref.slice(0, hash).endsWith(baseOf(document.main.path));
  if (hash === -1 || !isMain) return;
  const [, section, kind, name] = ref.slice(hash + 1).split('/');
  if (section === 'components') used.add(`/components/${kind ?? ''}/${decode(name ?? '')}`);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
