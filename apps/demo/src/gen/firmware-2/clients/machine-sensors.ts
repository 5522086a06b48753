// Made by `npm run gen`; edit its source instead.
import type { MachineSensor, MachineSensorInput } from '../com/thingam/sensors/machine-sensor.ts';
import { connect } from '../connection.ts';
import type { ClientOptions } from '../connection.ts';
import { machineSensorFormat } from './formats.ts';
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

/** A `MachineSensor` as it is received. */
export interface IncomingMachineSensor extends IncomingMessage {
  readonly name: 'MachineSensor';
  readonly value: MachineSensor;
  readonly key: string;
}

/** What goes with a `MachineSensor`. */
export interface MachineSensorSendOptions {
  /** The machine. */
  readonly key: string;
  /** Chosen by the key when absent. */
  readonly partition?: number;
  /** Milliseconds since 1970; now when absent. */
  readonly timestamp?: number;
}

/** A `MachineSensor` to send. */
export interface OutgoingMachineSensor extends MachineSensorSendOptions {
  readonly value: MachineSensorInput;
}

const MACHINE_SENSOR: MessageFormat = {
  name: 'MachineSensor',
  value: machineSensorFormat,
  key: textFormat,
};

const MACHINE_SENSORS_CHANNEL: ChannelFormat = {
  address: 'factory7',
  messages: [MACHINE_SENSOR],
  topic: {
    partitions: 6,
    replicas: 1,
    configs: {
      'cleanup.policy': 'delete',
      'retention.ms': '604800000',
      'sluice.value.schema.validation': 'payload',
    },
  },
};

/** How a `MachineSensorConsumer` is made. */
export interface MachineSensorConsumerOptions extends ClientOptions {
  /** The consumer group; `dashboard` when absent. */
  readonly group?: string;
}

/**
 * Dashboards and alarms follow the readings.
 *
 * Topic `factory7`.
 *
 * Every reading of every sensor, in order for each machine.
 */
export class MachineSensorConsumer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #consumer: TopicConsumer<IncomingMachineSensor>;

  constructor(options: MachineSensorConsumerOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#consumer = createTopicConsumer({
      connection: this.#lease.connection,
      channel: MACHINE_SENSORS_CHANNEL,
      group: options.group ?? 'dashboard',
    });
  }

  /** Hands over messages, each partition in order, and commits those whose handler is done, until it is stopped. */
  run(handler: Handler<IncomingMachineSensor>, options?: RunOptions): Promise<void> {
    return this.#consumer.run(handler, options);
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, MACHINE_SENSORS_CHANNEL);
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
 * A sensor sends a reading.
 *
 * Topic `factory7`.
 *
 * Every reading of every sensor, in order for each machine.
 */
export class MachineSensorProducer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #producer: TopicProducer<OutgoingMachineSensor>;

  constructor(options: ClientOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#producer = createTopicProducer({
      connection: this.#lease.connection,
      channel: MACHINE_SENSORS_CHANNEL,
      autoRegister: options.autoRegister,
    });
  }

  /** Resolves when the broker has it. Throws SerdeError where it does not fit its schema; findings say where. */
  send(value: MachineSensorInput, options: MachineSensorSendOptions): Promise<void> {
    return this.#producer.send({ ...options, value });
  }

  /** As `send`, for several at once: none is sent where one does not fit. */
  sendBatch(messages: readonly OutgoingMachineSensor[]): Promise<void> {
    return this.#producer.sendBatch(messages);
  }

  /** Finds the schemas, so that the first send does not wait for the registry. */
  prepare(): Promise<void> {
    return this.#producer.prepare();
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, MACHINE_SENSORS_CHANNEL);
  }

  async close(): Promise<void> {
    await this.#producer.close();
    await this.#lease.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
