import type { Message, Model } from '../../model/model.ts';
import type { SchemaUse } from '../../model/schema-use.ts';
import { resolveRef } from '../../source/resolve-ref.ts';
import type { Node, ObjectNode } from '../../source/node.ts';
import type { LintContext } from '../rule.ts';

type Walked = Pick<LintContext, 'document'>;

/** What stands at `node`, references followed; `undefined` where they lead nowhere. */
export function followed(context: Walked, node: Node | undefined): Node | undefined {
  if (node === undefined) return undefined;
  const resolution = resolveRef(context.document, node);
  return resolution.kind === 'found' ? resolution.node : undefined;
}

export function objectIn(context: Walked, parent: Node | undefined, key: string): ObjectNode | undefined {
  const node = parent?.kind === 'object' ? followed(context, parent.entries.get(key)) : undefined;
  return node?.kind === 'object' ? node : undefined;
}

export function itemsIn(context: Walked, parent: Node | undefined, key: string): readonly Node[] {
  const node = parent?.kind === 'object' ? followed(context, parent.entries.get(key)) : undefined;
  return node?.kind === 'array' ? node.items : [];
}

/** Objects under names of the author's choosing. */
export function namedIn(
  context: Walked,
  parent: Node | undefined,
  key: string,
): readonly { readonly name: string; readonly node: Node; readonly object: ObjectNode }[] {
  return [...(objectIn(context, parent, key)?.entries ?? [])].flatMap(([name, node]) => {
    const object = followed(context, node);
    return object?.kind === 'object' ? [{ name, node, object }] : [];
  });
}

/** Those of the document itself and of its components. */
export function namedEverywhere(
  context: LintContext,
  key: string,
): readonly { readonly name: string; readonly node: Node; readonly object: ObjectNode }[] {
  return [
    ...namedIn(context, context.root, key),
    ...namedIn(context, objectIn(context, context.root, 'components'), key),
  ];
}

/** Operations of a 2.x document's channels. */
export function operations2(
  context: LintContext,
): readonly { readonly address: string; readonly verb: string; readonly operation: ObjectNode }[] {
  return namedIn(context, context.root, 'channels').flatMap(({ name, object }) =>
    ['subscribe', 'publish'].flatMap((verb) => {
      const operation = objectIn(context, object, verb);
      return operation === undefined ? [] : [{ address: name, verb, operation }];
    }),
  );
}

/** Every message of a model, once for each place that one stands. */
export function messagesOf(model: Model): readonly Message[] {
  const found = new Map<string, Message>();
  for (const message of [...model.channels.flatMap(({ messages }) => messages), ...model.components.messages]) {
    const key = `${message.place.file}#${message.place.pointer}`;
    if (!found.has(key)) found.set(key, message);
  }
  return [...found.values()];
}

/** Every schema of a model, once for each place that one stands. */
export function schemasOf(model: Model): readonly SchemaUse[] {
  const uses = [
    ...model.channels
      .flatMap(({ messages }) => messages)
      .concat(model.components.messages)
      .flatMap(({ payload, headers, kafka }) => [payload, headers, kafka?.key]),
    ...model.operations.flatMap(({ kafka }) => [kafka?.groupId, kafka?.clientId]),
    ...model.components.schemas,
  ];
  const found = new Map<string, SchemaUse>();
  for (const use of uses) {
    const key = use && `${use.format} ${use.place.file}#${use.place.pointer}`;
    if (use !== undefined && key !== undefined && !found.has(key)) found.set(key, use);
  }
  return [...found.values()];
}
