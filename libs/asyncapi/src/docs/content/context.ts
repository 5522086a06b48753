import type { Channel, Message, Model } from '../../model/model.ts';
import type { DocsOptions } from '../docs-options.ts';
import { indexTypes } from '../schema/type-index.ts';
import type { TypeIndex } from '../schema/type-index.ts';
import { createAnchors } from './anchors.ts';
import type { Anchors } from './anchors.ts';
import { indexMessages } from './message-index.ts';
import type { MessageIndex } from './message-index.ts';

/** What every part of the page is made from. */
export interface Context {
  readonly model: Model;
  readonly options: DocsOptions;
  readonly anchors: Anchors;
  readonly messages: MessageIndex;
  readonly types: TypeIndex;
}

export function createContext(model: Model, options: DocsOptions): Context {
  const anchors = createAnchors();
  const messages = indexMessages(model, anchors);
  return { model, options, anchors, messages, types: indexTypes(model, messages, anchors) };
}

export function findChannel({ model }: Context, id: string): Channel | undefined {
  return model.channels.find((channel) => channel.id === id);
}

/** The messages of these ids, in a channel. */
export function findMessages(channel: Channel | undefined, ids: readonly string[]): readonly Message[] {
  return channel?.messages.filter(({ id }) => ids.includes(id)) ?? [];
}

/** The Kafka topic: the binding's where it names one. */
export function topicOf({ kafka, address }: Channel): string | undefined {
  return kafka?.topic ?? address ?? undefined;
}
