import type { Operation, Reply, ReplyAddress } from '../model/model.ts';
import { stringOf } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { applyTraits } from './apply-traits.ts';
import { entriesAt, freeze, freezeList, itemsAt, objectAt, objectOf, report } from './build.ts';
import type { Build } from './build.ts';
import type { ChannelEntry, ChannelIndex } from './read-channels.ts';
import { readDescribed } from './read-described.ts';
import { readOperationBinding } from './read-kafka.ts';
import { choiceAt, extensionsOf, requireString, stringAt } from './read-scalar.ts';
import { readSecurity } from './read-security.ts';

/** The operations of a 3.x document. */
export function readOperations(build: Build, channels: ChannelIndex): readonly Operation[] {
  return freezeList(
    entriesAt(build, build.root, 'operations').map(([id, node]) => {
      const written = objectOf(build, node, 'an operation');
      if (written === undefined) return undefined;
      const object = applyTraits(build, written, 'operation');
      if (!object.entries.has('action')) report(build, object, 'required', 'an operation needs "action"');
      const action = choiceAt(build, object, 'action', ['send', 'receive']);
      const entry = findChannel(build, object, channels, true);
      if (action === undefined || entry === undefined) return undefined;
      const messages = readMessageIds(build, object, entry);
      const reply = readReply(build, object, channels, entry);
      return readOperation(build, object, { id, action, channel: entry.channel.id, messages, reply });
    }),
  );
}

type OperationParts = Pick<Operation, 'id' | 'action' | 'channel' | 'messages'> & { readonly reply: Reply | undefined };

/** What operations of 2.x and 3.x have in common. */
export function readOperation(build: Build, object: ObjectNode, parts: OperationParts): Operation {
  const { id, action, channel, messages, reply } = parts;
  return freeze<Operation>({
    id,
    action,
    channel,
    ...readDescribed(build, object),
    messages: freezeList(messages),
    reply,
    security: readSecurity(build, object),
    kafka: readOperationBinding(build, object),
  });
}

function findChannel(
  build: Build,
  object: ObjectNode,
  channels: ChannelIndex,
  isRequired: boolean,
): ChannelEntry | undefined {
  const node = object.entries.get('channel');
  if (node === undefined) {
    if (isRequired) report(build, object, 'required', 'an operation needs "channel"');
    return undefined;
  }
  const resolution = resolveRef(build.document, node);
  if (resolution.kind === 'failed') {
    report(build, resolution.at, resolution.rule, resolution.message);
    return undefined;
  }
  const found = resolution.via.slice(1).find((at) => channels.byNode.has(at));
  const entry = found && channels.byNode.get(found);
  if (entry === undefined) {
    report(
      build,
      node,
      'identity',
      '"channel" is a reference to one of the document\'s channels, as {$ref: "#/channels/name"}',
    );
  }
  return entry;
}

/** Ids of the channel's messages: those referred to, or all where nothing is said. */
function readMessageIds(build: Build, object: ObjectNode, entry: ChannelEntry): readonly string[] {
  if (!object.entries.has('messages')) return entry.channel.messages.map(({ id }) => id);
  const ids = itemsAt(build, object, 'messages').map((node) => findMessage(build, node, entry));
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/**
 * Messages are the channel's own by identity: a reference goes through the channel's list (3.0.0, Operation Object). One
 * that goes past it to the same message is what the official converter writes; it is understood, with a warning.
 */
function findMessage(build: Build, node: Node, { channel, members }: ChannelEntry): string | undefined {
  const resolution = resolveRef(build.document, node);
  if (resolution.kind === 'failed') {
    report(build, resolution.at, resolution.rule, resolution.message);
    return undefined;
  }
  const way = resolution.via.slice(1);
  const own = way.find((at) => members.entries.has(at));
  if (own !== undefined) return members.entries.get(own);
  const same = way.find((at) => members.targets.has(at));
  const id = same && members.targets.get(same);
  const wanted = `a reference such as #/channels/${channel.id}/messages/name`;
  if (id === undefined)
    report(build, node, 'identity', `not a message of the channel ${JSON.stringify(channel.id)}: ${wanted}`);
  else report(build, node, 'identity', `a message of the channel is named by ${wanted}`, 'warning');
  return id;
}

function readReply(
  build: Build,
  object: ObjectNode,
  channels: ChannelIndex,
  operation: ChannelEntry,
): Reply | undefined {
  const reply = objectAt(build, object, 'reply');
  if (reply === undefined) return undefined;
  const entry = findChannel(build, reply, channels, false);
  // Without a channel of its own the reply's messages can only be those of the operation's channel.
  const says = entry !== undefined || reply.entries.has('messages');
  return freeze<Reply>({
    address: readReplyAddress(build, reply),
    channel: entry?.channel.id,
    messages: freezeList(says ? readMessageIds(build, reply, entry ?? operation) : []),
    extensions: extensionsOf(reply),
  });
}

function readReplyAddress(build: Build, reply: ObjectNode): ReplyAddress | undefined {
  const address = objectAt(build, reply, 'address');
  if (address === undefined) return undefined;
  return freeze<ReplyAddress>({
    location: requireString(build, address, 'location', 'a reply\'s "address"'),
    description: stringAt(build, address, 'description'),
    extensions: extensionsOf(address),
  });
}

/** Reports ids given twice, which only 2.x can. */
export function reportTaken(build: Build, node: Node, what: string, id: string): void {
  report(build, node, 'identity', `${what} ${JSON.stringify(stringOf(node) ?? id)} is taken by another`);
}
