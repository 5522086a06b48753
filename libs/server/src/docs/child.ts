import type { ChildMessage, DocsResult, DocsTask, RegistryReply } from './protocol.ts';

export { hashText, readDocsFile, readFileState } from './file-state.ts';
export type { DocsFile, DocsPages, DocsResult, DocsSummary, DocsTask } from './protocol.ts';

/** Asks the registry of the process that serves the pages, by a path of its REST API. Status 0: it did not answer. */
export type AskRegistry = (path: string) => Promise<{ readonly status: number; readonly body: string }>;

/**
 * The life of a process that makes pages: takes its one task from the process that started it, answers, and ends. It
 * ends too when that one does.
 */
export function answerDocsTask(perform: (task: DocsTask, ask: AskRegistry) => Promise<DocsResult>): void {
  const waiting = new Map<number, (reply: RegistryReply) => void>();
  let asked = 0;
  const ask: AskRegistry = (path) => {
    const id = asked++;
    const { promise, resolve } = Promise.withResolvers<RegistryReply>();
    waiting.set(id, resolve);
    send({ kind: 'ask', id, path });
    return promise;
  };
  process.once('disconnect', () => process.exit());
  process.once('message', (task: DocsTask) => {
    process.on('message', (reply: RegistryReply) => {
      waiting.get(reply.id)?.(reply);
      waiting.delete(reply.id);
    });
    void perform(task, ask)
      .then((result): ChildMessage => ({ kind: 'result', result }), describeFault)
      .then(sendLast);
  });
}

function describeFault(error: unknown): ChildMessage {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'fault', message, stack: error instanceof Error ? (error.stack ?? '') : '' };
}

function send(message: ChildMessage): void {
  process.send?.(message);
}

function sendLast(message: ChildMessage): void {
  process.send?.(message, undefined, undefined, () => process.exit());
}
