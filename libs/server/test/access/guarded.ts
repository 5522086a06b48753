import { request as httpRequest } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@sluice/runtime';
import { hashPassword } from '../../src/auth/password.ts';
import { createToken } from '../../src/auth/token-store.ts';
import { openFileTokenStore } from '../../src/auth/file-token-store.ts';
import { startSluice } from '../../src/index.ts';
import type { SluiceOptions } from '../../src/index.ts';

export const PASSWORD = 'correct horse battery staple';

/** Made once for a test file: each costs 0.2 s. */
let hash: Promise<string> | undefined;
export function passwordHash(): Promise<string> {
  hash ??= hashPassword(PASSWORD);
  return hash;
}

export interface Guarded extends AsyncDisposable {
  readonly url: string;
  readonly dir: string;
  readonly accessPath: string;
  /** Everything logged so far, at the lowest level. */
  readonly log: () => string;
  /** Asks as a user, with a header, or as nobody. */
  ask(method: string, path: string, options?: AskOptions): Promise<Response>;
  /** Registers a schema as the user `root`. */
  register(subject: string, schema: string): Promise<void>;
  /** Sends bytes as they are; answers all that came back. */
  sendRaw(text: string): Promise<string>;
  makeToken(name: string, roles: readonly string[], expiresAtMs?: number): Promise<{ text: string; id: string }>;
  writeAccess(access: object): Promise<void>;
}

export interface AskOptions {
  readonly user?: string;
  readonly password?: string;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface GuardedOptions {
  /** Roles by user; all have {@link PASSWORD}. */
  readonly users?: Readonly<Record<string, readonly string[]>>;
  /** The rest of the access file; no file at all when `null`. */
  readonly access?: object | null;
  readonly options?: SluiceOptions;
}

/** A process that asks who comes, without a broker, and its data directory. */
export async function startGuarded({ users = {}, access = {}, options = {} }: GuardedOptions = {}): Promise<Guarded> {
  const dir = await mkdtemp(join(tmpdir(), 'sluice-access-'));
  const accessPath = join(dir, 'access.json');
  const password = await passwordHash();
  const entries = Object.entries(users).map(([name, roles]) => [name, { password, roles }]);
  const writeAccess = (content: object) =>
    writeFile(accessPath, JSON.stringify({ users: Object.fromEntries(entries), ...content }));
  if (access !== null) await writeAccess(access);
  let log = '';
  const logger = createLogger({ level: 'trace', destination: { write: (line: string) => void (log += line) } });
  const sluice = await startSluice({
    only: 'registry',
    dataDir: dir,
    ephemeral: true,
    http: { host: '127.0.0.1', port: 0 },
    logger,
    ...(access === null ? {} : { access: accessPath }),
    ...options,
  }).catch(async (error: unknown) => {
    await rm(dir, { recursive: true, force: true });
    throw error;
  });
  const { url } = sluice.http;
  const ask: Guarded['ask'] = (
    method,
    path,
    { user, password: given = PASSWORD, authorization, headers = {}, body } = {},
  ) => {
    const credentials = authorization ?? (user === undefined ? undefined : basic(user, given));
    return fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(credentials === undefined ? {} : { authorization: credentials }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  return {
    ask,
    async register(subject, schema) {
      const { status } = await ask('POST', `/subjects/${subject}/versions`, { user: 'root', body: { schema } });
      if (status !== 200) throw new Error(`${subject}: ${status}`);
    },
    url,
    dir,
    accessPath,
    log: () => log,
    writeAccess,
    sendRaw: (text) => sendRaw(url, text),
    async makeToken(name, roles, expiresAtMs) {
      const { text, record } = createToken({ name, roles, expiresAtMs });
      await openFileTokenStore(join(dir, 'tokens.json')).add(record);
      return { text, id: record.id };
    },
    async [Symbol.asyncDispose]() {
      await sluice.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** fetch sets some headers itself, Host among them; this sends what it is told. */
export function askWithHeaders(url: string, headers: Readonly<Record<string, string>>, method = 'GET') {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.once('error', reject).end();
  });
}

function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    socket.once('error', reject).once('close', () => resolve(answer));
  });
}
