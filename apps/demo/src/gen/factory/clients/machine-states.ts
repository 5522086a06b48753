// Made by `npm run gen`; edit its source instead.
import type { MachineState } from '../com/thingam/sensors/machine-state.ts';
import { connect } from '../connection.ts';
import type { ClientOptions } from '../connection.ts';
import { machineStateFormat } from './formats.ts';
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

/** A `MachineState` as it is received. */
export interface IncomingMachineState extends IncomingMessage {
  readonly name: 'MachineState';
  readonly value: MachineState | null;
  readonly key: string;
}

/** What goes with a `MachineState`. */
export interface MachineStateSendOptions {
  /** The machine. */
  readonly key: string;
  /** Chosen by the key when absent. */
  readonly partition?: number;
  /** Milliseconds since 1970; now when absent. */
  readonly timestamp?: number;
}

/** A `MachineState` to send. */
export interface OutgoingMachineState extends MachineStateSendOptions {
  readonly value: MachineState | null;
}

const MACHINE_STATE: MessageFormat = {
  name: 'MachineState',
  value: machineStateFormat,
  key: textFormat,
};

const MACHINE_STATES_CHANNEL: ChannelFormat = {
  address: 'machine-state',
  messages: [MACHINE_STATE],
  tombstones: true,
  topic: {
    partitions: 3,
    replicas: 1,
    configs: {
      'cleanup.policy': 'compact',
      'sluice.value.schema.validation': 'payload',
    },
  },
};

/** How a `MachineStateConsumer` is made. */
export interface MachineStateConsumerOptions extends ClientOptions {
  /** The consumer group; `dashboard` when absent. */
  readonly group?: string;
}

/**
 * Dashboards and alarms follow the machines.
 *
 * Topic `machine-state`.
 *
 * What each machine does, sent whenever it changes.
 */
export class MachineStateConsumer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #consumer: TopicConsumer<IncomingMachineState>;

  constructor(options: MachineStateConsumerOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#consumer = createTopicConsumer({
      connection: this.#lease.connection,
      channel: MACHINE_STATES_CHANNEL,
      group: options.group ?? 'dashboard',
    });
  }

  /** Hands over messages, each partition in order, and commits those whose handler is done, until it is stopped. */
  run(handler: Handler<IncomingMachineState>, options?: RunOptions): Promise<void> {
    return this.#consumer.run(handler, options);
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, MACHINE_STATES_CHANNEL);
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
 * A machine says what it does from now on.
 *
 * Topic `machine-state`.
 *
 * What each machine does, sent whenever it changes.
 */
export class MachineStateProducer implements AsyncDisposable {
  readonly #lease: Lease;
  readonly #producer: TopicProducer<OutgoingMachineState>;

  constructor(options: ClientOptions = {}) {
    this.#lease = leaseConnection(options.connection, () => connect(options));
    this.#producer = createTopicProducer({
      connection: this.#lease.connection,
      channel: MACHINE_STATES_CHANNEL,
      autoRegister: options.autoRegister,
    });
  }

  /** Resolves when the broker has it. Throws SerdeError where it does not fit its schema; findings say where. */
  send(value: MachineState | null, options: MachineStateSendOptions): Promise<void> {
    return this.#producer.send({ ...options, value });
  }

  /** As `send`, for several at once: none is sent where one does not fit. */
  sendBatch(messages: readonly OutgoingMachineState[]): Promise<void> {
    return this.#producer.sendBatch(messages);
  }

  /** Finds the schemas, so that the first send does not wait for the registry. */
  prepare(): Promise<void> {
    return this.#producer.prepare();
  }

  /** Creates the topic as the document describes it; false when it is there. */
  ensureTopic(): Promise<boolean> {
    return ensureTopic(this.#lease.connection, MACHINE_STATES_CHANNEL);
  }

  async close(): Promise<void> {
    await this.#producer.close();
    await this.#lease.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
