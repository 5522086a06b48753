import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { AccessError } from './access-error.ts';
import { requireSafeUrl } from './issuer-config.ts';
import type { IssuerConfig } from './issuer-config.ts';
import type { Grant } from './principal.ts';

/** What a token that was believed says. */
export interface JwtIdentity {
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly expiresAtMs: number;
}

/** Checks the tokens of one issuer. */
export interface Issuer {
  /**
   * `undefined` when the token is not to be believed. Rejects with IssuerUnreachable when the issuer's keys cannot be
   * had, which says nothing about the token.
   */
  verify(token: string): Promise<JwtIdentity | undefined>;
}

export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}

const TIMEOUT_MS = 5000;
const RETRY_MS = 5000;
/** Unknown key ids make jose ask again; nobody makes it ask more often than this. */
const COOLDOWN_MS = 30_000;
const KEYS_MAX_AGE_MS = 10 * 60_000;
const MAX_DOCUMENT_BYTES = 512 * 1024;
const MAX_KEYS = 100;

/** Asks nobody anything before the first token comes. */
export function createIssuer(config: IssuerConfig): Issuer {
  type KeySet = ReturnType<typeof createRemoteJWKSet>;
  let finding: Promise<KeySet> | undefined;
  let unreachable: { readonly untilMs: number; readonly error: IssuerUnreachable } | undefined;

  function findKeys(): Promise<KeySet> {
    finding ??= discover(config).catch((error: unknown) => {
      finding = undefined;
      throw error;
    });
    return finding;
  }

  return {
    async verify(token) {
      const { issuer, audience, algorithms, clockSkewSeconds } = config;
      // Each request would otherwise wait for an issuer that is away, and anybody could make us ask it without end.
      if (unreachable !== undefined && performance.now() < unreachable.untilMs) throw unreachable.error;
      try {
        const { payload } = await jwtVerify(token, await findKeys(), {
          issuer,
          audience: [...audience],
          algorithms: [...algorithms],
          clockTolerance: clockSkewSeconds,
          requiredClaims: ['exp', config.nameClaim],
        });
        return readIdentity(payload, config);
      } catch (error) {
        if (!isUnreachable(error)) return undefined;
        const reason = new IssuerUnreachable(`${issuer}: ${describe(error)}`, { cause: error });
        unreachable = { untilMs: performance.now() + RETRY_MS, error: reason };
        throw reason;
      }
    },
  };
}

async function discover({ issuer, jwksUri }: IssuerConfig) {
  return createRemoteJWKSet(new URL(jwksUri ?? (await findKeysUri(issuer))), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: KEYS_MAX_AGE_MS,
    [customFetch]: fetchKeys,
  });
}

/** OpenID Connect Discovery 1.0 §4. */
async function findKeysUri(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.status !== 200) throw new AccessError(`${url} answered ${answer.status}`);
  const document: unknown = JSON.parse(await readBounded(answer));
  if (typeof document !== 'object' || document === null) throw new AccessError(`${url} has no configuration`);
  if (!('issuer' in document) || document.issuer !== issuer) throw new AccessError(`${url} is of another issuer`);
  if (!('jwks_uri' in document) || typeof document.jwks_uri !== 'string') throw new AccessError(`${url}: no jwks_uri`);
  requireSafeUrl(document.jwks_uri, `${url}: jwks_uri`);
  return document.jwks_uri;
}

async function fetchKeys(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, options);
  if (answer.status !== 200) return answer;
  const set: unknown = JSON.parse(await readBounded(answer));
  if (typeof set === 'object' && set !== null && 'keys' in set && Array.isArray(set.keys)) {
    if (set.keys.length > MAX_KEYS) throw new AccessError(`${url} has more than ${MAX_KEYS} keys`);
  }
  return Response.json(set);
}

async function readBounded(answer: Response): Promise<string> {
  if (answer.body === null) return '';
  const decoder = new TextDecoder();
  let sizeBytes = 0;
  let text = '';
  for await (const chunk of answer.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_DOCUMENT_BYTES) throw new AccessError(`its answer is longer than ${MAX_DOCUMENT_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Everything but what jose says about the token itself. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  // Thrown for an answer that is no key set; what is said about tokens has classes of its own.
  if (error instanceof errors.JOSEError) return error.code === 'ERR_JOSE_GENERIC';
  return true;
}

function readIdentity(payload: JWTPayload, { nameClaim, rolesClaim, roles }: IssuerConfig): JwtIdentity | undefined {
  const name = readClaim(payload, nameClaim);
  if (typeof name !== 'string' || name === '' || name.length > 256) return undefined;
  const grants = listTexts(readClaim(payload, rolesClaim)).flatMap((role) => roles.get(role) ?? []);
  return { name, grants, expiresAtMs: (payload.exp ?? 0) * 1000 };
}

/** A claim by its name, which may be a URL with dots, or else by its path. */
function readClaim(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let value: unknown = payload;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = new Map(Object.entries(value)).get(key);
  }
  return value;
}

/** A list, or words with spaces between as in `scope` (RFC 8693 §4.2). */
function listTexts(value: unknown): readonly string[] {
  const list: readonly unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  return list.filter((item) => typeof item === 'string').slice(0, 1000);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? describe(error.cause) : error.message;
}
