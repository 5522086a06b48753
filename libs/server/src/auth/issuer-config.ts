import { isLoopback } from '@sluice/runtime';
import { AccessError } from './access-error.ts';
import type { Grant } from './principal.ts';
import { readGrants, readNumber, readObject, readText, readTexts } from './read-config.ts';

/** Somebody whose JSON Web Tokens are believed. */
export interface IssuerConfig {
  /** The claim `iss`, exactly; an OpenID provider says at its /.well-known/openid-configuration where its keys are. */
  readonly issuer: string;
  /** One of these must stand in the claim `aud`. */
  readonly audience: readonly string[];
  /** Where the keys are; asked of the issuer when absent. */
  readonly jwksUri: string | undefined;
  readonly algorithms: readonly string[];
  readonly clockSkewSeconds: number;
  /** The claim that names the principal. */
  readonly nameClaim: string;
  /** The claim that lists roles, groups or scopes; dots go into objects: `realm_access.roles`. */
  readonly rolesClaim: string;
  /** What each of the claim's values stands for. */
  readonly roles: ReadonlyMap<string, readonly Grant[]>;
}

/** Signatures of two keys. With a shared secret, everybody who can check a token could make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const KEYS = [
  'issuer',
  'audience',
  'jwksUri',
  'algorithms',
  'clockSkewSeconds',
  'nameClaim',
  'rolesClaim',
  'roles',
] as const;

const MAX_CLOCK_SKEW_SECONDS = 300;

/** Throws AccessError. */
export function readIssuer(value: unknown, where: string): IssuerConfig {
  const config = readObject(value, where, KEYS);
  const { audience, jwksUri, algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] } = config;
  const issuer = readText(config['issuer'], `${where}.issuer`);
  requireSafeUrl(issuer, `${where}.issuer`);
  if (jwksUri !== undefined) requireSafeUrl(readText(jwksUri, `${where}.jwksUri`), `${where}.jwksUri`);
  const audiences = typeof audience === 'string' ? [audience] : readTexts(audience, `${where}.audience`);
  if (audiences.length === 0) throw new AccessError(`${where}.audience: expected one at least`);
  const roles = Object.entries(readObject(config['roles'] ?? {}, `${where}.roles`));
  return {
    issuer,
    audience: audiences,
    jwksUri: jwksUri === undefined ? undefined : readText(jwksUri, `${where}.jwksUri`),
    algorithms: readAlgorithms(algorithms, `${where}.algorithms`),
    clockSkewSeconds: readNumber(config['clockSkewSeconds'] ?? 30, `${where}.clockSkewSeconds`, {
      min: 0,
      max: MAX_CLOCK_SKEW_SECONDS,
    }),
    nameClaim: readText(config['nameClaim'] ?? 'sub', `${where}.nameClaim`),
    rolesClaim: readText(config['rolesClaim'] ?? 'roles', `${where}.rolesClaim`),
    roles: new Map(roles.map(([name, texts]) => [name, readGrants(texts, `${where}.roles.${name}`)])),
  };
}

/** Keys that came over an open network would be anybody's. */
export function requireSafeUrl(text: string, where: string): void {
  if (!URL.canParse(text)) throw new AccessError(`${where}: expected a URL`);
  const { protocol, hostname } = new URL(text);
  const isLocal = isLoopback(hostname.replace(/^\[|\]$/g, ''));
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) {
    throw new AccessError(`${where}: expected https, or http on this machine`);
  }
}

function readAlgorithms(value: unknown, where: string): readonly string[] {
  const names = readTexts(value, where);
  const wrong = names.find((name) => !ALGORITHMS.some((known) => known === name));
  if (wrong !== undefined || names.length === 0) {
    throw new AccessError(`${where}: ${wrong ?? 'nothing'} is not taken: expected some of ${ALGORITHMS.join(', ')}`);
  }
  return names;
}
