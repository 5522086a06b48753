import type { Channel, Message, Model } from '../model/model.ts';
import { inside, note } from './change.ts';
import type { Comparison } from './change.ts';
import { compareFields, pairUp } from './compare-fields.ts';
import { compareSchemas } from './compare-schemas.ts';
import type { Direction, UseIn } from './compare-schemas.ts';
import { areEqual } from './equal.ts';
import { DESCRIPTIONS } from './field-rules.ts';

export interface Models {
  readonly before: Model;
  readonly after: Model;
}

/** Compares the messages of one channel. */
export function compareMessages(at: Comparison, models: Models, before: Channel, after: Channel): void {
  const { pairs, removed, added } = pairUp(before.messages, after.messages, [
    (a, b) => a.id === b.id,
    (a, b) => a.component !== undefined && a.component === b.component,
    (a, b) => a.name !== undefined && a.name === b.name,
    (a, b) => a.payload !== undefined && areEqual(a.payload.schema, b.payload?.schema),
  ]);
  for (const message of removed) {
    const says = directionsOf(models.before, before, message);
    const isRead = says.includes('new-reads-old');
    const reason = isRead ? 'old senders still send it' : 'old receivers wait for it';
    note(
      inside(at, `messages.${message.id}`, message.place.pointer),
      'removed',
      'breaking',
      `the message was removed: ${reason}`,
    );
  }
  for (const message of added) {
    const isSent = directionsOf(models.after, after, message).includes('old-reads-new');
    const breaks = isSent && before.messages.length > 0;
    const reason = breaks ? ', which old receivers do not know' : '';
    const severity = breaks ? 'breaking' : 'non-breaking';
    note(
      inside(at, `messages.${message.id}`, message.place.pointer),
      'added',
      severity,
      `a message was added${reason}`,
    );
  }
  for (const [old, now] of pairs) {
    const place = inside(at, `messages.${now.id}`, now.place.pointer);
    if (old.id !== now.id) {
      note(place, 'renamed', 'non-breaking', `the message ${old.id} is called ${now.id} now`, {
        before: old.id,
        after: now.id,
      });
    }
    const directions = [
      ...new Set([...directionsOf(models.before, before, old), ...directionsOf(models.after, after, now)]),
    ];
    compareMessage(place, models, old, now, directions);
  }
}

const known = new WeakMap<Model, ReadonlyMap<string, ReadonlySet<Direction>>>();

/** Which ways a message goes; where no operation says, both. */
function directionsOf(model: Model, channel: Channel, message: Message): readonly Direction[] {
  const index = known.get(model) ?? indexDirections(model);
  known.set(model, index);
  const found = index.get(keyOf(channel.id, message.id));
  return found === undefined ? ['new-reads-old', 'old-reads-new'] : [...found];
}

function indexDirections(model: Model): ReadonlyMap<string, ReadonlySet<Direction>> {
  const index = new Map<string, Set<Direction>>();
  const add = (channel: string, messages: readonly string[], direction: Direction): void => {
    for (const message of messages) {
      const key = keyOf(channel, message);
      index.set(key, (index.get(key) ?? new Set<Direction>()).add(direction));
    }
  };
  for (const { action, channel, messages, reply } of model.operations) {
    const isReceived = action === 'receive';
    add(channel, messages, isReceived ? 'new-reads-old' : 'old-reads-new');
    // An answer goes the other way.
    if (reply !== undefined)
      add(reply.channel ?? channel, reply.messages, isReceived ? 'old-reads-new' : 'new-reads-old');
  }
  return index;
}

function keyOf(channel: string, message: string): string {
  return JSON.stringify([channel, message]);
}

function compareMessage(
  at: Comparison,
  { before, after }: Models,
  old: Message,
  now: Message,
  directions: readonly Direction[],
): void {
  const pairOf = (pick: (message: Message) => UseIn['use']): readonly [UseIn, UseIn] => [
    { use: pick(old), components: before.components },
    { use: pick(now), components: after.components },
  ];
  for (const part of ['payload', 'headers'] as const) {
    compareSchemas(inside(at, part), part, ...pairOf((message) => message[part]), directions);
  }
  const key = inside(at, 'kafka.key', `${at.pointer}/bindings/kafka/key`);
  compareSchemas(key, 'key', ...pairOf(({ kafka }) => kafka?.key), directions);
  compareFields(at, old, now, {
    ...DESCRIPTIONS,
    name: 'non-breaking',
    contentType: 'breaking',
    correlationId: 'breaking',
    examples: 'non-breaking',
    bindings: 'unclassified',
  });
  compareFields(inside(at, 'kafka', `${at.pointer}/bindings/kafka`), old.kafka ?? {}, now.kafka ?? {}, {
    schemaIdLocation: 'breaking',
    schemaIdPayloadEncoding: 'breaking',
    schemaLookupStrategy: 'unclassified',
    bindingVersion: 'non-breaking',
    extensions: 'non-breaking',
  });
}
