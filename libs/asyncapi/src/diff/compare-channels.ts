import type { Channel, Operation, Parameter } from '../model/model.ts';
import { inside, note } from './change.ts';
import type { Comparison } from './change.ts';
import { compareFields, pairUp } from './compare-fields.ts';
import { compareMessages } from './compare-messages.ts';
import type { Models } from './compare-messages.ts';
import { compareSchemas } from './compare-schemas.ts';
import { compareSecurity } from './compare-servers.ts';
import { DESCRIPTIONS, narrowing, VALUE_RULES } from './field-rules.ts';

/** Channels of the new document by the ids that they had in the old one. */
export type ChannelNames = ReadonlyMap<string, string>;

/** Compares channels: the same address is the same channel, whatever it is called. */
export function compareChannels(at: Comparison, models: Models): ChannelNames {
  const { pairs, removed, added } = pairUp(models.before.channels, models.after.channels, [
    (a, b) => a.id === b.id && a.address === b.address,
    (a, b) => a.address !== null && a.address === b.address,
    (a, b) => a.id === b.id,
  ]);
  for (const { id, place } of removed)
    note(inside(at, `channels.${id}`, place.pointer), 'removed', 'breaking', 'the channel was removed');
  for (const { id, place } of added)
    note(inside(at, `channels.${id}`, place.pointer), 'added', 'non-breaking', 'a channel was added');
  for (const [old, now] of pairs) compareChannel(inside(at, `channels.${now.id}`, now.place.pointer), models, old, now);
  return new Map(pairs.map(([old, now]) => [old.id, now.id]));
}

function compareChannel(at: Comparison, models: Models, old: Channel, now: Channel): void {
  if (old.id !== now.id) {
    note(at, 'renamed', 'non-breaking', `the channel ${old.id} is called ${now.id} now`, {
      before: old.id,
      after: now.id,
    });
  }
  compareFields(at, old, now, {
    address: 'breaking',
    ...DESCRIPTIONS,
    servers: narrowing,
    bindings: 'unclassified',
  });
  compareParameters(at, old.parameters, now.parameters);
  const kafka = inside(at, 'kafka', `${at.pointer}/bindings/kafka`);
  compareFields(kafka, old.kafka ?? {}, now.kafka ?? {}, {
    topic: 'breaking',
    // Kafka cannot take partitions away, and more of them move keys.
    partitions: (was, is) =>
      typeof was === 'number' && typeof is === 'number' && is < was ? 'breaking' : 'unclassified',
    replicas: 'non-breaking',
    bindingVersion: 'non-breaking',
    extensions: 'non-breaking',
  });
  const [were, are] = [old.kafka?.topicConfiguration ?? {}, now.kafka?.topicConfiguration ?? {}];
  const keys = [...new Set([...Object.keys(were), ...Object.keys(are)])];
  compareFields(
    inside(kafka, 'topicConfiguration'),
    were,
    are,
    Object.fromEntries(keys.map((key) => [key, 'unclassified'])),
  );
  compareMessages(at, models, old, now);
}

function compareParameters(at: Comparison, before: readonly Parameter[], after: readonly Parameter[]): void {
  const { pairs, removed, added } = pairUp(before, after, [(a, b) => a.id === b.id]);
  for (const { id } of removed)
    note(
      inside(at, `parameters.${id}`, `${at.pointer}/parameters/${id}`),
      'removed',
      'breaking',
      'the parameter was removed',
    );
  for (const { id } of added)
    note(
      inside(at, `parameters.${id}`, `${at.pointer}/parameters/${id}`),
      'added',
      'breaking',
      'a parameter was added',
    );
  for (const [old, now] of pairs) {
    const place = inside(at, `parameters.${now.id}`, `${at.pointer}/parameters/${now.id}`);
    compareFields(place, old, now, VALUE_RULES);
    compareFields(place, old, now, { location: 'breaking' });
  }
}

/** Compares operations; `channels` says what became of the old document's channels. */
export function compareOperations(at: Comparison, models: Models, channels: ChannelNames): void {
  const isSame = (a: Operation, b: Operation): boolean =>
    channels.get(a.channel) === b.channel && a.action === b.action;
  const { pairs, removed, added } = pairUp(models.before.operations, models.after.operations, [
    (a, b) => a.id === b.id,
    isSame,
  ]);
  for (const { id, action, channel, place } of removed) {
    note(
      inside(at, `operations.${id}`, place.pointer),
      'removed',
      'breaking',
      `the application does not ${action} on ${channel} any more`,
    );
  }
  for (const { id, action, channel, place } of added) {
    note(
      inside(at, `operations.${id}`, place.pointer),
      'added',
      'non-breaking',
      `the application ${action}s on ${channel} now`,
    );
  }
  for (const [old, now] of pairs) {
    const place = inside(at, `operations.${now.id}`, now.place.pointer);
    if (old.id !== now.id) {
      note(place, 'renamed', 'non-breaking', `the operation ${old.id} is called ${now.id} now`, {
        before: old.id,
        after: now.id,
      });
    }
    compareOperation(place, models, { ...old, channel: channels.get(old.channel) ?? old.channel }, now);
  }
}

function compareOperation(at: Comparison, { before, after }: Models, old: Operation, now: Operation): void {
  // Messages that came or went are said of their channel; these are those that are still there.
  const idsOf = ({ channels }: Models['before']): ReadonlySet<string> =>
    new Set(channels.find(({ id }) => id === now.channel)?.messages.map(({ id }) => id));
  const [were, are, said] = [idsOf(before), idsOf(after), new Set(old.messages)];
  const still = { ...old, messages: old.messages.filter((id) => are.has(id)) };
  const own = { ...now, messages: now.messages.filter((id) => said.has(id) || were.has(id)) };
  compareFields(at, still, own, {
    action: 'breaking',
    channel: 'breaking',
    messages: 'breaking',
    reply: 'breaking',
    ...DESCRIPTIONS,
    bindings: 'unclassified',
  });
  compareSecurity(at, old.security, now.security);
  for (const key of ['groupId', 'clientId'] as const) {
    const place = inside(at, `kafka.${key}`, `${at.pointer}/bindings/kafka/${key}`);
    const [was, is] = [old.kafka?.[key], now.kafka?.[key]];
    compareSchemas(place, key, { use: was, components: before.components }, { use: is, components: after.components }, [
      'new-reads-old',
    ]);
  }
  compareFields(inside(at, 'kafka', `${at.pointer}/bindings/kafka`), old.kafka ?? {}, now.kafka ?? {}, {
    bindingVersion: 'non-breaking',
    extensions: 'non-breaking',
  });
}
