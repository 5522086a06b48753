import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defineOptions } from '@sluice/runtime';
import type { Store } from '@sluice/registry';
import { openRemoteContent, readContentFile, toContent } from '@sluice/registry/transfer';
import type { ReadRemoteOptions, RegistryContent, RemoteRegistry } from '@sluice/registry/transfer';
import { parseRegistryUrl, SchemaSourceError } from '@sluice/serde';
import { InputError } from '../documents/input-error.ts';
import type { Project } from '../documents/project.ts';
import { UsageError } from '../documents/usage-error.ts';

/** Where a registry is when nothing is said: the data directory of `sluice up`. */
export const DEFAULT_PLACE = './.sluice';

/** How a registry may be named, for help texts. */
export const PLACE_NOTE =
  'A registry is named by its URL (http://…, any that speaks the REST API of Confluent), by the data directory of a ' +
  'Sluice (.sluice, the default), or by its PostgreSQL database (postgres://…).';

export const TOKEN_OPTIONS = defineOptions({
  token: {
    type: 'string',
    env: 'SLUICE_TOKEN',
    placeholder: 'TOKEN',
    help: 'A bearer token for registries named by URL, unless the URL has a user; the variable is the better place.',
  },
});

/** A registry that everything can be read from. */
export interface Source {
  /** Without credentials. */
  readonly name: string;
  read(options?: ReadRemoteOptions): Promise<RegistryContent>;
  close(): Promise<void>;
}

/** A registry that can be written to. */
export type Target = { readonly name: string; close(): Promise<void> } & (
  | { readonly store: Store }
  | { readonly remote: RemoteRegistry }
);

/** Opens a registry to read: a URL, a database, a data directory, or a file that `sluice registry export` wrote. */
export async function openSource(place: string, project: Project, token: string | undefined): Promise<Source> {
  if (isUrl(place)) {
    const address = parseRegistryUrl(place, token);
    return { name: address.url, read: (options) => openRemoteContent(address).readContent(options), close: nothing };
  }
  if (!isDatabase(place)) {
    const path = project.resolve(place);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) throw new InputError([`there is no registry at ${project.show(place)}`]);
    if (found.isFile() && !isSqlite(place)) return openFile(path, project.show(place));
    if (found.isDirectory() && (await stat(join(path, SQLITE_FILE)).catch(() => undefined)) === undefined) {
      throw new InputError([`${project.show(place)} has no ${SQLITE_FILE}: no registry was kept there`]);
    }
  }
  const { name, store, close } = await openStore(place, project);
  return { name, read: async () => toContent(await store.readContent()), close };
}

/** Opens a registry to write to; a data directory is made where there is none. */
export async function openTarget(place: string, project: Project, token: string | undefined): Promise<Target> {
  if (!isUrl(place)) return openStore(place, project);
  const address = parseRegistryUrl(place, token);
  return { name: address.url, remote: openRemoteContent(address), close: nothing };
}

const SQLITE_FILE = 'registry.sqlite';

async function openStore(
  place: string,
  project: Project,
): Promise<{ name: string; store: Store; close(): Promise<void> }> {
  if (isDatabase(place)) {
    const { host, pathname } = new URL(place);
    const name = `postgres://${host}${pathname}`;
    const { openPostgresStore } = await import('@sluice/registry/postgres');
    try {
      const store = await openPostgresStore(place);
      return { name, store, close: () => store.close() };
    } catch (error) {
      // Neither statements nor passwords: what the store says is made to be shown.
      throw new SchemaSourceError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
  const path = project.resolve(isSqlite(place) ? place : join(place, SQLITE_FILE));
  const name = project.show(path);
  if ((await stat(dirname(path)).catch(() => undefined))?.isFile() === true) {
    throw new UsageError(`${project.show(dirname(path))} is a file, and no data directory of a Sluice`);
  }
  const { openSqliteStore } = await import('@sluice/registry/sqlite');
  try {
    await mkdir(dirname(path), { recursive: true });
    const store = await openSqliteStore(path);
    return { name, store, close: () => store.close() };
  } catch (error) {
    throw new InputError([error instanceof Error ? error.message : String(error)], { cause: error });
  }
}

function openFile(path: string, name: string): Source {
  return {
    name,
    async read() {
      // A file is read with its checksum before anything of it is believed.
      const { content } = await readContentFile(createReadStream(path));
      return content;
    },
    close: nothing,
  };
}

function isUrl(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

function isDatabase(place: string): boolean {
  if (!/^postgres(ql)?:\/\//i.test(place)) return false;
  if (!URL.canParse(place)) throw new UsageError('the address of the PostgreSQL database cannot be read');
  return true;
}

function isSqlite(place: string): boolean {
  return place.endsWith('.sqlite');
}

async function nothing(): Promise<void> {}
