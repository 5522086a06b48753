import type { Socket } from 'node:net';
import { KafkaError, readRequestHeader } from '@sluice/kafka';
import type { AnswerRoom, BrokerServices, ConnectionInfo } from '../api/handler.ts';
import type { ServedApis } from '../api/serve.ts';
import type { ByteBudget } from '../byte-budget.ts';
import { FrameReader } from './frame-reader.ts';
import { Outbox } from './outbox.ts';
import type { Traffic } from './traffic.ts';

export interface ConnectionOptions {
  readonly apis: ServedApis;
  readonly broker: BrokerServices;
  readonly advertised: { readonly host: string; readonly port: number };
  readonly maxRequestBytes: number;
  /** Requests read but not yet answered; beyond it nothing more is read. */
  readonly maxRequestsInFlight: number;
  /** A frame once begun goes on within this time, or the connection ends. */
  readonly frameTimeoutMs: number;
  /** Requests being received or handled. */
  readonly budget: ByteBudget;
  /** Answers that their clients have not taken yet; while it is exhausted no request of such a client is begun. */
  readonly answerBudget: ByteBudget;
  /** Some of an answer is taken within this time, or the connection ends. */
  readonly answerTimeoutMs: number;
  readonly traffic: Traffic;
  /** One line about a peer that does not speak the protocol. */
  readonly complain: (reason: string, remoteAddress: string) => void;
}

/** An answer in its place in the order of requests. */
interface Slot {
  parts: readonly Uint8Array[] | undefined;
  done: boolean;
  readonly frameBytes: number;
  /** Of the answers' budget, for an answer that is being made. */
  reservedBytes: number;
}

/** Unsent response bytes beyond which the next request waits. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/** Of the room left for answers, so that many begun at the same time find some. */
const SHARE_OF_ROOM = 1 / 8;
const USUAL_BATCH_BYTES = 1024 * 1024;
/** A frame that is not complete grows by as much in each frame timeout. */
const MIN_PROGRESS_BYTES = 16 * 1024;

/**
 * One client connection: requests are handled one after the other (the next may start early when its handler's
 * predecessor says so), answers leave in the order of the requests.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #reader: FrameReader;
  readonly #closed = new AbortController();
  readonly #info: ConnectionInfo;
  readonly #queue: Uint8Array[] = [];
  readonly #slots: Slot[] = [];
  #isHandling = false;
  #isPumping = false;
  #isDraining = false;
  #heldBytes = 0;
  #partialBytes = 0;
  readonly #outbox: Outbox;
  #isWaitingForAnswers = false;
  #isWaitingForBudget = false;
  #frameTimer: NodeJS.Timeout | undefined;
  #progressBytes = 0;
  #drained: (() => void) | undefined;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#reader = new FrameReader(options.maxRequestBytes);
    this.#outbox = new Outbox(socket, {
      budget: options.answerBudget,
      timeoutMs: options.answerTimeoutMs,
      onStalled: () => this.#refuse('its answers are not taken'),
      onMoved: () => this.#pump(),
    });
    const remoteAddress = socket.remoteAddress ?? '';
    this.#info = { advertised: options.advertised, remoteAddress, closed: this.#closed.signal };
    socket.setNoDelay(true);
    socket.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.on('close', () => this.#end());
  }

  /** Takes no further request; settles when those begun are answered and the connection has ended. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve();
      this.#isDraining = true;
      this.#drained = resolve;
      this.#dropQueue();
      if (this.#slots.length === 0) this.#outbox.finish();
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isDraining) return;
    const { budget, traffic } = this.#options;
    traffic.receivedBytes += chunk.length;
    this.#progressBytes += chunk.length;
    const finding = this.#reader.push(chunk, (frame) => {
      this.#queue.push(frame);
      this.#hold(frame.length);
      this.#stopFrameTimer();
    });
    if (finding !== undefined) return this.#refuse(finding);
    this.#holdPartial();
    this.#pump();
    if (budget.isExhausted && !this.#socket.destroyed) {
      this.#socket.pause();
      this.#waitForBudget();
    }
    this.#watchFrame();
  }

  /**
   * Gives a peer up that neither completes a frame nor gets on with it. Who is not read from because its own requests are
   * many is not to blame; who is not because memory is short is given up too, or frames begun could hold all of it for ever.
   */
  #watchFrame(): void {
    if (this.#reader.heldBytes === 0 || this.#isBusy() || this.#socket.destroyed) return this.#stopFrameTimer();
    if (this.#frameTimer !== undefined) return;
    this.#progressBytes = 0;
    this.#frameTimer = setTimeout(() => {
      if (this.#progressBytes < MIN_PROGRESS_BYTES) return this.#refuse('a frame took too long');
      this.#progressBytes = 0;
      this.#frameTimer?.refresh();
    }, this.#options.frameTimeoutMs).unref();
  }

  #waitForBudget(): void {
    if (this.#isWaitingForBudget) return;
    this.#isWaitingForBudget = true;
    this.#options.budget.wait(() => {
      this.#isWaitingForBudget = false;
      this.#resume();
    });
  }

  /** Keeps the budget's idea of the incomplete frame up to date. */
  #holdPartial(): void {
    const now = this.#reader.heldBytes;
    this.#hold(now - this.#partialBytes);
    this.#partialBytes = now;
  }

  #hold(bytes: number): void {
    this.#heldBytes += bytes;
    if (bytes > 0) this.#options.budget.take(bytes);
    else if (bytes < 0) this.#options.budget.give(-bytes);
  }

  #resume(): void {
    if (this.#socket.destroyed || this.#isBusy()) return;
    this.#socket.resume();
    this.#watchFrame();
  }

  #isBusy(): boolean {
    return this.#queue.length + this.#slots.length >= this.#options.maxRequestsInFlight;
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (!this.#isHandling && !this.#socket.destroyed && this.#outbox.unsentBytes < MAX_UNSENT_BYTES) {
      if (this.#mustWaitForAnswers()) break;
      const frame = this.#queue.shift();
      if (frame === undefined) break;
      this.#handle(frame);
    }
    this.#isPumping = false;
    const { budget } = this.#options;
    if (this.#isBusy()) {
      this.#socket.pause();
      this.#stopFrameTimer();
    } else if (this.#socket.isPaused()) {
      if (budget.isExhausted) this.#waitForBudget();
      else this.#resume();
    }
  }

  /** Who takes its own answers never waits for others to take theirs. */
  #mustWaitForAnswers(): boolean {
    const { answerBudget } = this.#options;
    if (!answerBudget.isExhausted || this.#outbox.unsentBytes === 0 || this.#queue.length === 0) return false;
    if (!this.#isWaitingForAnswers) {
      this.#isWaitingForAnswers = true;
      answerBudget.wait(() => {
        this.#isWaitingForAnswers = false;
        this.#pump();
      });
    }
    return true;
  }

  #handle(frame: Uint8Array): void {
    const { apis, broker, traffic } = this.#options;
    const slot: Slot = { parts: undefined, done: false, frameBytes: frame.length, reservedBytes: 0 };
    let apiName = 'unknown';
    let isAdmitted = false;
    const admitNext = (): void => {
      if (isAdmitted) return;
      isAdmitted = true;
      this.#isHandling = false;
      this.#pump();
    };
    const settle = (parts: readonly Uint8Array[] | undefined): void => {
      slot.parts = parts;
      slot.done = true;
      this.#send();
      // An answer makes room for a request, also where the next had been admitted before it.
      if (isAdmitted) this.#pump();
      else admitNext();
    };
    const fail = (error: unknown): void => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (error instanceof KafkaError) this.#refuse(`${apiName} request: ${error.message}`);
      else {
        broker.logger.error({ api: apiName, error: text }, 'request failed');
        this.#socket.destroy();
      }
    };
    this.#slots.push(slot);
    this.#isHandling = true;
    try {
      const header = readRequestHeader(frame);
      const served = apis.get(header.apiKey);
      if (served === undefined) return this.#refuse(`api key ${header.apiKey} is not served`);
      apiName = served.api.name;
      traffic.countRequest(apiName);
      const { apiVersion, clientId } = header;
      const answerRoom = this.#openRoom(slot);
      const context = { apiVersion, clientId, connection: this.#info, broker, answerRoom, admitNext };
      const answer = served.serve(frame, header, context);
      if (answer instanceof Promise) answer.then(settle, fail);
      else settle(answer);
    } catch (error) {
      fail(error);
    }
  }

  #openRoom(slot: Slot): AnswerRoom {
    const { answerBudget } = this.#options;
    const keep = (bytes: number): void => {
      const wanted = this.#socket.destroyed ? 0 : bytes;
      if (wanted > slot.reservedBytes) answerBudget.take(wanted - slot.reservedBytes);
      else answerBudget.give(slot.reservedBytes - wanted);
      slot.reservedBytes = wanted;
    };
    return {
      reserve(maxBytes) {
        if (answerBudget.isOverdrawn) return undefined;
        const bytes = Math.min(maxBytes, Math.floor(answerBudget.leftBytes * SHARE_OF_ROOM));
        // A first batch is read whatever its size.
        keep(Math.max(bytes, Math.min(maxBytes, USUAL_BATCH_BYTES)));
        return bytes;
      },
      keep,
    };
  }

  /** Sends the answers that are ready and whose turn it is. */
  #send(): void {
    if (this.#socket.destroyed) return;
    const ready: Uint8Array[] = [];
    let reservedBytes = 0;
    for (let slot = this.#slots[0]; slot?.done === true; slot = this.#slots[0]) {
      this.#slots.shift();
      this.#hold(-slot.frameBytes);
      reservedBytes += slot.reservedBytes;
      slot.reservedBytes = 0;
      for (const part of slot.parts ?? []) {
        this.#options.traffic.sentBytes += part.length;
        ready.push(part);
      }
    }
    this.#outbox.push(ready);
    this.#options.answerBudget.give(reservedBytes);
    if (this.#isDraining && this.#slots.length === 0) this.#outbox.finish();
  }

  #refuse(reason: string): void {
    if (this.#socket.destroyed) return;
    this.#options.complain(reason, this.#info.remoteAddress);
    this.#socket.destroy();
  }

  #dropQueue(): void {
    for (const frame of this.#queue.splice(0)) this.#hold(-frame.length);
  }

  #stopFrameTimer(): void {
    clearTimeout(this.#frameTimer);
    this.#frameTimer = undefined;
  }

  #end(): void {
    this.#stopFrameTimer();
    this.#queue.length = 0;
    this.#hold(-this.#heldBytes);
    for (const slot of this.#slots) {
      this.#options.answerBudget.give(slot.reservedBytes);
      slot.reservedBytes = 0;
    }
    this.#outbox.close();
    this.#closed.abort();
    this.#drained?.();
  }
}
