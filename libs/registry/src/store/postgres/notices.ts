import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { StoreHead, StoreListener } from '../store.ts';
import { head } from './tables.ts';

/** Of one database; commits send the head they made over it, and who made it. */
const CHANNEL = 'sluice_head';

/** Between a connection that was lost and the next. */
const RETRY_MS = 1000;

/** For the update that moves the head: sends the notice along with the commit, or never. */
export function sendNotice(origin: string): SQL<unknown> {
  return sql`pg_notify(${CHANNEL}, concat_ws(' ', ${origin}::text, ${head.revision}, ${head.lastPurge}))`;
}

/** Options of the driver's, one of which its types do not have. */
export interface NoticeOptions {
  readonly max: number;
  readonly onnotify: (channel: string, notice: string) => void;
  readonly onclose: () => void;
}

/** What listens for notices, over a connection of its own. */
export interface Notices {
  listener: StoreListener;
  close(): Promise<void>;
}

/** Tells the listener of the commits of all but `origin`, and undefined when some may have been missed. */
export function receiveNotices(connect: (options: NoticeOptions) => Sql, origin: string): Notices {
  const closing = new AbortController();
  const notices: Notices = {
    listener: () => {},
    async close() {
      closing.abort();
      await done;
    },
  };
  function onnotify(_channel: string, notice: string): void {
    const [sender, revision, lastPurge] = notice.split(' ');
    if (sender !== origin) notices.listener(readHead(revision, lastPurge));
  }

  /** Until the connection is lost, or there is none to be had. */
  async function receive(): Promise<void> {
    const lost = Promise.withResolvers<void>();
    const client = connect({ max: 1, onnotify, onclose: () => lost.resolve() });
    closing.signal.addEventListener('abort', () => lost.resolve(), { once: true });
    try {
      await client.unsafe(`LISTEN ${CHANNEL}`);
      notices.listener(undefined);
      await lost.promise;
    } catch {
      // Nothing is told then; who must know asks.
    } finally {
      await client.end({ timeout: 0 }).catch(() => {});
    }
  }

  async function receiveAgainAndAgain(): Promise<void> {
    while (!closing.signal.aborted) {
      await receive();
      await wait(RETRY_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }

  const done = receiveAgainAndAgain();
  return notices;
}

function readHead(revision = '', lastPurge = ''): StoreHead | undefined {
  return /^\d+$/.test(revision) && /^\d+$/.test(lastPurge)
    ? { revision: Number(revision), lastPurge: Number(lastPurge) }
    : undefined;
}
