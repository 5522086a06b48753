import { SerdeError } from '../serde-error.ts';
import type { PlatformaticOptions } from './transports/platformatic-library.ts';

/** Who a client says it is, by the type of the document's security scheme. */
export type Security = PasswordSecurity | TokenSecurity | CertificateSecurity;

type PasswordType = 'plain' | 'userPassword' | 'scramSha256' | 'scramSha512';
type TokenType = 'oauth2' | 'openIdConnect' | 'http';

/** SASL with a name and a password. `userPassword` is SASL PLAIN. */
export interface PasswordSecurity<Type extends PasswordType = PasswordType> {
  readonly type: Type;
  readonly username: string;
  readonly password: string;
}

/** SASL OAUTHBEARER: the token is asked for at each connect. */
export interface TokenSecurity<Type extends TokenType = TokenType> {
  readonly type: Type;
  readonly token: () => string | Promise<string>;
}

/** TLS with a certificate of the client's own; all as PEM text. */
export interface CertificateSecurity<Type extends 'X509' = 'X509'> {
  readonly type: Type;
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
  readonly passphrase?: string;
}

/** How to reach a cluster, whatever the client library. */
export interface ServerOptions {
  /** `host:port` of one or more. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Options of Node's `tls.connect`, or whether to use it; what X509 says is added. */
  readonly tls?: boolean | object | undefined;
  readonly security?: Security | undefined;
}

const SASL_MECHANISMS = {
  plain: 'PLAIN',
  userPassword: 'PLAIN',
  scramSha256: 'SCRAM-SHA-256',
  scramSha512: 'SCRAM-SHA-512',
} as const;

/** As @platformatic/kafka wants them. */
export function toPlatformaticOptions({ brokers, clientId, tls, security }: ServerOptions): PlatformaticOptions {
  const tlsOptions = toTls(tls, security);
  const base = {
    clientId,
    bootstrapBrokers: [...requireBrokers(brokers)],
    ...(tlsOptions === undefined ? {} : { tls: tlsOptions }),
  };
  if (security === undefined || security.type === 'X509') return base;
  if ('token' in security) return { ...base, sasl: { mechanism: 'OAUTHBEARER', token: security.token } };
  const { type, username, password } = security;
  return { ...base, sasl: { mechanism: SASL_MECHANISMS[type], username, password } };
}

/** Options of a KafkaJS client, and of what is compatible with it. */
export interface KafkaJsOptions {
  readonly clientId: string;
  readonly brokers: string[];
  readonly ssl?: object;
  readonly sasl?: KafkaJsSasl;
  /** Warnings and errors: what is less would go to the program's standard output. */
  readonly logLevel: typeof KAFKAJS_WARN;
}

const KAFKAJS_WARN = 2;

export type KafkaJsSasl =
  | { readonly mechanism: 'plain'; readonly username: string; readonly password: string }
  | { readonly mechanism: 'scram-sha-256'; readonly username: string; readonly password: string }
  | { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string }
  | { readonly mechanism: 'oauthbearer'; readonly oauthBearerProvider: () => Promise<{ value: string }> };

/** As KafkaJS wants them. */
export function toKafkaJsOptions({ brokers, clientId, tls, security }: ServerOptions): KafkaJsOptions {
  const ssl = toTls(tls, security);
  const base: KafkaJsOptions = {
    clientId,
    brokers: [...requireBrokers(brokers)],
    logLevel: KAFKAJS_WARN,
    ...(ssl === undefined ? {} : { ssl }),
  };
  const sasl = toKafkaJsSasl(security);
  return sasl === undefined ? base : { ...base, sasl };
}

function toKafkaJsSasl(security: Security | undefined): KafkaJsSasl | undefined {
  if (security === undefined || security.type === 'X509') return undefined;
  if ('token' in security) {
    const { token } = security;
    return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await token() }) };
  }
  const { type, username, password } = security;
  switch (type) {
    case 'plain':
    case 'userPassword':
      return { mechanism: 'plain', username, password };
    case 'scramSha256':
      return { mechanism: 'scram-sha-256', username, password };
    case 'scramSha512':
      return { mechanism: 'scram-sha-512', username, password };
  }
}

function toTls(tls: ServerOptions['tls'], security: Security | undefined): object | undefined {
  const given = typeof tls === 'object' ? tls : undefined;
  if (security?.type === 'X509') {
    const { cert, key, ca, passphrase } = security;
    return {
      ...given,
      cert,
      key,
      ...(ca === undefined ? {} : { ca }),
      ...(passphrase === undefined ? {} : { passphrase }),
    };
  }
  return given ?? (tls === true ? {} : undefined);
}

function requireBrokers(brokers: readonly string[]): readonly string[] {
  if (brokers.length > 0) return brokers;
  throw new SerdeError(
    'invalid-address',
    'no broker: the document has no server whose address is known; give `brokers`',
  );
}
