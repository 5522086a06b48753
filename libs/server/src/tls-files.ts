import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Server, ServerOptions } from 'node:https';
import type { Logger } from '@sluice/runtime';
import { readReason, ServerError } from './server-error.ts';

/** PEM files of a listener that encrypts. */
export interface TlsFiles {
  /** The certificate, and those between it and its authority. */
  readonly cert: string;
  readonly key: string;
  /** Authorities whose clients' certificates are believed; clients are asked for one then. */
  readonly clientCa?: string | undefined;
}

const POLL_MS = 1000;

/** What an HTTPS server takes. Throws ServerError when a file cannot be read, or certificate and key do not belong together. */
export async function readTlsOptions({ cert, key, clientCa }: TlsFiles): Promise<ServerOptions> {
  const options: ServerOptions = {
    cert: await readPem('--tls-cert', cert),
    key: await readPem('--tls-key', key),
    minVersion: 'TLSv1.2',
  };
  try {
    const certificate = new X509Certificate(options.cert as Buffer);
    if (!certificate.checkPrivateKey(createPrivateKey(options.key as Buffer))) {
      throw new ServerError('options', `--tls-key ${key} is not the key of the certificate in --tls-cert ${cert}`);
    }
  } catch (error) {
    if (error instanceof ServerError) throw error;
    throw new ServerError('options', `--tls-cert ${cert}, --tls-key ${key}: ${readReason(error)}`, { cause: error });
  }
  if (clientCa === undefined) return options;
  // Who shows none, or one of another authority, may still have other credentials: the guard decides.
  const asked = { requestCert: true, rejectUnauthorized: false };
  return { ...options, ...asked, ca: await readPem('--tls-client-ca', clientCa) };
}

/** Looks after the files while a server runs, so that a renewed certificate needs no restart. */
export function watchTlsFiles(server: Server, files: TlsFiles, logger: Logger): { close(): void } {
  let stamp: string | undefined;
  let looking = false;
  async function look(): Promise<void> {
    const found = await readStamps(files);
    if (found === stamp) return;
    const isFirst = stamp === undefined;
    stamp = found;
    if (isFirst) return;
    try {
      server.setSecureContext(await readTlsOptions(files));
      logger.info({ path: files.cert }, 'certificate read again, for it has changed');
    } catch (error) {
      logger.error(`${readReason(error)}; the certificate from before stays in use`);
    }
  }
  const poll = () => {
    if (looking) return;
    looking = true;
    void look().finally(() => (looking = false));
  };
  poll();
  const timer = setInterval(poll, POLL_MS).unref();
  return { close: () => clearInterval(timer) };
}

async function readStamps({ cert, key, clientCa }: TlsFiles): Promise<string> {
  const paths = [cert, key, ...(clientCa === undefined ? [] : [clientCa])];
  const stamps = paths.map(async (path) => {
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    return found === undefined ? 'missing' : `${found.mtimeNs} ${found.size} ${found.ino}`;
  });
  return (await Promise.all(stamps)).join(', ');
}

async function readPem(flag: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ServerError('options', `${flag} ${path} cannot be read: ${readReason(error)}`, { cause: error });
  }
}
