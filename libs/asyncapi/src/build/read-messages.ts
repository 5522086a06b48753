import type { Message, MessageExample } from '../model/model.ts';
import { describeKind, toJson } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { applyTraits } from './apply-traits.ts';
import { entriesAt, freeze, freezeList, itemsAt, objectAt, objectOf, report } from './build.ts';
import type { Build } from './build.ts';
import { findComponentName } from './names.ts';
import { readDescribed } from './read-described.ts';
import { readCorrelationId } from './read-info.ts';
import { readMessageBinding } from './read-kafka.ts';
import { extensionsOf, stringAt } from './read-scalar.ts';
import { readSchema } from './read-schema.ts';

/** A message as any channel may have it: all but its id there. */
export interface ReadMessage {
  readonly parts: Omit<Message, 'id' | 'component'>;
  /** Its name in `components.messages`. */
  readonly component: string | undefined;
  /** 2.x only; in 3.x a message's id is its key. */
  readonly messageId: string | undefined;
  /** What stands behind all references: the message's identity. */
  readonly node: ObjectNode;
}

export function readMessage(build: Build, node: Node): ReadMessage | undefined {
  const written = objectOf(build, node, 'a message');
  if (written === undefined) return undefined;
  const object = applyTraits(build, written, 'message');
  const messageId = build.major === 2 ? stringAt(build, object, 'messageId') : undefined;
  return { parts: readParts(build, object), component: findMessageComponent(build, node), messageId, node: written };
}

export function readMessageComponents(build: Build): readonly Message[] {
  const components = objectAt(build, build.root, 'components');
  if (components === undefined) return freezeList<Message>([]);
  return freezeList(
    entriesAt(build, components, 'messages').map(([id, node]) => {
      const message = readMessage(build, node);
      return message && toMessage(id, { ...message, component: id });
    }),
  );
}

export function toMessage(id: string, { parts, component }: Pick<ReadMessage, 'parts' | 'component'>): Message {
  return Object.freeze({ id, ...(component === undefined ? {} : { component }), ...parts });
}

function readParts(build: Build, object: ObjectNode): ReadMessage['parts'] {
  const written = build.major === 2 ? stringAt(build, object, 'schemaFormat') : undefined;
  const misplaced = build.major === 3 ? object.entries.get('schemaFormat') : undefined;
  if (misplaced !== undefined) {
    const message = 'in 3.x "schemaFormat" stands inside: payload: {schemaFormat, schema}; here it has no effect';
    report(build, misplaced, 'schema-format', message, 'warning');
  }
  const headers = object.entries.get('headers');
  const payload = object.entries.get('payload');
  return freeze<ReadMessage['parts']>({
    name: stringAt(build, object, 'name'),
    ...readDescribed(build, object),
    contentType: stringAt(build, object, 'contentType') ?? build.defaultContentType,
    headers: headers && readSchema(build, headers),
    payload: payload && readSchema(build, payload, written),
    correlationId: readCorrelationId(build, object),
    examples: freezeList(itemsAt(build, object, 'examples').map((node) => readExample(build, node))),
    kafka: readMessageBinding(build, object),
  });
}

/** Message Example Object. Payload and headers are data: nothing in them is a reference. */
function readExample(build: Build, node: Node): MessageExample | undefined {
  if (node.kind !== 'object') {
    report(build, node, 'kind', `an example is an object with "payload" or "headers", found ${describeKind(node)}`);
    return undefined;
  }
  const headers = node.entries.get('headers');
  const payload = node.entries.get('payload');
  return freeze<MessageExample>({
    name: stringAt(build, node, 'name'),
    summary: stringAt(build, node, 'summary'),
    headers: headers && toJson(headers),
    payload: payload && toJson(payload),
    extensions: extensionsOf(node),
  });
}

function findMessageComponent(build: Build, node: Node): string | undefined {
  const resolution = resolveRef(build.document, node);
  return resolution.kind === 'found' ? findComponentName(resolution.via, build.document.main, 'messages') : undefined;
}
