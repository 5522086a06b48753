import { findUnchanged, hashText } from './file-state.ts';
import type { DocsFile, DocsResult, DocsTask } from './protocol.ts';
import { CHILD_LIMITS, runChild } from './run-child.ts';
import type { ChildFailure, ChildLimits } from './run-child.ts';

/** The registry that pages show the versions of schemas from. */
export interface DocsRegistry {
  /** A GET of its REST API. Rejects where it does not answer. */
  ask(path: string): Promise<{ readonly status: number; readonly body: string }>;
  /** Another text whenever something may have changed. */
  revision(): Promise<string>;
}

export interface DocsCacheOptions {
  readonly module: URL;
  readonly registry?: DocsRegistry | undefined;
  readonly limits?: Partial<ChildLimits>;
  readonly onFailure: (task: DocsTask, failure: ChildFailure) => void;
}

/** Results of tasks, each kept until something that it was made of is another. */
export interface DocsCache {
  read(task: DocsTask): Promise<DocsResult | ChildFailure>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

interface Entry {
  readonly result: DocsResult | ChildFailure;
  files: readonly DocsFile[];
  /** Hashes of what the registry answered, by path. */
  readonly answers: ReadonlyMap<string, string>;
  revision: string;
  readonly madeAtMs: number;
}

const MOST_CHILDREN = 2;
const MOST_ENTRIES = 256;
const MOST_CHARACTERS = 32 * 1024 * 1024;
/** A failure may be of the moment: a machine that was busy. */
const FAILURE_LASTS_MS = 30_000;
const READABLE = /^\/(?:subjects|schemas|config)(?:[/?]|$)/u;

/** Tasks of the same kind and document share one child; of the others, two run at a time. */
export function createDocsCache({ module, registry, limits, onFailure }: DocsCacheOptions): DocsCache {
  const entries = new Map<string, Entry>();
  const running = new Map<string, Promise<DocsResult | ChildFailure>>();
  const queue = createQueue(MOST_CHILDREN);
  const closing = new AbortController();

  async function ask(path: string): Promise<{ status: number; body: string }> {
    try {
      if (registry === undefined || !READABLE.test(path)) return { status: 0, body: '' };
      return await registry.ask(path);
    } catch {
      return { status: 0, body: '' };
    }
  }
  // A registry that cannot say is one that did not change: pages are shown without it.
  const readRevision = async (): Promise<string> => (await registry?.revision().catch(() => 'unknown')) ?? 'none';

  async function isFresh(entry: Entry): Promise<boolean> {
    if (entry.result.kind === 'failed') return performance.now() - entry.madeAtMs < FAILURE_LASTS_MS;
    const files = await findUnchanged(entry.files);
    if (files === undefined) return false;
    const revision = await readRevision();
    if (revision !== entry.revision) {
      for (const [path, hash] of entry.answers) {
        if (hashReply(await ask(path)) !== hash) return false;
      }
    }
    entry.files = files;
    entry.revision = revision;
    return true;
  }

  async function make(task: DocsTask): Promise<Entry> {
    const answers = new Map<string, string>();
    const revision = await readRevision();
    const recordingAsk = async (path: string): Promise<{ status: number; body: string }> => {
      const reply = await ask(path);
      answers.set(path, hashReply(reply));
      return reply;
    };
    const bounds = { ...CHILD_LIMITS, ...limits };
    const result = await runChild({ module, task, ask: recordingAsk, limits: bounds, signal: closing.signal });
    if (result.kind === 'failed' && !closing.signal.aborted) onFailure(task, result);
    const files = result.kind === 'failed' ? [] : result.files;
    return { result, files, answers, revision, madeAtMs: performance.now() };
  }

  async function find(key: string, task: DocsTask): Promise<DocsResult | ChildFailure> {
    const known = entries.get(key);
    if (known !== undefined && (await isFresh(known))) return known.result;
    const entry = await queue(() => make(task));
    entries.delete(key);
    entries.set(key, entry);
    trim(entries);
    return entry.result;
  }

  return {
    read(task) {
      const key = JSON.stringify(task);
      const shared = running.get(key) ?? find(key, task).finally(() => running.delete(key));
      running.set(key, shared);
      return shared;
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running.values());
    },
  };
}

function hashReply({ status, body }: { readonly status: number; readonly body: string }): string {
  return hashText(`${status} ${body}`);
}

/** Lets the oldest go while there are too many, or they are too large together. */
function trim(entries: Map<string, Entry>): void {
  const sizes = new Map([...entries].map(([key, { result }]) => [key, sizeOf(result)] as const));
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const [key, size] of sizes) {
    if (entries.size <= 1 || (entries.size <= MOST_ENTRIES && total <= MOST_CHARACTERS)) return;
    entries.delete(key);
    total -= size;
  }
}

function sizeOf(result: Entry['result']): number {
  return result.kind === 'pages' ? result.pages.html.length + result.pages.markdown.length : 1000;
}

/** Runs at most so many at a time; the others wait in order. */
function createQueue(most: number): <Value>(run: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let count = 0;
  return async (run) => {
    if (count >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else count++;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) count--;
      else next();
    }
  };
}
