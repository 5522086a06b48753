import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseGrant } from './principal.ts';
import type { Grant } from './principal.ts';

/** A bearer token as it is kept: what it is for, and a hash that it cannot be made from. */
export interface TokenRecord {
  /** Stands in the token itself; 16 hexadecimal digits. */
  readonly id: string;
  /** Whose it is. */
  readonly name: string;
  /** As {@link parseGrant} reads them. */
  readonly roles: readonly string[];
  /** SHA-256 of the secret half, in hexadecimal. */
  readonly hash: string;
  readonly createdAtMs: number;
  /** Never when absent. */
  readonly expiresAtMs?: number;
}

/** Where tokens are found. */
export interface TokenReader {
  find(id: string): Promise<TokenRecord | undefined>;
  list(): Promise<readonly TokenRecord[]>;
}

/** Where tokens are kept. */
export interface TokenStore extends TokenReader {
  add(record: TokenRecord): Promise<void>;
  /** Whether it was there. */
  remove(id: string): Promise<boolean>;
}

export interface NewToken {
  readonly name: string;
  readonly roles: readonly string[];
  readonly expiresAtMs?: number | undefined;
}

const PREFIX = 'slu_';

/**
 * Makes a token of 256 random bits. The text is nowhere else: whoever loses it makes another. A fast hash is enough,
 * since nobody can guess that many bits.
 */
export function createToken({ name, roles, expiresAtMs }: NewToken): {
  readonly text: string;
  readonly record: TokenRecord;
} {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const record = {
    id,
    name,
    roles,
    hash: hashSecret(secret).toString('hex'),
    createdAtMs: Date.now(),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
  return { text: `${PREFIX}${id}_${secret}`, record };
}

/** Whether a bearer token is one of ours; others are JSON Web Tokens. */
export function isOwnToken(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Whose token it is; `undefined` when it is nobody's, or has expired. */
export async function findToken(
  store: TokenReader,
  text: string,
  nowMs = Date.now(),
): Promise<{ readonly name: string; readonly grants: readonly Grant[] } | undefined> {
  const [, id = '', secret = ''] = /^slu_([0-9a-f]{16})_([\w-]{43})$/.exec(text) ?? [];
  const record = id === '' ? undefined : await store.find(id);
  if (record === undefined) return undefined;
  const expected = Buffer.from(record.hash, 'hex');
  const found = hashSecret(secret);
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined;
  if (record.expiresAtMs !== undefined && nowMs >= record.expiresAtMs) return undefined;
  return { name: record.name, grants: record.roles.flatMap((role) => parseGrant(role) ?? []) };
}

function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
