import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of new hashes: 2^15 × 8 × 128 bytes are 32 MiB, three times over (OWASP's Password Storage Cheat Sheet). */
const COST = { logN: 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Longer ones are refused before any work. */
export const MAX_PASSWORD_BYTES = 1024;

/** A password as it is kept: scrypt's costs, the salt and the hash. */
export interface PasswordHash {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Hashes a password to the text that {@link parsePasswordHash} reads: `scrypt$logN$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, { ...COST, salt }, HASH_BYTES);
  return ['scrypt', COST.logN, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** `undefined` where the text is no hash, or one that would cost more than 128 MiB or 16 rounds to check. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const match = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{11,86})\$([\w-]{22,86})$/.exec(text);
  if (match === null) return undefined;
  const [logN, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const sizeBytes = 2 ** logN * r * 128;
  if (logN < 10 || r < 1 || p < 1 || p > 16 || sizeBytes > 128 * 1024 * 1024) return undefined;
  const salt = Buffer.from(match[4] ?? '', 'base64url');
  return { logN, r, p, salt, hash: Buffer.from(match[5] ?? '', 'base64url') };
}

/** Whether the password is the one that was hashed; takes as long when it is not. */
export async function isPassword(password: string, expected: PasswordHash): Promise<boolean> {
  const found = await derive(password, expected, expected.hash.length);
  return timingSafeEqual(found, expected.hash);
}

/** What a user who is not there is checked against, so that it takes as long as one who is. */
export const NOBODY: PasswordHash = { ...COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };

function derive(
  password: string,
  { logN, r, p, salt }: Omit<PasswordHash, 'hash'>,
  sizeBytes: number,
): Promise<Buffer> {
  const N = 2 ** logN;
  const maxmem = 2 * 128 * N * r + 1024 * 1024;
  // RFC 8265: the same password is the same however a keyboard composes it.
  const text = password.normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, sizeBytes, { N, r, p, maxmem }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
