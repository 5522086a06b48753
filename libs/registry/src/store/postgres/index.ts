import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import type { Store, StoreListener } from '../store.ts';
import { createGuardedStore } from './guard.ts';
import { migrate } from './migrations.ts';
import { receiveNotices } from './notices.ts';
import type { NoticeOptions } from './notices.ts';
import { createPostgresStore } from './store.ts';

export interface PostgresStoreOptions {
  /** Connections kept open, besides one for notices; 10 when absent. */
  readonly maxConnections?: number;
  /** For one connection to be made; 5,000 when absent. */
  readonly connectTimeoutMs?: number;
  /** For one statement; 8,000 when absent. */
  readonly statementTimeoutMs?: number;
  /** For another replica's commit to end, and for a replica to go on with its own; 4,000 when absent. */
  readonly lockTimeoutMs?: number;
  /** For any answer, when the server or the way to it hangs; 12,000 when absent. */
  readonly answerTimeoutMs?: number;
}

/**
 * Opens the PostgreSQL database at `url` (`postgres://user:password@host:port/database`) and makes our tables in it, in
 * the schema `sluice`. Any number of processes may share one database.
 */
export async function openPostgresStore(url: string, options: PostgresStoreOptions = {}): Promise<Store> {
  const origin = randomUUID();
  const first = connect(url, options);
  try {
    await migrate(first);
  } catch (error) {
    await first.end({ timeout: 1 });
    throw new Error(`the schema store ${describe(url)} cannot be opened: ${readReason(error)}`, { cause: error });
  }
  const notices = receiveNotices((own) => connect(url, options, own), origin);
  const watch = (listener: StoreListener) => {
    notices.listener = listener;
  };
  let unused: Sql | undefined = first;
  const open = () => {
    const client = unused ?? connect(url, options);
    unused = undefined;
    const turn = connect(url, options, { max: 1 });
    return createPostgresStore({ client, turn, origin, watch });
  };
  const store = createGuardedStore(open, options.answerTimeoutMs ?? 12_000);
  const close = async () => {
    await Promise.all([notices.close(), store.close()]);
  };
  return { ...store, close };
}

function connect(url: string, options: PostgresStoreOptions, own: Partial<NoticeOptions> = {}): Sql {
  const { maxConnections = 10, connectTimeoutMs = 5000, statementTimeoutMs = 8000, lockTimeoutMs = 4000 } = options;
  return postgres(url, {
    max: maxConnections,
    connect_timeout: connectTimeoutMs / 1000,
    // The driver's own grows to 20 s, in which a server that is back would be answered for with an error.
    backoff: () => 0.1 + Math.random() * 0.2,
    // Of array types, which no table has.
    fetch_types: false,
    onnotice: () => {},
    connection: {
      application_name: 'sluice',
      statement_timeout: statementTimeoutMs,
      lock_timeout: lockTimeoutMs,
      idle_in_transaction_session_timeout: lockTimeoutMs,
    },
    ...own,
  });
}

/** The address without its password. */
function describe(url: string): string {
  const { host, pathname } = URL.parse(url) ?? { host: '?', pathname: '' };
  return `postgres://${host}${pathname}`;
}

function readReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
