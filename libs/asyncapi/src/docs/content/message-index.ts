import type { Message, Model } from '../../model/model.ts';
import type { Anchors } from './anchors.ts';

/** A message, which several channels may have. */
export interface MessageEntry {
  readonly message: Message;
  readonly anchor: string;
  /** Ids of the channels that have it. */
  readonly channels: readonly string[];
}

export interface MessageIndex {
  /** In the order of the document: those of channels, then those that no channel has. */
  readonly entries: readonly MessageEntry[];
  anchorOf(message: Message): string;
}

/** Messages that say the same and come from one component are one. */
export function indexMessages(model: Model, anchors: Anchors): MessageIndex {
  const entries = new Map<string, MessageEntry & { channels: string[] }>();
  const keys = new Map<Message, string>();
  const counts = new Map<string, number>();
  /** A number for the second of a name, and those after. */
  const tellApart = (names: readonly string[]): readonly string[] => {
    const count = (counts.get(names.join(' ')) ?? 0) + 1;
    counts.set(names.join(' '), count);
    return count === 1 ? [] : [String(count)];
  };
  const add = (message: Message, channel?: string): void => {
    const key = JSON.stringify([message.component ?? [channel, message.id], contentOf(message)]);
    keys.set(message, key);
    let entry = entries.get(key);
    if (entry === undefined) {
      const names = message.component === undefined && channel !== undefined ? [channel, message.id] : [message.id];
      entry = { message, anchor: anchors.find('message', ...names, ...tellApart(names)), channels: [] };
      entries.set(key, entry);
    }
    if (channel !== undefined) entry.channels.push(channel);
  };
  for (const channel of model.channels) for (const message of channel.messages) add(message, channel.id);
  for (const message of model.components.messages) add(message);
  return {
    entries: [...entries.values()],
    anchorOf: (message) => entries.get(keys.get(message) ?? '')?.anchor ?? '',
  };
}

/** All that is said of it; its id is the channel's name for it. */
function contentOf(message: Message): string {
  return JSON.stringify({ ...message, id: '' }, (key, value: unknown) => {
    if (key === 'place') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
