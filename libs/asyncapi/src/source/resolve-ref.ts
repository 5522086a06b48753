import type { FindingRule } from '../asyncapi-error.ts';
import { LIMITS } from './limits.ts';
import type { SourceDocument } from './load-document.ts';
import { childOf } from './locate.ts';
import { refOf } from './node.ts';
import type { Node } from './node.ts';
import { folderOf, joinPath, parseRef } from './paths.ts';
import { parseFragment } from './pointer.ts';

/** What a chain of references leads to. */
export type Resolution =
  /** `via` are the nodes on the way, the first reference among them and `node` last. */
  | { readonly kind: 'found'; readonly node: Node; readonly via: readonly Node[] }
  /** Kept as it is: somebody else resolves it, or nobody. `via` ends with the reference. */
  | {
      readonly kind: 'open';
      readonly scheme: 'registry' | 'network';
      readonly ref: string;
      readonly via: readonly Node[];
    }
  | { readonly kind: 'failed'; readonly at: Node; readonly rule: FindingRule; readonly message: string };

/** Follows references from `node` until something else stands there. A node that is no reference leads to itself. */
export function resolveRef(document: SourceDocument, node: Node): Resolution {
  const via: Node[] = [node];
  let at = node;
  for (;;) {
    const ref = refOf(at);
    if (ref === undefined) return { kind: 'found', node: at, via };
    const step = followOne(document, at, ref, via.length);
    if (step.kind === 'failed') return step;
    if (step.kind === 'open') return { ...step, via };
    if (via.includes(step.node)) {
      return { kind: 'failed', at: node, rule: 'ref-cycle', message: `the reference ${ref} leads back to itself` };
    }
    via.push(step.node);
    at = step.node;
  }
}

function followOne(document: SourceDocument, at: Node, ref: string, chain: number): Resolution {
  const failed = (rule: FindingRule, message: string): Resolution => ({ kind: 'failed', at, rule, message });
  if (chain > LIMITS.refChain) return failed('limit', `more than ${LIMITS.refChain} references lead to each other`);
  const parts = parseRef(ref);
  if (parts.kind === 'registry' || parts.kind === 'network') {
    return { kind: 'open', scheme: parts.kind, ref, via: [at] };
  }
  if (parts.kind === 'unknown-scheme') return failed('ref', `${ref}: references name files and registry subjects only`);
  const path = parts.path === '' ? at.file.path : joinPath(folderOf(at.file.path), parts.path);
  const file = document.files.get(path);
  if (file === undefined) {
    const failure = document.failures.get(path);
    return failed(failure?.rule ?? 'ref-file', failure?.message ?? `${path} was not read`);
  }
  if (file.root === undefined) return failed('ref-file', `${path} was refused`);
  const steps = parseFragment(parts.fragment);
  if (steps === undefined)
    return failed('ref', `${ref}: a fragment is a JSON Pointer, as in #/components/schemas/Name`);
  return walkPointer(document, file.root, steps, { at, ref, chain });
}

interface Walk {
  readonly at: Node;
  readonly ref: string;
  readonly chain: number;
}

/** A pointer may lead through references, as it would once they are all put in their places. */
function walkPointer(document: SourceDocument, root: Node, steps: readonly string[], walk: Walk): Resolution {
  let node = root;
  for (const [index, step] of steps.entries()) {
    const child = childOf(node, step);
    if (child !== undefined) {
      node = child;
      continue;
    }
    const through = refOf(node);
    if (through !== undefined && node !== walk.at) {
      const next = followOne(document, node, through, walk.chain + 1);
      if (next.kind !== 'found') return next;
      return walkPointer(document, next.node, steps.slice(index), { ...walk, chain: walk.chain + 1 });
    }
    const message = `${walk.ref}: nothing is named ${JSON.stringify(step)} there`;
    return { kind: 'failed', at: walk.at, rule: 'ref', message };
  }
  return { kind: 'found', node, via: [node] };
}
