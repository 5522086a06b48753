import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from '@sluice/runtime';
import type { AccessConfig } from './access-file.ts';
import { readCertificateSubject } from './certificate.ts';
import type { FileView } from './file-view.ts';
import type { Issuer } from './issuer.ts';
import type { Principal } from './principal.ts';
import { createPasswordCheck } from './password-check.ts';
import { Refusal } from './refusal.ts';
import { findToken, isOwnToken } from './token-store.ts';
import type { TokenReader } from './token-store.ts';

/** Finds out who asks. */
export interface Authenticator {
  /** Rejects with Refusal. */
  authenticate(incoming: IncomingMessage, address: string): Promise<Principal>;
  /** What the file says now. */
  readConfig(): Promise<AccessConfig>;
}

export interface AuthenticatorOptions {
  readonly view: FileView<AccessConfig>;
  readonly tokens: TokenReader;
  readonly logger: Logger;
}

/** Longer credentials are nobody's. */
const MAX_CREDENTIAL_LENGTH = 16 * 1024;
const MAX_CACHED = 1000;
/** A key that its issuer withdrew is believed no longer than this. */
const JWT_CACHE_MS = 5 * 60_000;

export function createAuthenticator({ view, tokens, logger }: AuthenticatorOptions): Authenticator {
  const cacheKey = randomBytes(32);
  const checkPassword = createPasswordCheck();
  let issuers = new Map<string, Issuer>();
  let cache = new Map<string, { readonly principal: Principal; readonly untilMs: number }>();
  let current: AccessConfig | undefined;
  let warnAtMs = 0;

  async function readConfig(): Promise<AccessConfig> {
    const config = await view.read();
    if (config !== current) {
      // jose is loaded only where there is an issuer.
      const made = config.issuers.length === 0 ? [] : await makeIssuers(config);
      issuers = new Map(made);
      cache = new Map();
      current = config;
    }
    return config;
  }

  function remember(digest: string, principal: Principal, untilMs: number): Principal {
    const [oldest] = cache.keys();
    if (cache.size >= MAX_CACHED && oldest !== undefined) cache.delete(oldest);
    cache.set(digest, { principal, untilMs });
    return principal;
  }

  async function authenticateBearer(token: string, digest: string): Promise<Principal | undefined> {
    if (isOwnToken(token)) {
      const found = await findToken(tokens, token);
      return found === undefined ? undefined : { ...found, method: 'token' };
    }
    const issuer = issuers.get(readIssuerClaim(token) ?? '');
    if (issuer === undefined) return undefined;
    const cachedFor = cache;
    const identity = await issuer.verify(token).catch((error: unknown) => {
      if (performance.now() >= warnAtMs) {
        logger.warn(`tokens cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
        warnAtMs = performance.now() + 1000;
      }
      throw new Refusal('busy', 'The issuer of this token cannot be asked for its keys', { 'retry-after': '5' });
    });
    if (identity === undefined) return undefined;
    const principal: Principal = { name: identity.name, method: 'oidc', grants: identity.grants };
    const untilMs = Math.min(identity.expiresAtMs, Date.now() + JWT_CACHE_MS);
    return cachedFor === cache ? remember(digest, principal, untilMs) : principal;
  }

  async function authenticateBasic(text: string, digest: string, address: string, config: AccessConfig) {
    const credentials = parseBasic(text);
    if (credentials === undefined) return undefined;
    const { name, password } = credentials;
    const user = config.users.get(name);
    const cachedFor = cache;
    if (!(await checkPassword({ name, password, digest, address, expected: user?.password }))) return undefined;
    if (user === undefined) return undefined;
    const principal: Principal = { name, method: 'basic', grants: user.grants };
    return cachedFor === cache ? remember(digest, principal, Number.POSITIVE_INFINITY) : principal;
  }

  return {
    readConfig,
    async authenticate(incoming, address) {
      const config = await readConfig();
      const header = incoming.headers.authorization;
      if (header === undefined) {
        const subject = readCertificateSubject(incoming.socket);
        const known = subject === undefined ? undefined : config.certificates.get(subject);
        if (known !== undefined) return { ...known, method: 'certificate' };
        const what =
          subject === undefined ? 'Credentials are needed' : `The certificate of ${subject} is not known here`;
        throw new Refusal('unauthenticated', what, challenge(config));
      }
      if (header.length > MAX_CREDENTIAL_LENGTH) throw new Refusal('unauthenticated', 'Wrong credentials');
      // Keyed with what dies with the process: a dump of its memory shows no hash to try passwords on.
      const digest = createHmac('sha256', cacheKey).update(header).digest('base64');
      const cached = cache.get(digest);
      if (cached !== undefined && Date.now() < cached.untilMs) return cached.principal;
      const [, scheme = '', text = ''] = /^(\w+) +([^\s]+) *$/.exec(header) ?? [];
      const basic = scheme.toLowerCase() === 'basic';
      const bearer = scheme.toLowerCase() === 'bearer';
      const principal = bearer
        ? await authenticateBearer(text, digest)
        : basic
          ? await authenticateBasic(text, digest, address, config)
          : undefined;
      if (principal !== undefined) return principal;
      const headers = challenge(config, bearer);
      throw new Refusal('unauthenticated', 'Wrong credentials', headers);
    },
  };
}

async function makeIssuers(config: AccessConfig): Promise<readonly [string, Issuer][]> {
  const { createIssuer } = await import('./issuer.ts');
  return config.issuers.map((issuer) => [issuer.issuer, createIssuer(issuer)]);
}

/** RFC 7617 and RFC 6750 §3. Browsers ask their user only where Basic is named. */
function challenge(config: AccessConfig, wrongToken = false): Record<string, string> {
  const bearer = `Bearer realm="sluice"${wrongToken ? ', error="invalid_token"' : ''}`;
  const basic = config.users.size > 0 ? 'Basic realm="sluice", charset="UTF-8", ' : '';
  return { 'www-authenticate': basic + bearer };
}

function parseBasic(text: string): { readonly name: string; readonly password: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
    const colon = decoded.indexOf(':');
    return colon < 0 ? undefined : { name: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  } catch {
    return undefined;
  }
}

/** Not believed: it only says whose keys to check the token with. */
function readIssuerClaim(token: string): string | undefined {
  const [, payload] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || !('iss' in claims)) return undefined;
    return typeof claims.iss === 'string' ? claims.iss : undefined;
  } catch {
    return undefined;
  }
}
