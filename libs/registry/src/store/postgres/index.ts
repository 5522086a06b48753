import postgres from 'postgres';
import type { Store } from '../store.ts';
import { migrate } from './migrations.ts';
import { createPostgresStore } from './store.ts';

export interface PostgresStoreOptions {
  /** Connections kept open; 10 when absent. */
  readonly maxConnections?: number;
  /** For one connection to be made; 10,000 when absent. */
  readonly connectTimeoutMs?: number;
  /** For one statement, and for a transaction to be gone on with; 20,000 when absent. */
  readonly statementTimeoutMs?: number;
}

/**
 * Opens the PostgreSQL database at `url` (`postgres://user:password@host:port/database`) and makes our tables in it, in
 * the schema `sluice`. Any number of processes may share one database.
 */
export async function openPostgresStore(url: string, options: PostgresStoreOptions = {}): Promise<Store> {
  const { maxConnections = 10, connectTimeoutMs = 10_000, statementTimeoutMs = 20_000 } = options;
  const client = postgres(url, {
    max: maxConnections,
    connect_timeout: connectTimeoutMs / 1000,
    onnotice: () => {},
    connection: {
      application_name: 'sluice',
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs,
    },
  });
  try {
    await migrate(client);
    return createPostgresStore(client);
  } catch (error) {
    await client.end({ timeout: 1 });
    throw new Error(`the schema store ${describe(url)} cannot be opened: ${readReason(error)}`, { cause: error });
  }
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
