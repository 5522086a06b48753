import { MAX_BODY_BYTES } from '@sluice/registry/http';
import { isLoopback } from '@sluice/runtime';
import type { HostPort, Logger, Metrics } from '@sluice/runtime';
import { join } from 'node:path';
import { AccessError } from './auth/access-error.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { createGuard } from './auth/guard.ts';
import type { Answer, Guard } from './auth/guard.ts';
import { ServerError } from './server-error.ts';

export interface HttpGuardOptions {
  /** Everything on the listener. */
  readonly answer: Answer;
  readonly registry: Answer | undefined;
  readonly accessPath: string | undefined;
  /** Where tokens are kept; there are none when absent. */
  readonly dataDir: string | undefined;
  readonly address: HostPort;
  readonly corsOrigins: readonly string[];
  readonly tls: boolean;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The door of the HTTP listener, as the options ask for it. Rejects with ServerError when the access file is wrong. */
export async function openHttpGuard(options: HttpGuardOptions): Promise<Guard> {
  const { answer, registry, accessPath, address, corsOrigins, tls, logger, metrics } = options;
  const authenticator = accessPath === undefined ? undefined : await openAuthenticator(accessPath, options);
  const isLocal = isLoopback(address.host);
  if (authenticator !== undefined && !isLocal && !tls) {
    logger.warn(
      'passwords and tokens cross the network unencrypted: give --tls-cert and --tls-key, or put a proxy before',
    );
  }
  return createGuard({
    answer,
    registry,
    authenticator,
    // A page of another name has no credentials for this one; where none are asked for, the name is all there is.
    loopbackHost: isLocal && authenticator === undefined ? address.host : undefined,
    corsOrigins,
    tls,
    maxBodyBytes: MAX_BODY_BYTES,
    logger,
    metrics,
  });
}

async function openAuthenticator(accessPath: string, { dataDir, logger }: HttpGuardOptions): Promise<Authenticator> {
  // Loaded only where it is asked for.
  const { openAccess } = await import('./auth/open-access.ts');
  try {
    const tokensPath = dataDir === undefined ? undefined : join(dataDir, 'tokens.json');
    return await openAccess({ accessPath, tokensPath }, logger);
  } catch (error) {
    if (error instanceof AccessError) throw new ServerError('options', `--access: ${error.message}`, { cause: error });
    throw error;
  }
}
