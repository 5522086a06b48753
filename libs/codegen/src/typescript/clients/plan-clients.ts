import type { Channel, Message, Model, Operation } from '@sluice/asyncapi';
import { createFileScope, createNameScope, formatName } from '../../names.ts';
import type { NameScope } from '../../names.ts';

/** What a class does, which its name ends with. */
export type Role = 'Producer' | 'Consumer' | 'Requester' | 'Responder';

/** One class: an operation of the application. */
export interface ClientPlan {
  readonly operation: Operation;
  readonly role: Role;
  /** Without the role: `MachineSensor`. Names of what belongs to it begin so. */
  readonly base: string;
  /** `MachineSensorProducer`. */
  readonly name: string;
  readonly messages: readonly Message[];
  readonly reply: ReplyPlan | undefined;
}

export interface ReplyPlan {
  readonly channel: Channel;
  readonly messages: readonly Message[];
  /** Where requests say the topic of their answer. */
  readonly address: string | undefined;
}

/** One file: a channel that operations use, and their classes. */
export interface ChannelPlan {
  readonly channel: Channel;
  /** Without an extension: `clients/machine-sensors`. */
  readonly path: string;
  readonly clients: readonly ClientPlan[];
}

/**
 * The classes of a document, as the application that it describes needs them: what it sends is a producer and what it
 * receives a consumer, and with a reply these are a requester and a responder. A class is called by its operation's
 * only message, where no other class is, and by the operation's id otherwise.
 */
export function planClients(model: Model): readonly ChannelPlan[] {
  const files = createFileScope('ts', ['formats']);
  const classes = createNameScope('ts');
  const drafts = model.operations.map((operation) => draftClient(model, operation));
  const counts = new Map<string, number>();
  for (const { wish } of drafts) counts.set(wish, (counts.get(wish) ?? 0) + 1);
  const clients = drafts.map(({ wish, ...draft }) => {
    const isTaken = (counts.get(wish) ?? 0) > 1;
    const base = isTaken ? formatName(draft.operation.id, 'pascal') : wish.slice(0, -draft.role.length);
    return { ...draft, ...takeName(classes, base, draft.role) };
  });
  return model.channels.flatMap((channel) => {
    const used = clients.filter(({ operation }) => operation.channel === channel.id);
    if (used.length === 0) return [];
    return [{ channel, path: `clients/${files.take(formatName(channel.id, 'kebab'))}`, clients: used }];
  });
}

function draftClient(model: Model, operation: Operation) {
  const channel = findChannel(model, operation.channel);
  const messages = pickMessages(channel, operation.messages);
  const reply = planReply(model, operation);
  const role = findRole(operation.action, reply !== undefined);
  const [only] = messages;
  const named = messages.length === 1 && only !== undefined ? nameOfMessage(only) : operation.id;
  return { operation, role, messages, reply, wish: formatName(named, 'pascal') + role };
}

function findRole(action: Operation['action'], hasReply: boolean): Role {
  if (action === 'send') return hasReply ? 'Requester' : 'Producer';
  return hasReply ? 'Responder' : 'Consumer';
}

function takeName(classes: NameScope, base: string, role: Role): { readonly base: string; readonly name: string } {
  const name = classes.take(`${base}${role}`);
  // A suffix goes where the names of all that belongs to the class have it.
  return { base: name === `${base}${role}` ? base : `${base}${name.slice(base.length + role.length)}`, name };
}

function planReply(model: Model, { reply }: Operation): ReplyPlan | undefined {
  if (reply?.channel === undefined) return undefined;
  const channel = findChannel(model, reply.channel);
  return { channel, messages: pickMessages(channel, reply.messages), address: reply.address?.location };
}

function findChannel(model: Model, id: string): Channel {
  const channel = model.channels.find((item) => item.id === id);
  if (channel === undefined) throw new Error(`the model has no channel ${id}`);
  return channel;
}

function pickMessages({ messages }: Channel, ids: readonly string[]): readonly Message[] {
  return messages.filter(({ id }) => ids.includes(id));
}

/** What a message is called: its name, or the one that it has as a component or in the channel. */
export function nameOfMessage({ name, component, id }: Message): string {
  return name ?? component ?? id;
}

/** Whether records without a value mean something. */
export function isCompacted({ kafka }: Channel): boolean {
  return kafka?.topicConfiguration?.['cleanup.policy']?.includes('compact') === true;
}

/**
 * Headers of a message to send that the run-time writes: what a request and its answer are told by, and where the answer
 * goes.
 */
export function listFilledIn({ role, reply }: ClientPlan, { correlationId }: Message): readonly string[] {
  if (role !== 'Requester' && role !== 'Responder') return [];
  const address = role === 'Requester' ? reply?.address : undefined;
  return [correlationId?.location, address].flatMap((expression) => {
    const [, name] = /^\$message\.header#\/([^/]+)/u.exec(expression ?? '') ?? [];
    return name === undefined ? [] : [name.replaceAll('~1', '/').replaceAll('~0', '~')];
  });
}
