import type { Socket } from 'node:net';
import type { ByteBudget } from '../byte-budget.ts';

export interface OutboxOptions {
  /** Of all connections' answers that their clients have not taken yet. */
  readonly budget: ByteBudget;
  /** A client that takes nothing for this time is given up, much sooner while the budget is exhausted. */
  readonly timeoutMs: number;
  readonly onStalled: () => void;
  /** Told whenever the client has taken some. */
  readonly onMoved: () => void;
}

/** Handed to the socket at a time, so that it shows whether a large answer moves. */
const MAX_WRITE_BYTES = 1024 * 1024;
/** The timeout in parts: after one without progress a client is given up while the budget is exhausted. */
const TICKS = 6;

/** Answers on their way to a client that takes them as fast as it likes. */
export class Outbox {
  readonly #socket: Socket;
  readonly #options: OutboxOptions;
  readonly #parts: Uint8Array[] = [];
  #waitingBytes = 0;
  #writingBytes = 0;
  /** As the budget knows it. */
  #unsentBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasMoved = false;
  #idleTicks = 0;
  #isFinishing = false;

  constructor(socket: Socket, options: OutboxOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  push(parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      if (part.length === 0) continue;
      this.#parts.push(part);
      this.#waitingBytes += part.length;
    }
    this.#write();
    this.#note();
  }

  /** Ends the connection once everything is sent. */
  finish(): void {
    this.#isFinishing = true;
    if (this.#unsentBytes === 0) this.#socket.end(() => this.#socket.destroy());
  }

  /** To be called when the socket has closed. */
  close(): void {
    this.#parts.length = 0;
    this.#waitingBytes = 0;
    this.#writingBytes = 0;
    this.#note();
  }

  #write(): void {
    const socket = this.#socket;
    if (this.#writingBytes > 0 || this.#waitingBytes === 0 || socket.destroyed) return;
    const bytes = Math.min(this.#waitingBytes, MAX_WRITE_BYTES);
    this.#waitingBytes -= bytes;
    this.#writingBytes = bytes;
    socket.cork();
    for (let left = bytes; left > 0;) {
      const part = this.#parts.shift();
      if (part === undefined) break;
      const piece = part.length <= left ? part : part.subarray(0, left);
      if (piece !== part) this.#parts.unshift(part.subarray(left));
      left -= piece.length;
      if (left > 0) socket.write(piece);
      else socket.write(piece, this.#moved);
    }
    socket.uncork();
  }

  #moved = (error?: Error | null): void => {
    if (error !== undefined && error !== null) return;
    this.#writingBytes = 0;
    this.#hasMoved = true;
    this.#write();
    this.#note();
    if (this.#isFinishing && this.#unsentBytes === 0) this.#socket.end(() => this.#socket.destroy());
    this.#options.onMoved();
  };

  /** Keeps the budget up to date, and the watch over a client that has something to take. */
  #note(): void {
    const { budget, timeoutMs } = this.#options;
    const now = this.#waitingBytes + this.#writingBytes;
    const more = now - this.#unsentBytes;
    this.#unsentBytes = now;
    if (more > 0) budget.take(more);
    else if (more < 0) budget.give(-more);
    if (now > 0) {
      this.#timer ??= setTimeout(this.#watch, timeoutMs / TICKS).unref();
    } else if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#idleTicks = 0;
    }
  }

  #watch = (): void => {
    this.#idleTicks = this.#hasMoved ? 0 : this.#idleTicks + 1;
    this.#hasMoved = false;
    const maxIdleTicks = this.#options.budget.isExhausted ? 1 : TICKS;
    if (this.#idleTicks >= maxIdleTicks) this.#options.onStalled();
    else this.#timer?.refresh();
  };
}
