import type { Channel } from '../../model/model.ts';
import { refOf, stringOf } from '../../source/node.ts';
import type { Node, ObjectNode } from '../../source/node.ts';
import { decodePercent } from '../../source/pointer.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext, LintRule } from '../rule.ts';
import { itemsIn, namedEverywhere, namedIn } from './walk.ts';

/** Rules of channels, their addresses and what refers to them. */
export const CHANNEL_RULES: readonly LintRule[] = [
  {
    id: 'channel-address',
    severity: 'error',
    versions: 'all',
    doc: 'An address has no query and no fragment, no empty parameter, and does not end with a slash.',
    check: checkAddresses,
  },
  {
    id: 'channel-parameters',
    severity: 'error',
    versions: 'all',
    doc: "A channel's parameters are those of its address.",
    *check(context) {
      for (const { name, object } of namedEverywhere(context, 'channels')) {
        const address = context.major === 2 ? name : (stringOf(object.entries.get('address')) ?? '');
        yield* checkNames(object, 'parameters', [address], context.major === 2);
      }
    },
  },
  {
    id: 'server-variables',
    severity: 'error',
    versions: 'all',
    doc: "A server's variables are those of its URL, host and path.",
    *check(context) {
      for (const { object } of namedEverywhere(context, 'servers')) {
        const texts = ['url', 'host', 'pathname'].map((key) => stringOf(object.entries.get(key)) ?? '');
        yield* checkNames(object, 'variables', texts, context.major === 2);
      }
    },
  },
  {
    id: 'address-unique',
    severity: 'warning',
    versions: 'all',
    doc: 'Channels on the same servers have addresses and Kafka topics of their own.',
    *check({ model }) {
      const seen = new Map<string, Channel[]>();
      for (const channel of model?.channels ?? []) {
        const topic = channel.kafka?.topic ?? channel.address;
        if (topic === null) continue;
        const others = seen.get(topic) ?? [];
        const clash = others.find((other) => shareServers(other, channel));
        seen.set(topic, [...others, channel]);
        const what = channel.kafka?.topic === undefined ? 'address' : 'topic';
        if (clash !== undefined) {
          const message = `the ${what} ${JSON.stringify(topic)} is that of the channel ${JSON.stringify(clash.id)} too`;
          yield { at: channel.place, message };
        }
      }
    },
  },
  {
    id: 'operation-channel',
    severity: 'error',
    versions: '3.x',
    doc: "An operation refers to one of the document's own channels: #/channels/name.",
    *check(context) {
      for (const { object } of namedIn(context, context.root, 'operations')) {
        yield* requireRef(object.entries.get('channel'), '#/channels/', 'the channel of an operation');
      }
    },
  },
  {
    id: 'channel-servers',
    severity: 'error',
    versions: '3.x',
    doc: "A channel refers to the document's own servers: #/servers/name.",
    *check(context) {
      for (const { object } of namedIn(context, context.root, 'channels')) {
        for (const node of itemsIn(context, object, 'servers')) {
          yield* requireRef(node, '#/servers/', 'a server of a channel');
        }
      }
    },
  },
  {
    id: 'operation-messages',
    severity: 'error',
    versions: '3.x',
    doc: "An operation refers to messages of its own channel, in that channel's list.",
    *check(context) {
      for (const { object } of namedEverywhere(context, 'operations')) yield* checkMessages(context, object);
    },
  },
];

function* checkAddresses(context: LintContext): Generator<Problem> {
  for (const { name, object } of namedIn(context, context.root, 'channels')) {
    const node = context.major === 2 ? object : object.entries.get('address');
    const address = context.major === 2 ? name : stringOf(node);
    const said = JSON.stringify(name);
    if (/[?#]/u.test(name)) {
      yield { at: object, message: `the channel ${said} has a "?" or a "#" in its name; addresses have no query` };
    } else if (address !== undefined && /[?#]/u.test(address.replaceAll(/\{[^}]*\}/gu, ''))) {
      yield { at: node ?? object, message: `the address ${JSON.stringify(address)} has a query or a fragment` };
    }
    if (address === undefined) continue;
    const at = node ?? object;
    if (address.includes('{}')) yield { at, message: 'a parameter in the address has no name', severity: 'warning' };
    if (address.length > 1 && address.endsWith('/')) {
      yield { at, message: 'the address ends with a slash', severity: 'warning' };
    }
  }
}

/** Names in braces against what describes them. Where nothing describes any, that is a warning only. */
function* checkNames(object: ObjectNode, key: string, texts: readonly string[], isOld: boolean): Generator<Problem> {
  const names = new Set(texts.flatMap((text) => [...text.matchAll(/\{([^{}]+)\}/gu)].map(([, name]) => name ?? '')));
  const described = object.entries.get(key);
  const known = described?.kind === 'object' ? described.entries : undefined;
  if (known === undefined && described !== undefined) return;
  for (const name of names) {
    if (known?.has(name) === true) continue;
    const message = `{${name}} is not described in "${key}"`;
    yield { at: described ?? object, message, severity: known === undefined ? 'warning' : 'error' };
  }
  for (const [name, node] of known ?? []) {
    if (names.has(name) || name.startsWith('x-') || known?.has('$ref') === true) continue;
    // The official parser lets these pass in 2.x where there is no name in braces at all.
    const severity = isOld && names.size === 0 ? 'warning' : 'error';
    yield { at: node, message: `nothing is named {${name}}`, severity };
  }
}

function shareServers(a: Channel, b: Channel): boolean {
  if (a.servers.length === 0 || b.servers.length === 0) return true;
  return a.servers.some((id) => b.servers.includes(id));
}

function* requireRef(node: Node | undefined, prefix: string, what: string): Generator<Problem> {
  const ref = node && refOf(node);
  if (node !== undefined && ref !== undefined && !ref.includes(prefix)) {
    yield { at: node, message: `${what} is a reference that begins with ${prefix}; found ${ref}` };
  }
}

function* checkMessages(context: LintContext, operation: ObjectNode): Generator<Problem> {
  const own = refAt(operation, 'channel');
  yield* checkMessageRefs(context, operation, own);
  const reply = operation.entries.get('reply');
  if (reply?.kind === 'object') yield* checkMessageRefs(context, reply, refAt(reply, 'channel') ?? own);
}

function* checkMessageRefs(context: LintContext, owner: ObjectNode, channel: string | undefined): Generator<Problem> {
  if (channel?.includes('#/channels/') !== true) return;
  const start = `${decodePercent(channel)}/messages/`;
  for (const node of itemsIn(context, owner, 'messages')) {
    const ref = refOf(node);
    if (ref === undefined || decodePercent(ref).startsWith(start)) continue;
    yield { at: node, message: `a message of the operation's channel begins with ${channel}/messages/; found ${ref}` };
  }
}

function refAt(object: ObjectNode, key: string): string | undefined {
  const node = object.entries.get(key);
  return node && refOf(node);
}
