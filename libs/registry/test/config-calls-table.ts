import { expect } from 'vitest';
import { A, A_B, B, check, put, record, refuse, register, remove, schema } from './call-makers.ts';
import type { Call, CallSequence } from './http-case.ts';

const read = (path: string, answer: unknown): Call => ({ path, answer });

const METADATA = { tags: { '**.ssn': ['PII'] }, properties: { owner: 'me' }, sensitive: ['owner'] };
const RULE = { name: 'r', type: 'CEL', expr: 'true' };
const STORED_RULE = { name: 'r', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'CEL', expr: 'true', disabled: false };

const ALL = {
  alias: 'other',
  aliasForDeks: 'keys',
  normalize: true,
  validateFields: true,
  validateNewSchemas: true,
  validateRules: true,
  compatibility: 'FULL',
  compatibilityPolicy: 'LENIENT',
  compatibilityGroup: 'major',
  defaultMetadata: METADATA,
  overrideMetadata: { properties: { a: 'b' } },
  defaultRuleSet: { domainRules: [STORED_RULE] },
  overrideRuleSet: { migrationRules: [{ ...STORED_RULE, mode: 'UPGRADE' }] },
};
const { compatibility: _, ...REST } = ALL;
const { alias: _alias, normalize: _normalize, defaultMetadata: _metadata, ...UNSET } = ALL;
const { compatibilityPolicy: _policy, ...WITHOUT_POLICY } = UNSET;

const withGroup = (text: string, major: string) => ({ ...schema(text), metadata: { properties: { major } } });

/** Everything that a config holds, and does. */
export const CONFIG_SEQUENCES: readonly CallSequence[] = [
  {
    title: 'config: every part is kept, answered and taken back',
    calls: [
      put('/config/s', {}),
      read('/config/s', { compatibilityLevel: 'BACKWARD' }),
      remove('/config/s', { compatibilityLevel: 'BACKWARD' }),
      refuse('DELETE', '/config/s', 40401, { message: "Subject 's' not found." }),
      put(
        '/config/s',
        { ...ALL, compatibility: 'full', compatibilityPolicy: 'lenient', defaultRuleSet: { domainRules: [RULE] } },
        ALL,
      ),
      read('/config/s', { ...REST, compatibilityLevel: 'FULL' }),
      put('/config/s', { alias: null, normalize: null, defaultMetadata: null }, UNSET),
      put('/config/s', { compatibilityPolicy: 'unheard' }, WITHOUT_POLICY),
      read('/config/s', expect.objectContaining({ compatibilityLevel: 'FULL', validateRules: true })),
      refuse('PUT', '/config/s', 42203, {
        body: { compatibility: 'SOMEHOW' },
        message: /^Invalid compatibility level/,
      }),
      refuse('PUT', '/config/s', 42203, { body: { compatibilityPolicy: 'LOGICAL' } }),
      refuse('PUT', '/config/s', 42210, {
        body: { defaultRuleSet: { domainRules: [{ name: 'r' }] } },
        message: 'Missing rule type',
      }),
      refuse('PUT', '/config/s', 42210, { body: { overrideRuleSet: { domainRules: [{ type: 'CEL' }] } } }),
      refuse('PUT', '/config/s', 400, { body: { normalize: 'maybe' } }),
      refuse('PUT', '/config/s', 400, { body: { defaultMetadata: { properties: 'p' } } }),
      refuse('PUT', '/config/__EMPTY', 42208, { body: { compatibility: 'NONE' } }),
      refuse('PUT', '/config/a%01b', 42208, { body: { compatibility: 'NONE' } }),
    ],
  },
  {
    title: 'config: what a subject has of its own, of its context, and of all',
    calls: [
      put('/config/:.__GLOBAL:', { compatibility: 'NONE' }),
      read('/config', { compatibilityLevel: 'BACKWARD' }),
      read('/config?defaultToGlobal=true', { compatibilityLevel: 'NONE' }),
      read('/config/s?defaultToGlobal=true', { compatibilityLevel: 'NONE' }),
      read('/config/:.c:s?defaultToGlobal=true', { compatibilityLevel: 'NONE' }),
      put('/config/:.c:', { compatibility: 'FORWARD' }),
      read('/config/:.c:s?defaultToGlobal=true', { compatibilityLevel: 'FORWARD' }),
      put('/config', { compatibility: 'FULL', normalize: true, alias: 'x' }),
      // A subject's own config stands for the rest, but for a few parts.
      put('/config/s', { compatibilityGroup: 'g' }),
      read('/config/s', { compatibilityGroup: 'g', compatibilityLevel: 'BACKWARD' }),
      read('/config/s?defaultToGlobal=true', {
        compatibilityGroup: 'g',
        compatibilityLevel: 'BACKWARD',
        normalize: true,
      }),
      read('/config/:.:?defaultToGlobal=true', { alias: 'x', normalize: true, compatibilityLevel: 'FULL' }),
      remove('/config', { alias: 'x', normalize: true, compatibilityLevel: 'FULL' }),
      remove('/config', { compatibilityLevel: 'BACKWARD' }),
      remove('/config/:.c:', { compatibilityLevel: 'FORWARD' }),
      refuse('GET', '/config/:.c:', 40408),
      remove('/config/:.__GLOBAL:', { compatibilityLevel: 'NONE' }),
      read('/config/:.__GLOBAL:', { compatibilityLevel: 'BACKWARD' }),
    ],
  },
  {
    title: 'config: aliases',
    calls: [
      register('real', A, { id: 1 }),
      put('/config/alias', { alias: 'real' }),
      register('alias', A_B, { id: 2, version: 2 }),
      read('/subjects', ['real']),
      read('/subjects/alias/versions', [1, 2]),
      read('/subjects/alias/versions/1', expect.objectContaining({ subject: 'real' })),
      read('/schemas/ids/1?subject=alias', expect.objectContaining({ subject: 'real' })),
      { ...register('alias', A, { subject: 'real', id: 1 }), path: '/subjects/alias' },
      check('/alias/versions/latest', A_B, { is_compatible: true }),
      put('/config/:.c:alias', { alias: 's' }),
      register(':.c:alias', A, { id: 1 }),
      { ...register('', A_B, { id: 2, version: 2 }), path: '/contexts/.c/subjects/alias/versions' },
      read('/subjects', [':.c:s', 'real']),
      put('/config/:.c:away', { alias: ':.d:s' }),
      register(':.c:away', B, { id: 1 }),
      read('/subjects', [':.c:s', ':.d:s', 'real']),
      read('/schemas?aliases=true&latestOnly=true&subjectPrefix=', [
        expect.objectContaining({ subject: 'real', version: 2, aliases: ['alias'] }),
      ]),
      read('/schemas?aliases=true&latestOnly=true&subjectPrefix=al', [
        expect.objectContaining({ subject: 'real', aliases: ['alias'] }),
      ]),
      read('/schemas?subjectPrefix=al', []),
      // Settings are those of the alias itself.
      refuse('GET', '/config/real', 40408),
      remove('/subjects/alias', [1, 2]),
      read('/subjects', [':.c:s', ':.d:s']),
    ],
  },
  {
    title: 'config: groups, normal form, reserved fields',
    calls: [
      put('/config/s', { compatibilityGroup: 'major' }),
      { ...register('s', '', { version: 1 }), body: withGroup(A, '1') },
      refuse('POST', '/subjects/s/versions', 40901, { body: withGroup(B, '1') }),
      { ...register('s', '', { version: 2 }), body: withGroup(B, '2') },
      { ...register('s', '', { version: 3 }), body: withGroup(A_B, '1') },
      refuse('POST', '/subjects/s/versions', 40901, { body: withGroup(record('a', 'c'), '1'), message: /Version: 3/ }),
      // No value is a value too.
      { ...check('/s/versions/latest', B, { is_compatible: true }) },

      register('n', '{"type":"int","z":1,"b":2}', { schema: '{"type":"int","z":1,"b":2}' }),
      {
        ...register('m', '{"type":"int","z":1,"b":2}', { schema: '{"type":"int","b":2,"z":1}' }),
        path: '/subjects/m/versions?normalize=true',
      },
      refuse('POST', '/subjects/m', 40403, { body: schema('{"type":"int","z":2,"b":2}') }),
      put('/config/k', { normalize: true }),
      register('k', '{"type":"int","y":1,"b":2}', { schema: '{"type":"int","b":2,"y":1}' }),
      { ...register('k', '{"type":"int","y":1,"b":2}', { version: 1 }), path: '/subjects/k' },

      put('/config/f', { validateFields: true }),
      {
        ...register('f', '', { version: 1 }),
        body: { ...schema(A), metadata: { properties: { 'confluent:reserved': 'x, y' } } },
      },
      refuse('POST', '/subjects/f/versions', 40901, {
        body: { ...schema(record('a', 'x?')), metadata: { properties: { 'confluent:reserved': 'x' } } },
        message:
          'Schema being registered is incompatible with an earlier schema for subject "f", details: [' +
          "The new schema has reserved field y removed from its metadata which is present in the old schema's " +
          'metadata., The new schema has field that conflicts with the reserved field x., ' +
          "{validateFields: 'true', compatibility: 'BACKWARD'}]",
      }),
    ],
  },
  {
    title: 'config: default and override metadata and rules',
    calls: [
      put('/config/s', {
        defaultMetadata: { properties: { owner: 'nobody', team: 't' } },
        overrideMetadata: { properties: { plant: 'p' } },
        defaultRuleSet: { domainRules: [STORED_RULE] },
      }),
      {
        ...register('s', '', {
          version: 1,
          metadata: { properties: { owner: 'me', plant: 'p', team: 't' } },
          ruleSet: { domainRules: [STORED_RULE] },
        }),
        body: { ...schema(A), metadata: { properties: { owner: 'me', plant: 'mine' } } },
      },
      register('s', A, { id: 1, version: 1 }),
      read('/subjects/s/versions/1', expect.objectContaining({ ruleSet: { domainRules: [STORED_RULE] } })),
      // A look-up says what a registration would.
      { ...register('s', A, { id: 1, version: 1 }), path: '/subjects/s' },
    ],
  },
];
