import { findCompatibilityLevel } from '@sluice/formats';
import { normalizeMetadata } from '../../contract/metadata.ts';
import type { Registry } from '../../registry.ts';
import { registryError } from '../../registry-error.ts';
import type { ConfigChange } from '../../rules/settings.ts';
import { COMPATIBILITY_POLICIES } from '../../settings.ts';
import type { Config, CompatibilityPolicy } from '../../settings.ts';
import { METADATA, readRuleSet, RULE_SET } from '../contract-shapes.ts';
import { defineEndpoint } from '../endpoint.ts';
import type { ShapeValue } from '../request-shape.ts';

/** What a request may set; `null` takes a part back, and what is absent stays. */
const BODY = {
  alias: { nullable: 'string' },
  aliasForDeks: { nullable: 'string' },
  normalize: { nullable: 'boolean' },
  validateFields: { nullable: 'boolean' },
  validateNewSchemas: { nullable: 'boolean' },
  validateRules: { nullable: 'boolean' },
  compatibility: { nullable: 'string' },
  compatibilityPolicy: { nullable: 'string' },
  compatibilityGroup: { nullable: 'string' },
  defaultMetadata: { nullable: METADATA },
  overrideMetadata: { nullable: METADATA },
  defaultRuleSet: { nullable: RULE_SET },
  overrideRuleSet: { nullable: RULE_SET },
} as const;

const PARTS = {
  alias: 'string',
  aliasForDeks: 'string',
  normalize: 'boolean',
  validateFields: 'boolean',
  validateNewSchemas: 'boolean',
  validateRules: 'boolean',
  compatibilityPolicy: { oneOf: COMPATIBILITY_POLICIES },
  compatibilityGroup: 'string',
  defaultMetadata: METADATA,
  overrideMetadata: METADATA,
  defaultRuleSet: RULE_SET,
  overrideRuleSet: RULE_SET,
} as const;

/** A config as it is answered, and as an update answers it: the level has two names. */
const CONFIG = { object: { ...PARTS, compatibilityLevel: 'string' } } as const;
const UPDATED = { object: { ...PARTS, compatibility: 'string' } } as const;

const UPDATE_ERRORS = [
  'INVALID_COMPATIBILITY_LEVEL',
  'INVALID_RULE_SET',
  'OPERATION_NOT_PERMITTED',
  'CONTENT_TOO_LARGE',
] as const;

const missingLevel = () => registryError('INVALID_COMPATIBILITY_LEVEL');

/** `/config`: compatibility levels and what else governs registrations, globally, by context and by subject. */
export const configEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/config',
    summary: 'Read the global config',
    query: { defaultToGlobal: 'boolean' },
    answer: CONFIG,
    errors: ['CONFIG_NOT_SET'],
    async handle(registry, { query: { defaultToGlobal = false } }) {
      return describeConfig(await (defaultToGlobal ? registry.readConfig() : registry.readOwnConfig()));
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/config',
    summary: 'Change the global config',
    body: BODY,
    missingBody: missingLevel,
    answer: UPDATED,
    errors: [...UPDATE_ERRORS],
    handle: (registry, { body }) => update(registry, body),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/config',
    summary: 'Take the global config back',
    answer: CONFIG,
    errors: ['SUBJECT_NOT_FOUND', 'OPERATION_NOT_PERMITTED'],
    handle: async (registry) => describeConfig(await registry.deleteConfig()),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/config/:subject',
    summary: 'Read the config of a subject or context',
    query: { defaultToGlobal: 'boolean' },
    answer: CONFIG,
    errors: ['CONFIG_NOT_SET'],
    async handle(registry, { path: { subject }, query: { defaultToGlobal = false } }) {
      const config = defaultToGlobal ? registry.readConfig(subject) : registry.readOwnConfig(subject);
      return describeConfig(await config);
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/config/:subject',
    summary: 'Change the config of a subject or context',
    body: BODY,
    missingBody: missingLevel,
    answer: UPDATED,
    errors: [...UPDATE_ERRORS],
    handle: (registry, { path, body }) => update(registry, body, path.subject),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/config/:subject',
    summary: 'Take the config of a subject or context back',
    answer: CONFIG,
    errors: ['SUBJECT_NOT_FOUND', 'OPERATION_NOT_PERMITTED'],
    handle: async (registry, { path }) => describeConfig(await registry.deleteConfig(path.subject)),
  }),
];

/** Answers what is set then. */
async function update(registry: Registry, body: ShapeValue<typeof BODY>, scope?: string): Promise<object> {
  const { compatibilityLevel, ...parts } = describeConfig(await registry.updateConfig(readChange(body), scope));
  return { ...parts, ...(compatibilityLevel !== undefined && { compatibility: compatibilityLevel }) };
}

/** Throws INVALID_COMPATIBILITY_LEVEL or INVALID_RULE_SET. */
function readChange(body: ShapeValue<typeof BODY>): ConfigChange {
  const { compatibility, compatibilityPolicy, defaultMetadata, overrideMetadata, ...rest } = body;
  const { defaultRuleSet, overrideRuleSet, ...plain } = rest;
  const level = typeof compatibility === 'string' ? findCompatibilityLevel(compatibility) : compatibility;
  if (level === undefined && compatibility !== undefined) throw missingLevel();
  return {
    ...plain,
    ...(level !== undefined && { compatibilityLevel: level }),
    ...(compatibilityPolicy !== undefined && { compatibilityPolicy: readPolicy(compatibilityPolicy) }),
    ...(defaultMetadata !== undefined && { defaultMetadata: defaultMetadata && normalizeMetadata(defaultMetadata) }),
    ...(overrideMetadata !== undefined && {
      overrideMetadata: overrideMetadata && normalizeMetadata(overrideMetadata),
    }),
    ...(defaultRuleSet !== undefined && { defaultRuleSet: defaultRuleSet && readRuleSet(defaultRuleSet) }),
    ...(overrideRuleSet !== undefined && { overrideRuleSet: overrideRuleSet && readRuleSet(overrideRuleSet) }),
  };
}

/** A policy of an unknown name is none, as in Confluent's registry; one that we do not keep to is refused. */
function readPolicy(name: string | null): CompatibilityPolicy | null {
  const upper = name?.toUpperCase();
  if (upper === 'LOGICAL') {
    throw registryError(
      'INVALID_COMPATIBILITY_LEVEL',
      'The compatibility policy LOGICAL is not known to this registry',
    );
  }
  return COMPATIBILITY_POLICIES.find((policy) => policy === upper) ?? null;
}

/** In the order of Confluent's registry; what is not set is left out. */
function describeConfig(config: Config): Config {
  const { alias, aliasForDeks, normalize, validateFields, validateNewSchemas, validateRules, ...rest } = config;
  const { compatibilityLevel, compatibilityPolicy, compatibilityGroup, ...contracts } = rest;
  return dropUndefined({
    alias,
    aliasForDeks,
    normalize,
    validateFields,
    validateNewSchemas,
    validateRules,
    compatibilityLevel,
    compatibilityPolicy,
    compatibilityGroup,
    ...contracts,
  });
}

function dropUndefined(config: { readonly [Name in keyof Config]: Config[Name] | undefined }): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
