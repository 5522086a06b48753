import { describeKind } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { follow, itemsAt, objectOf, report } from './build.ts';
import type { Build } from './build.ts';

/** What a trait may not say: it would change what the thing is (AsyncAPI 3.1, Operation and Message Trait Objects). */
export const TRAIT_CANNOT_SAY = {
  operation: ['action', 'channel', 'message', 'messages', 'traits'],
  message: ['payload', 'traits'],
} as const;

/**
 * Merges an object's traits into it by JSON Merge Patch (RFC 7396), in their order. Who wins differs:
 * - 2.x: "Traits MUST be merged into the object using the JSON Merge Patch algorithm in the same order": each trait is a
 *   patch of the object, so a trait wins, and `null` in it removes.
 * - 3.x: "A property on a trait MUST NOT override the same property on the target object": a later trait patches an
 *   earlier one, and the object wins over all, at every depth.
 */
export function applyTraits(build: Build, target: ObjectNode, kind: keyof typeof TRAIT_CANNOT_SAY): ObjectNode {
  if (!target.entries.has('traits')) return target;
  const traits = itemsAt(build, target, 'traits').flatMap((node) => {
    const trait = objectOf(build, node, 'a trait');
    return trait === undefined ? [] : [withoutForbidden(build, trait, kind)];
  });
  const own: ObjectNode = { ...target, entries: new Map([...target.entries].filter(([key]) => key !== 'traits')) };
  if (build.major === 2) return traits.reduce((merged, trait) => patchObject(build, merged, trait), own);
  const empty: ObjectNode = { ...target, entries: new Map() };
  const merged = traits.reduce((earlier, trait) => patchObject(build, earlier, trait), empty);
  return layOver(build, own, merged);
}

function withoutForbidden(build: Build, trait: ObjectNode, kind: keyof typeof TRAIT_CANNOT_SAY): ObjectNode {
  const forbidden: readonly string[] = TRAIT_CANNOT_SAY[kind];
  const allowed = [...trait.entries].filter(([key, node]) => {
    if (!forbidden.includes(key)) return true;
    report(build, node, 'trait', `a trait cannot say ${JSON.stringify(key)}; it is left out`, 'warning');
    return false;
  });
  return { ...trait, entries: new Map(allowed) };
}

/** MergePatch of RFC 7396, section 2. References that meet an object are followed first: a patch is of what they mean. */
function patchObject(build: Build, target: ObjectNode, patch: ObjectNode): ObjectNode {
  const entries = new Map(target.entries);
  for (const [key, value] of patch.entries) {
    if (value.kind === 'scalar' && value.value === null) entries.delete(key);
    else entries.set(key, patchValue(build, entries.get(key), value));
  }
  return { ...target, entries };
}

function patchValue(build: Build, target: Node | undefined, patch: Node): Node {
  const before = target && followed(build, target);
  if (before?.kind !== 'object' || patch.kind !== 'object') return patch;
  const after = followed(build, patch);
  return after?.kind === 'object' ? patchObject(build, before, after) : patch;
}

/** `top` with what only `below` says added, at every depth. `null` in `top` is a value of its own, such as a default. */
function layOver(build: Build, top: ObjectNode, below: ObjectNode): ObjectNode {
  const entries = new Map(top.entries);
  for (const [key, value] of below.entries) {
    const own = entries.get(key);
    if (own === undefined) {
      entries.set(key, value);
      continue;
    }
    const [upper, lower] = [followed(build, own), followed(build, value)];
    if (upper?.kind === 'object' && lower?.kind === 'object') entries.set(key, layOver(build, upper, lower));
    else if (upper && lower && upper.kind !== lower.kind) reportClash(build, upper, lower);
  }
  return { ...top, entries };
}

function reportClash(build: Build, own: Node, trait: Node): void {
  const message = `here stands ${describeKind(own)}, in a trait ${describeKind(trait)}; the trait's is left out`;
  report(build, own, 'trait', message, 'warning');
}

function followed(build: Build, node: Node): Node | undefined {
  return node.kind === 'object' && node.entries.has('$ref') ? follow(build, node) : node;
}
