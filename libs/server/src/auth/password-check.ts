import { isPassword, MAX_PASSWORD_BYTES, NOBODY } from './password.ts';
import type { PasswordHash } from './password.ts';
import { createRateLimiter, readAddressKey } from './rate-limit.ts';
import { Refusal } from './refusal.ts';

export interface PasswordAttempt {
  readonly name: string;
  readonly password: string;
  /** The same for the same credentials. */
  readonly digest: string;
  readonly address: string;
  /** Absent for a user who is not there. */
  readonly expected: PasswordHash | undefined;
}

/** Checks take 0.2 s of CPU each, in libuv's pool of four threads that files and DNS need too. */
const MAX_CHECKS = 2;
const MAX_WAITING = 32;
/** Wrong passwords for one user from one address, and from one address for all. */
const USER_RATE = { perSecond: 0.1, burst: 5 };
const ADDRESS_RATE = { perSecond: 1, burst: 50 };

/**
 * Checks passwords without letting a stranger buy CPU with them: few at once, a bounded number waiting, and none for
 * those who were wrong too often. The same credentials at the same time are one check. Throws Refusal.
 */
export function createPasswordCheck(): (attempt: PasswordAttempt) => Promise<boolean> {
  const failures = createRateLimiter();
  const checks = new Map<string, Promise<boolean>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function check({ name, password, address, expected }: PasswordAttempt): Promise<boolean> {
    if (running < MAX_CHECKS) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      const right = await isPassword(password, expected ?? NOBODY);
      if (right && expected !== undefined) return true;
      const from = readAddressKey(address);
      failures.take(`${from} ${name.slice(0, 256)}`, USER_RATE);
      failures.take(from, ADDRESS_RATE);
      return false;
    } finally {
      // Whoever waited longest has the place at once: nobody comes in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return (attempt) => {
    const { name, password, digest, address } = attempt;
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return Promise.resolve(false);
    const from = readAddressKey(address);
    const wait = Math.max(
      failures.check(`${from} ${name.slice(0, 256)}`, USER_RATE),
      failures.check(from, ADDRESS_RATE),
    );
    if (wait > 0) {
      throw new Refusal('too-many', 'Too many wrong passwords: try again later', { 'retry-after': String(wait) });
    }
    const underWay = checks.get(digest);
    if (underWay !== undefined) return underWay;
    if (waiting.length >= MAX_WAITING) {
      throw new Refusal('busy', 'Too many passwords are being checked: try again', { 'retry-after': '1' });
    }
    const checking = check(attempt).finally(() => checks.delete(digest));
    checks.set(digest, checking);
    return checking;
  };
}
