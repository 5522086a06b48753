// Made by `npm run gen`; edit its source instead.
import { connect } from '../connection.ts';
import type { ClientOptions } from '../connection.ts';
import type { DoorSensor } from '../door-sensor.ts';
import { doorSensorFormat } from './formats.ts';
import { createTopicConsumer, textFormat, ensureTopic, leaseConnection } from '@sluice/serde/clients';
import type {
  IncomingMessage,
  Handler,
  TopicConsumer,
  MessageFormat,
  ChannelFormat,
  RunOptions,
  Lease,
} from '@sluice/serde/clients';

/** A `DoorSensor` as it is received. */
export interface IncomingDoorSensor extends IncomingMessage {
  readonly name: 'DoorSensor';
  readonly value: DoorSensor;
  readonly key: string;
}

const DOOR_SENSOR: MessageFormat = {
  name: 'DoorSensor',
  value: doorSensorFormat,
  key: textFormat,
};

const DOOR_SENSORS_CHANNEL: ChannelFormat = {
  address: 'door-sensors',
  messages: [DOOR_SENSOR],
  topic: {
    partitions: 3,
    replicas: 1,
    configs: {
      'cleanup.policy': 'delete',
      'retention.ms': '604800000',
      'sluice.value.schema.validation': 'payload',
    },
  },
};

/** How a `DoorSensorConsumer` is made. */
export interface DoorSensorConsumerOptions extends ClientOptions {
  /** The consumer group; `door-alarm` when absent. */
  readonly group?: string;
}

/**
 * The alarm follows the doors.
 *
 * Topic `door-sensors`.
 *
 * Every opening and closing of every door, in order for each door.
 */
export class DoorSensorConsumer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #consumer: TopicConsumer<IncomingDoorSensor>;

  constructor(options: DoorSensorConsumerOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#consumer = createTopicConsumer({
      connection: this.#lease.connection,
      channel: DOOR_SENSORS_CHANNEL,
      group: options.group ?? 'door-alarm',
    });
  }

  /** Hands over messages, each partition in order, and commits those whose handler is done, until it is stopped. */
  run(handler: Handler<IncomingDoorSensor>, options?: RunOptions): Promise<void> {
    return this.#consumer.run(handler, options);
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, DOOR_SENSORS_CHANNEL);
  }

  async close(): Promise<void> {
    await this.#consumer.close();
    await this.#lease.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
