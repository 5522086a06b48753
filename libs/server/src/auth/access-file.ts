import { AccessError } from './access-error.ts';
import { parseSecretJson } from './file-view.ts';
import { readIssuer } from './issuer-config.ts';
import type { IssuerConfig } from './issuer-config.ts';
import { parsePasswordHash } from './password.ts';
import type { PasswordHash } from './password.ts';
import type { Grant } from './principal.ts';
import type { Rate } from './rate-limit.ts';
import { readGrants, readNumber, readObject, readText } from './read-config.ts';

/** Who may come in, and what they may do: the content of the file that `--access` names. */
export interface AccessConfig {
  readonly users: ReadonlyMap<string, UserConfig>;
  /** By the subject of the certificate, as RFC 2253 writes it: `CN=press-7,O=Thingam`. */
  readonly certificates: ReadonlyMap<string, CertificateConfig>;
  readonly issuers: readonly IssuerConfig[];
  /** How many requests; unlimited when absent. */
  readonly principalRate: Rate | undefined;
  readonly addressRate: Rate | undefined;
}

export interface UserConfig {
  readonly password: PasswordHash;
  readonly grants: readonly Grant[];
}

export interface CertificateConfig {
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** Reads the file's text. Throws AccessError that says where it is wrong, and quotes no password. */
export function parseAccessFile(text: string): AccessConfig {
  const file = readObject(parseSecretJson(text), 'the file', ['users', 'certificates', 'issuers', 'limits']);
  const limits = readObject(file['limits'] ?? {}, 'limits', ['principal', 'address']);
  const issuers = file['issuers'] ?? [];
  if (!Array.isArray(issuers)) throw new AccessError('issuers: expected a list');
  return {
    users: readMap(file['users'], 'users', readUser),
    certificates: readMap(file['certificates'], 'certificates', readCertificate),
    issuers: issuers.map((issuer: unknown, index) => readIssuer(issuer, `issuers[${index}]`)),
    principalRate: readRate(limits['principal'], 'limits.principal'),
    addressRate: readRate(limits['address'], 'limits.address'),
  };
}

/** Whether a user may have this name: Basic authentication has no other way to say it. */
export function checkUserName(name: string): void {
  if (name === '' || name.length > 256 || /[:\p{Cc}]/u.test(name)) {
    throw new AccessError(`'${name}' can be no user's name: 1 to 256 characters, no colon, no control characters`);
  }
}

function readMap<Value>(
  value: unknown = {},
  where: string,
  read: (value: unknown, where: string, key: string) => Value,
): ReadonlyMap<string, Value> {
  const entries = Object.entries(readObject(value, where));
  return new Map(entries.map(([key, entry]) => [key, read(entry, `${where}.${key}`, key)]));
}

function readUser(value: unknown, where: string, name: string): UserConfig {
  checkUserName(name);
  const user = readObject(value, where, ['password', 'roles']);
  const password = parsePasswordHash(readText(user['password'], `${where}.password`));
  if (password === undefined) {
    throw new AccessError(`${where}.password: expected a hash as 'sluice user add' writes it`);
  }
  return { password, grants: readGrants(user['roles'], `${where}.roles`) };
}

function readCertificate(value: unknown, where: string, subject: string): CertificateConfig {
  const certificate = readObject(value, where, ['name', 'roles']);
  const name = certificate['name'] === undefined ? subject : readText(certificate['name'], `${where}.name`);
  return { name, grants: readGrants(certificate['roles'], `${where}.roles`) };
}

function readRate(value: unknown, where: string): Rate | undefined {
  if (value === undefined) return undefined;
  const rate = readObject(value, where, ['perSecond', 'burst']);
  const perSecond = readNumber(rate['perSecond'], `${where}.perSecond`, { min: 0.01, max: 1_000_000 });
  const burst = readNumber(rate['burst'] ?? Math.max(1, perSecond * 2), `${where}.burst`, { min: 1, max: 10_000_000 });
  return { perSecond, burst };
}
