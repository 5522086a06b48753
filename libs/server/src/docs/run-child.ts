import { fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ChildMessage, DocsResult, DocsTask, RegistryReply } from './protocol.ts';

/** What a child may use up before it is ended. */
export interface ChildLimits {
  readonly timeMs: number;
  readonly heapMegabytes: number;
  readonly answerBytes: number;
}

export const CHILD_LIMITS: ChildLimits = { timeMs: 20_000, heapMegabytes: 256, answerBytes: 16 * 1024 * 1024 };

/** A child that gave no result: why, for the reader of the page, and what it left behind, for the log. */
export interface ChildFailure {
  readonly kind: 'failed';
  readonly reason: string;
  readonly detail: string;
}

export interface ChildOptions {
  /** The module that the child runs; it calls `answerDocsTask`. */
  readonly module: URL;
  readonly task: DocsTask;
  /** Answers what the child asks of the registry. Does not throw. */
  readonly ask: (path: string) => Promise<Omit<RegistryReply, 'id'>>;
  readonly limits: ChildLimits;
  readonly signal: AbortSignal;
}

const KEPT_ERROR_OUTPUT = 8192;

/** Runs one task in a process of its own, which is gone when this resolves. Does not throw for what the child does. */
export async function runChild(options: ChildOptions): Promise<DocsResult | ChildFailure> {
  const { module, task, ask, limits, signal } = options;
  const child = fork(fileURLToPath(module), [], {
    execArgv: [`--max-old-space-size=${limits.heapMegabytes}`],
    // Nothing of ours that is secret is of use to it.
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errorOutput = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errorOutput = (errorOutput + text).slice(-KEPT_ERROR_OUTPUT);
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  let answer: DocsResult | ChildFailure | undefined;
  const stop = (reason: string): void => {
    answer ??= { kind: 'failed', reason, detail: '' };
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => stop(`it took longer than ${limits.timeMs / 1000} seconds`), limits.timeMs);
  const onAbort = (): void => stop('this server is stopping');
  signal.addEventListener('abort', onAbort);
  child.once('error', (error) => end(error.message));
  child.once('close', (code, killedBy) => end(`it ended with ${killedBy ?? code}`));
  child.once('spawn', () => {
    try {
      // Records come before pages.
      setPriority(child.pid ?? 0, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It has ended already.
    }
  });
  child.on('message', (message: ChildMessage) => {
    if (message.kind === 'ask') {
      void ask(message.path).then((reply) => child.connected && child.send({ id: message.id, ...reply }, () => {}));
    } else {
      answer ??= readAnswer(message, limits);
    }
  });
  if (signal.aborted) onAbort();
  else child.send(task, () => {});
  const how = await ended;
  clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
  return answer ?? describeEnd(how, errorOutput, limits);
}

function readAnswer(message: Exclude<ChildMessage, { kind: 'ask' }>, limits: ChildLimits): DocsResult | ChildFailure {
  if (message.kind === 'fault') return { kind: 'failed', reason: OURS, detail: message.stack || message.message };
  const { result } = message;
  if (result.kind === 'pages' && result.pages.html.length + result.pages.markdown.length > limits.answerBytes) {
    return { kind: 'failed', reason: `its pages are larger than ${limits.answerBytes} bytes`, detail: '' };
  }
  return result;
}

const OURS = 'something went wrong that is no fault of the document; the log of the server says what';

function describeEnd(how: string, errorOutput: string, { heapMegabytes }: ChildLimits): ChildFailure {
  const isMemory = /heap out of memory|heap limit/iu.test(errorOutput);
  const reason = isMemory ? `it needs more memory than ${heapMegabytes} MB` : OURS;
  return { kind: 'failed', reason, detail: `${how}\n${errorOutput}` };
}
