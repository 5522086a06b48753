// Made by `npm run gen`; edit its source instead.
import { connect } from '../connection.ts';
import type { ClientOptions } from '../connection.ts';
import type { DoorSensor } from '../door-sensor.ts';
import { doorSensorFormat } from './formats.ts';
import { createTopicProducer, textFormat, ensureTopic, leaseConnection } from '@sluice/serde/clients';
import type { TopicProducer, MessageFormat, ChannelFormat, Lease } from '@sluice/serde/clients';

/** What goes with a `DoorSensor`. */
export interface DoorSensorSendOptions {
  /** Where the door is. */
  readonly key: string;
  /** Chosen by the key when absent. */
  readonly partition?: number;
  /** Milliseconds since 1970; now when absent. */
  readonly timestamp?: number;
}

/** A `DoorSensor` to send. */
export interface OutgoingDoorSensor extends DoorSensorSendOptions {
  readonly value: DoorSensor;
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

/**
 * A door was opened or closed.
 *
 * Topic `door-sensors`.
 *
 * Every opening and closing of every door, in order for each door.
 */
export class DoorSensorProducer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #producer: TopicProducer<OutgoingDoorSensor>;

  constructor(options: ClientOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#producer = createTopicProducer({
      connection: this.#lease.connection,
      channel: DOOR_SENSORS_CHANNEL,
      autoRegister: options.autoRegister,
    });
  }

  /** Resolves when the broker has it. Throws SerdeError where it does not fit its schema; findings say where. */
  send(value: DoorSensor, options: DoorSensorSendOptions): Promise<void> {
    return this.#producer.send({ ...options, value });
  }

  /** As `send`, for several at once: none is sent where one does not fit. */
  sendBatch(messages: readonly OutgoingDoorSensor[]): Promise<void> {
    return this.#producer.sendBatch(messages);
  }

  /** Finds the schemas, so that the first send does not wait for the registry. */
  prepare(): Promise<void> {
    return this.#producer.prepare();
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, DOOR_SENSORS_CHANNEL);
  }

  async close(): Promise<void> {
    await this.#producer.close();
    await this.#lease.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
