import type { Logger } from '@sluice/runtime';
import { parseAccessFile } from './access-file.ts';
import { createAuthenticator } from './authenticator.ts';
import type { Authenticator } from './authenticator.ts';
import { createFileView } from './file-view.ts';
import { openFileTokenStore } from './file-token-store.ts';
import type { TokenReader } from './token-store.ts';

export interface AccessFiles {
  /** Users, certificates and issuers. */
  readonly accessPath: string;
  /** Tokens; need not be there. */
  readonly tokensPath: string | undefined;
}

/** Reads who may come in. Rejects with AccessError when a file is wrong. */
export async function openAccess({ accessPath, tokensPath }: AccessFiles, logger: Logger): Promise<Authenticator> {
  const tokens = tokensPath === undefined ? NO_TOKENS : openFileTokenStore(tokensPath, logger);
  const view = createFileView({ path: accessPath, parse: parseAccessFile, logger });
  const authenticator = createAuthenticator({ view, tokens, logger });
  await authenticator.readConfig();
  await tokens.list();
  return authenticator;
}

const NO_TOKENS: TokenReader = { find: async () => undefined, list: async () => [] };
