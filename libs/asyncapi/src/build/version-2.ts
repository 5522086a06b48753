import type { Node, ObjectNode } from '../source/node.ts';
import { stringOf } from '../source/node.ts';

/**
 * What 2.x says in other words than 3.x, in one place (asyncapi.com, Migrating to v3). The rest of the differences are
 * where they are read: `schemaFormat` beside a payload, schemas of parameters, scopes, the rule of traits.
 *
 * The verbs: a 2.x document says what *others* do to the application's channels. `publish` is "messages consumed by the
 * application from the channel" (2.6.0, Channel Item Object), so the application receives; `subscribe` is "messages
 * produced by the application", so it sends.
 */
export const ACTIONS = [
  ['publish', 'receive'],
  ['subscribe', 'send'],
] as const;

/** A channel's id: the extension that the official converter knows, else its address. */
export function channelIdOf(address: string, channel: ObjectNode): string {
  return stringOf(channel.entries.get('x-channelId')) ?? address;
}

/** The messages of an operation: one, or those of a `oneOf`. */
export function messagesOf(message: Node): readonly Node[] {
  const oneOf = message.kind === 'object' ? message.entries.get('oneOf') : undefined;
  return oneOf?.kind === 'array' ? oneOf.items : [message];
}

/** What a 2.x `url` says of host, path and protocol. A relative one has no protocol, and its path may start at once. */
export function splitUrl(url: string): {
  readonly host: string;
  readonly pathname: string | undefined;
  readonly protocol: string | undefined;
} {
  const scheme = url.indexOf('://');
  const protocol = scheme > 0 ? url.slice(0, scheme) : undefined;
  const rest = scheme === -1 ? url : url.slice(scheme + 3);
  const slash = rest.indexOf('/');
  if (slash === -1) return { host: rest, pathname: undefined, protocol };
  return { host: rest.slice(0, slash), pathname: rest.slice(slash), protocol };
}
