import type { SourceDocument } from './load-document.ts';
import { placeOf } from './node.ts';
import type { Node, Place } from './node.ts';
import { unescapeStep } from './pointer.ts';

/**
 * The place of what a JSON Pointer names in one of a document's files, or of the nearest thing around it; `undefined`
 * where there is no such file.
 */
export function locate(document: SourceDocument, file: string, pointer: string): Place | undefined {
  let node = document.files.get(file)?.root;
  if (node === undefined) return undefined;
  for (const step of pointer.split('/').slice(1)) {
    const next = childOf(node, unescapeStep(step));
    if (next === undefined) break;
    node = next;
  }
  return placeOf(node);
}

/** What one step of a pointer leads to. */
export function childOf(node: Node, step: string): Node | undefined {
  if (node.kind === 'object') return node.entries.get(step);
  return node.kind === 'array' && /^(?:0|[1-9]\d*)$/u.test(step) ? node.items[Number(step)] : undefined;
}
