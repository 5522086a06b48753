import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createMemoryStore } from '@sluice/registry';
import type { Store } from '@sluice/registry';
import { readReason, ServerError } from './server-error.ts';

export interface StoreChoice {
  readonly store?: string | undefined;
  readonly ephemeral?: boolean | undefined;
  /** File of the SQLite database. */
  readonly path: string;
}

/** A store and what messages call it. */
export interface NamedStore {
  readonly store: Store;
  readonly name: string;
}

/** Opens what `--store` names, loading only that driver. Throws ServerError when it is no store or does not answer. */
export async function openStore({ store, ephemeral = false, path }: StoreChoice): Promise<NamedStore> {
  const kind = store ?? (ephemeral ? 'memory' : 'sqlite');
  if (kind === 'memory') return { store: createMemoryStore(), name: 'the schema store in memory' };
  if (kind === 'sqlite') {
    if (ephemeral) throw new ServerError('options', '--ephemeral keeps nothing on disk: leave out --store sqlite');
    const { openSqliteStore } = await import('@sluice/registry/sqlite');
    await makeDirectory(dirname(path));
    try {
      return { store: await openSqliteStore(path), name: `the schema store ${path}` };
    } catch (error) {
      throw new ServerError('storage', reasonOf(error), { cause: error });
    }
  }
  if (/^postgres(ql)?:\/\//.test(kind)) {
    const { openPostgresStore } = await import('@sluice/registry/postgres');
    try {
      return { store: await openPostgresStore(kind), name: `the schema store (PostgreSQL at ${hostOf(kind)})` };
    } catch (error) {
      const message = `--store: PostgreSQL at ${hostOf(kind)}: ${readReason(error)}`;
      throw new ServerError('unreachable', message, { cause: error });
    }
  }
  throw new ServerError(
    'options',
    `--store ${kind}: expected sqlite, memory or postgres://USER:PASSWORD@HOST/DATABASE`,
  );
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new ServerError('storage', `--data-dir ${path} cannot be made: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Never the whole URL: it may hold a password. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an unreadable URL';
}
