// Made by `npm run gen`; edit its source instead.
import type { Click, ClickInput } from '../com/thingam/web/click.ts';
import { connect } from '../connection.ts';
import type { ClientOptions } from '../connection.ts';
import { clickFormat } from './formats.ts';
import {
  createTopicConsumer,
  textFormat,
  ensureTopic,
  leaseConnection,
  createTopicProducer,
} from '@sluice/serde/clients';
import type {
  IncomingMessage,
  Handler,
  TopicConsumer,
  MessageFormat,
  ChannelFormat,
  RunOptions,
  Lease,
  TopicProducer,
} from '@sluice/serde/clients';

/** A `Click` as it is received. */
export interface IncomingClick extends IncomingMessage {
  readonly name: 'Click';
  readonly value: Click;
  readonly key: string;
}

/** What goes with a `Click`. */
export interface ClickSendOptions {
  /** The visitor. */
  readonly key: string;
  /** Chosen by the key when absent. */
  readonly partition?: number;
  /** Milliseconds since 1970; now when absent. */
  readonly timestamp?: number;
}

/** A `Click` to send. */
export interface OutgoingClick extends ClickSendOptions {
  readonly value: ClickInput;
}

const CLICK: MessageFormat = {
  name: 'Click',
  value: clickFormat,
  key: textFormat,
};

const CLICKS_CHANNEL: ChannelFormat = {
  address: 'clicks',
  messages: [CLICK],
  topic: {
    partitions: 6,
    replicas: 1,
    configs: {
      'cleanup.policy': 'delete',
      'retention.ms': '86400000',
      'sluice.value.schema.validation': 'payload',
    },
  },
};

/** How a `ClickConsumer` is made. */
export interface ClickConsumerOptions extends ClientOptions {
  /** The consumer group; `shop-statistics` when absent. */
  readonly group?: string;
}

/**
 * Statistics count the clicks.
 *
 * Topic `clicks`.
 *
 * Every click, in order for each visitor.
 */
export class ClickConsumer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #consumer: TopicConsumer<IncomingClick>;

  constructor(options: ClickConsumerOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#consumer = createTopicConsumer({
      connection: this.#lease.connection,
      channel: CLICKS_CHANNEL,
      group: options.group ?? 'shop-statistics',
    });
  }

  /** Hands over messages, each partition in order, and commits those whose handler is done, until it is stopped. */
  run(handler: Handler<IncomingClick>, options?: RunOptions): Promise<void> {
    return this.#consumer.run(handler, options);
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, CLICKS_CHANNEL);
  }

  async close(): Promise<void> {
    await this.#consumer.close();
    await this.#lease.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * The shop sends a click.
 *
 * Topic `clicks`.
 *
 * Every click, in order for each visitor.
 */
export class ClickProducer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #producer: TopicProducer<OutgoingClick>;

  constructor(options: ClientOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#producer = createTopicProducer({
      connection: this.#lease.connection,
      channel: CLICKS_CHANNEL,
      autoRegister: options.autoRegister,
    });
  }

  /** Resolves when the broker has it. Throws SerdeError where it does not fit its schema; findings say where. */
  send(value: ClickInput, options: ClickSendOptions): Promise<void> {
    return this.#producer.send({ ...options, value });
  }

  /** As `send`, for several at once: none is sent where one does not fit. */
  sendBatch(messages: readonly OutgoingClick[]): Promise<void> {
    return this.#producer.sendBatch(messages);
  }

  /** Finds the schemas, so that the first send does not wait for the registry. */
  prepare(): Promise<void> {
    return this.#producer.prepare();
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, CLICKS_CHANNEL);
  }

  async close(): Promise<void> {
    await this.#producer.close();
    await this.#lease.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
