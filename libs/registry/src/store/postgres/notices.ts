import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { StoreHead, StoreListener } from '../store.ts';
import { head } from './tables.ts';

/** Of one database; commits send the head they made over it, and who made it. */
const CHANNEL = 'sluice_head';

/** For the update that moves the head: sends the notice along with the commit, or never. */
export function sendNotice(origin: string): SQL<unknown> {
  return sql`pg_notify(${CHANNEL}, concat_ws(' ', ${origin}::text, ${head.revision}, ${head.lastPurge}))`;
}

/**
 * Tells `listener` of the commits of others over a connection of its own, until the client is closed. The driver makes a
 * new connection when one is lost; what was missed meanwhile is told as undefined.
 */
export function receiveNotices(client: Sql, origin: string, listener: StoreListener): void {
  const onNotice = (notice: string) => {
    const [sender, revision, lastPurge] = notice.split(' ');
    if (sender !== origin) listener(readHead(revision, lastPurge));
  };
  client.listen(CHANNEL, onNotice, () => listener(undefined)).catch(() => listener(undefined));
}

function readHead(revision = '', lastPurge = ''): StoreHead | undefined {
  return /^\d+$/.test(revision) && /^\d+$/.test(lastPurge)
    ? { revision: Number(revision), lastPurge: Number(lastPurge) }
    : undefined;
}
