import type { Channel, Message, Operation } from '../model/model.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { applyTraits } from './apply-traits.ts';
import { entriesAt, follow, freezeList, objectAt, objectOf } from './build.ts';
import type { Build } from './build.ts';
import { uniqueName } from './names.ts';
import { readChannel } from './read-channels.ts';
import { readMessage, toMessage } from './read-messages.ts';
import type { ReadMessage } from './read-messages.ts';
import { readOperation, reportTaken } from './read-operations.ts';
import { stringAt } from './read-scalar.ts';
import type { ServerIndex } from './read-servers.ts';
import { ACTIONS, channelIdOf, messagesOf } from './version-2.ts';

interface ChannelsAndOperations {
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
}

/** The channels of a 2.x document, which hold their operations, which hold their messages. */
export function readChannels2(build: Build, servers: ServerIndex): ChannelsAndOperations {
  const channels: Channel[] = [];
  const operations: Operation[] = [];
  const channelIds = new Set<string>();
  const operationIds = new Set<string>();
  for (const [address, node] of entriesAt(build, build.root, 'channels')) {
    const object = objectOf(build, node, 'a channel');
    if (object === undefined) continue;
    const id = channelIdOf(address, object);
    if (channelIds.has(id)) reportTaken(build, object, 'the channel id', id);
    channelIds.add(id);
    const messages = new ChannelMessages();
    for (const [verb, action] of ACTIONS) {
      const written = objectAt(build, object, verb);
      if (written === undefined) continue;
      const operation = applyTraits(build, written, 'operation');
      const operationId = stringAt(build, operation, 'operationId') ?? `${id}.${verb}`;
      if (operationIds.has(operationId)) {
        reportTaken(build, operation.entries.get('operationId') ?? operation, 'the operation id', operationId);
      }
      operationIds.add(operationId);
      const ids = readMessageIds(build, operation, operationId, messages);
      operations.push(
        readOperation(build, operation, { id: operationId, action, channel: id, messages: ids, reply: undefined }),
      );
    }
    channels.push(readChannel(build, object, { id, address, messages: messages.list, servers }));
  }
  return { channels: freezeList(channels), operations: freezeList(operations) };
}

/** Messages of one channel: what both operations say of the same message is one. */
class ChannelMessages {
  readonly list: Message[] = [];
  readonly #ids = new Map<Node, string>();
  readonly #taken = new Set<string>();

  add(message: ReadMessage, wanted: string): string {
    const known = this.#ids.get(message.node);
    if (known !== undefined) return known;
    const id = uniqueName(wanted, (name) => this.#taken.has(name));
    this.#taken.add(id);
    this.#ids.set(message.node, id);
    this.list.push(toMessage(id, message));
    return id;
  }
}

function readMessageIds(
  build: Build,
  operation: ObjectNode,
  operationId: string,
  messages: ChannelMessages,
): readonly string[] {
  const written = operation.entries.get('message');
  const target = written && follow(build, written);
  if (written === undefined || target === undefined) return [];
  const nodes = messagesOf(target);
  const isOne = nodes[0] === target;
  const ids = nodes.map((node, index) => {
    // A single message is read through its reference, which says its component.
    const message = readMessage(build, isOne ? written : node);
    const derived = isOne ? `${operationId}.message` : `${operationId}.message.${index}`;
    return message && messages.add(message, message.messageId ?? message.component ?? message.parts.name ?? derived);
  });
  return [...new Set(ids.filter((id) => id !== undefined))];
}
