import type { Channel, Message } from '../model/model.ts';
import { describeKind, stringOf } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { entriesAt, freeze, freezeList, itemsAt, objectOf, report } from './build.ts';
import type { Build } from './build.ts';
import { readDescribed } from './read-described.ts';
import { readChannelBinding } from './read-kafka.ts';
import { readMessage, toMessage } from './read-messages.ts';
import { expectString } from './read-scalar.ts';
import { readParameter } from './read-servers.ts';
import type { ServerIndex } from './read-servers.ts';

/** A channel, and its messages by the nodes that make them its own. */
export interface ChannelEntry {
  readonly channel: Channel;
  readonly members: MessageMembers;
}

/** `entries` are the nodes in the channel's own list; `targets` is what stands behind their references. */
export interface MessageMembers {
  readonly entries: ReadonlyMap<Node, string>;
  readonly targets: ReadonlyMap<Node, string>;
}

export interface ChannelIndex {
  readonly entries: readonly ChannelEntry[];
  /** By the nodes that references to a channel may pass or lead to. */
  readonly byNode: ReadonlyMap<Node, ChannelEntry>;
}

/** The channels of a 3.x document. */
export function readChannels(build: Build, servers: ServerIndex): ChannelIndex {
  const entries: ChannelEntry[] = [];
  const byNode = new Map<Node, ChannelEntry>();
  for (const [id, node] of entriesAt(build, build.root, 'channels')) {
    const object = objectOf(build, node, 'a channel');
    if (object === undefined) continue;
    const { messages, members } = readMessages(build, object);
    const address = readAddress(build, object);
    const entry = { channel: readChannel(build, object, { id, address, messages, servers }), members };
    entries.push(entry);
    byNode.set(node, entry);
    if (!byNode.has(object)) byNode.set(object, entry);
  }
  return { entries, byNode };
}

export interface ChannelParts {
  readonly id: string;
  readonly address: string | null;
  readonly messages: readonly Message[];
  readonly servers: ServerIndex;
}

/** What channels of 2.x and 3.x have in common. */
export function readChannel(build: Build, object: ObjectNode, parts: ChannelParts): Channel {
  return freeze<Channel>({
    id: parts.id,
    address: parts.address,
    ...readDescribed(build, object),
    parameters: freezeList(
      entriesAt(build, object, 'parameters').map(([name, node]) => readParameter(build, name, node)),
    ),
    servers: freezeList(itemsAt(build, object, 'servers').map((node) => readServerName(build, node, parts.servers))),
    messages: freezeList(parts.messages),
    kafka: readChannelBinding(build, object),
  });
}

function readMessages(build: Build, object: ObjectNode): { messages: readonly Message[]; members: MessageMembers } {
  const entries = new Map<Node, string>();
  const targets = new Map<Node, string>();
  const messages = entriesAt(build, object, 'messages').map(([id, node]) => {
    const message = readMessage(build, node);
    if (message === undefined) return undefined;
    entries.set(node, id);
    if (!targets.has(message.node)) targets.set(message.node, id);
    return toMessage(id, message);
  });
  return { messages: freezeList(messages), members: { entries, targets } };
}

/** "When `null` or absent, it MUST be interpreted as unknown" (3.0.0, Channel Object). */
function readAddress(build: Build, object: ObjectNode): string | null {
  const node = object.entries.get('address');
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return null;
  return expectString(build, node, '"address"') ?? null;
}

/** 2.x names servers, 3.x refers to them. */
function readServerName(build: Build, node: Node, { names, ids }: ServerIndex): string | undefined {
  if (build.major === 2) {
    const name = stringOf(node);
    if (name !== undefined && names.has(name)) return name;
    const found = name === undefined ? describeKind(node) : JSON.stringify(name);
    report(build, node, 'identity', `a channel's servers are names of the document's servers, found ${found}`);
    return undefined;
  }
  const resolution = resolveRef(build.document, node);
  if (resolution.kind === 'failed') {
    report(build, resolution.at, resolution.rule, resolution.message);
    return undefined;
  }
  const found = resolution.via.slice(1).find((at) => ids.has(at));
  if (found === undefined)
    report(build, node, 'identity', "a channel's servers are references such as #/servers/production");
  return found && ids.get(found);
}
