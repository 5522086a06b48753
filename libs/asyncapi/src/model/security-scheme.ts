import type { Extensions } from './model.ts';

/** How a client shows who it is (AsyncAPI 3.1, Security Scheme Object); `type` discriminates. */
export type SecurityScheme =
  | BareScheme
  | ApiKeyScheme
  | HttpApiKeyScheme
  | HttpScheme
  | OAuth2Scheme
  | OpenIdConnectScheme;

interface Scheme {
  /** Its name in `components.securitySchemes`, where it comes from there unchanged. */
  readonly component?: string;
  readonly description?: string;
  readonly extensions?: Extensions;
}

/** Schemes that say no more than their kind; `plain`, `scram…` and `gssapi` are SASL mechanisms. */
export interface BareScheme extends Scheme {
  readonly type: (typeof BARE_SCHEMES)[number];
}

export const BARE_SCHEMES = [
  'userPassword',
  'X509',
  'symmetricEncryption',
  'asymmetricEncryption',
  'plain',
  'scramSha256',
  'scramSha512',
  'gssapi',
] as const;

export interface ApiKeyScheme extends Scheme {
  readonly type: 'apiKey';
  readonly in: 'user' | 'password';
}

export interface HttpApiKeyScheme extends Scheme {
  readonly type: 'httpApiKey';
  /** Of the header, query parameter or cookie. */
  readonly name: string;
  readonly in: 'query' | 'header' | 'cookie';
}

export interface HttpScheme extends Scheme {
  readonly type: 'http';
  /** Of the Authorization header, such as `basic` (RFC 7235). */
  readonly scheme: string;
  readonly bearerFormat?: string;
}

export interface OAuth2Scheme extends Scheme {
  readonly type: 'oauth2';
  readonly flows: Partial<Readonly<Record<OAuthFlowKind, OAuthFlow>>>;
  /** Those needed here. */
  readonly scopes?: readonly string[];
}

export type OAuthFlowKind = (typeof OAUTH_FLOWS)[number];

export const OAUTH_FLOWS = ['implicit', 'password', 'clientCredentials', 'authorizationCode'] as const;

export interface OAuthFlow {
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  /** What each scope allows, by its name. */
  readonly availableScopes: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
}

export interface OpenIdConnectScheme extends Scheme {
  readonly type: 'openIdConnect';
  readonly openIdConnectUrl: string;
  /** Those needed here. */
  readonly scopes?: readonly string[];
}
