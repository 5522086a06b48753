import type { Socket } from 'node:net';
import { KafkaError, readRequestHeader } from '@sluice/kafka';
import type { BrokerServices, ConnectionInfo } from '../api/handler.ts';
import type { ServedApis } from '../api/serve.ts';
import type { ByteBudget } from '../byte-budget.ts';
import { FrameReader } from './frame-reader.ts';
import type { Traffic } from './traffic.ts';

export interface ConnectionOptions {
  readonly apis: ServedApis;
  readonly broker: BrokerServices;
  readonly advertised: { readonly host: string; readonly port: number };
  readonly maxRequestBytes: number;
  /** Requests read but not yet answered; beyond it nothing more is read. */
  readonly maxRequestsInFlight: number;
  /** A frame once begun is complete within this time, or the connection ends. */
  readonly frameTimeoutMs: number;
  /** Requests being received or handled. */
  readonly budget: ByteBudget;
  /** Answers that their clients have not taken yet; while it is exhausted no request is begun. */
  readonly answerBudget: ByteBudget;
  /** An answer is taken within this time, or the connection ends. */
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
}

/** Unsent response bytes beyond which the next request waits. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;

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
  /** Of answers; counted in the answers' budget. */
  #unsentBytes = 0;
  #isWaitingForAnswers = false;
  #frameTimer: NodeJS.Timeout | undefined;
  #answerTimer: NodeJS.Timeout | undefined;
  #drained: (() => void) | undefined;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#reader = new FrameReader(options.maxRequestBytes);
    const remoteAddress = socket.remoteAddress ?? '';
    this.#info = { advertised: options.advertised, remoteAddress, closed: this.#closed.signal };
    socket.setNoDelay(true);
    socket.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    socket.on('drain', () => this.#pump());
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
      if (this.#slots.length === 0) this.#socket.end(() => this.#socket.destroy());
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isDraining) return;
    const { budget, frameTimeoutMs, traffic } = this.#options;
    traffic.receivedBytes += chunk.length;
    const finding = this.#reader.push(chunk, (frame) => {
      this.#queue.push(frame);
      this.#hold(frame.length);
    });
    if (finding !== undefined) return this.#refuse(finding);
    const isPartial = this.#reader.heldBytes > 0;
    this.#holdPartial();
    if (!isPartial) this.#stopFrameTimer();
    else this.#frameTimer ??= setTimeout(() => this.#refuse('a frame took too long'), frameTimeoutMs).unref();
    this.#pump();
    if (budget.isExhausted && !this.#socket.isPaused()) {
      this.#socket.pause();
      budget.wait(() => this.#resume());
    }
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
  }

  #isBusy(): boolean {
    return this.#queue.length + this.#slots.length >= this.#options.maxRequestsInFlight;
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (!this.#isHandling && !this.#socket.destroyed && this.#socket.writableLength < MAX_UNSENT_BYTES) {
      if (this.#mustWaitForAnswers()) break;
      const frame = this.#queue.shift();
      if (frame === undefined) break;
      this.#handle(frame);
    }
    this.#isPumping = false;
    const { budget } = this.#options;
    if (this.#isBusy()) this.#socket.pause();
    else if (this.#socket.isPaused() && !budget.isExhausted) this.#socket.resume();
  }

  #mustWaitForAnswers(): boolean {
    const { answerBudget } = this.#options;
    if (!answerBudget.isExhausted || this.#queue.length === 0) return false;
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
    const { apis, broker, answerBudget, traffic } = this.#options;
    const slot: Slot = { parts: undefined, done: false, frameBytes: frame.length };
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
      const { leftBytes } = answerBudget;
      const context = { apiVersion, clientId, connection: this.#info, broker, answerRoomBytes: leftBytes, admitNext };
      const answer = served.serve(frame, header, context);
      if (answer instanceof Promise) answer.then(settle, fail);
      else settle(answer);
    } catch (error) {
      fail(error);
    }
  }

  /** Sends the answers that are ready and whose turn it is. */
  #send(): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    socket.cork();
    for (let slot = this.#slots[0]; slot?.done === true; slot = this.#slots[0]) {
      this.#slots.shift();
      this.#hold(-slot.frameBytes);
      for (const part of slot.parts ?? []) {
        this.#options.traffic.sentBytes += part.length;
        socket.write(part, this.#noteUnsent);
      }
    }
    socket.uncork();
    this.#noteUnsent();
    if (this.#isDraining && this.#slots.length === 0) socket.end(() => socket.destroy());
  }

  /** Keeps the budget's idea of unsent answers up to date, and the time since when there are some. */
  #noteUnsent = (): void => {
    const { answerBudget, answerTimeoutMs } = this.#options;
    const now = this.#socket.destroyed ? 0 : this.#socket.writableLength;
    if (now > this.#unsentBytes) answerBudget.take(now - this.#unsentBytes);
    else if (now < this.#unsentBytes) answerBudget.give(this.#unsentBytes - now);
    this.#unsentBytes = now;
    if (now > 0) {
      this.#answerTimer ??= setTimeout(() => this.#refuse('its answers are not taken'), answerTimeoutMs).unref();
    } else if (this.#answerTimer !== undefined) {
      clearTimeout(this.#answerTimer);
      this.#answerTimer = undefined;
    }
  };

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
    this.#noteUnsent();
    this.#closed.abort();
    this.#drained?.();
  }
}
