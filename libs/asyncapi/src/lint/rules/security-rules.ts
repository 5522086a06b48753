import type { SecurityScheme } from '../../model/security-scheme.ts';
import { stringOf } from '../../source/node.ts';
import type { Node } from '../../source/node.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext, LintRule } from '../rule.ts';
import { followed, itemsIn, namedIn, objectIn, operations2 } from './walk.ts';

/** What a Kafka client can show (KIP-12, KIP-84, KIP-255): a certificate or a SASL mechanism. */
const KAFKA: ReadonlySet<SecurityScheme['type']> = new Set<SecurityScheme['type']>([
  'userPassword',
  'X509',
  'plain',
  'scramSha256',
  'scramSha512',
  'gssapi',
  'oauth2',
  'openIdConnect',
]);

export const SECURITY_RULES: readonly LintRule[] = [
  {
    id: 'security-scopes',
    severity: 'error',
    versions: 'all',
    doc: 'Scopes that are needed are among those of the OAuth flows.',
    check: (context) => (context.major === 2 ? checkScopes2(context) : checkScopes3(context)),
  },
  {
    id: 'security-fits',
    severity: 'warning',
    versions: 'all',
    doc: "A Kafka server's security schemes are ones that Kafka has.",
    *check({ model }) {
      for (const { id, protocol, security, place } of model?.servers ?? []) {
        if (!protocol.startsWith('kafka')) continue;
        for (const { type } of security) {
          if (KAFKA.has(type)) continue;
          yield { at: place, message: `Kafka has no security of the type ${type}, which ${JSON.stringify(id)} needs` };
        }
      }
    },
  },
];

const WITH_SCOPES: ReadonlySet<string> = new Set(['oauth2', 'openIdConnect']);

function* checkScopes2(context: LintContext): Generator<Problem> {
  const components = objectIn(context, context.root, 'components');
  const schemes = new Map(namedIn(context, components, 'securitySchemes').map(({ name, object }) => [name, object]));
  const owners = [
    ...namedIn(context, context.root, 'servers').map(({ object }) => object),
    ...operations2(context).map(({ operation }) => operation),
  ];
  for (const requirement of owners.flatMap((owner) => itemsIn(context, owner, 'security'))) {
    if (requirement.kind !== 'object') continue;
    for (const [name, scopes] of requirement.entries) {
      const scheme = schemes.get(name);
      if (scheme === undefined || scopes.kind !== 'array') continue;
      yield* checkScopes(context, scheme, scopes.items, 'scopes');
      const type = stringOf(scheme.entries.get('type'));
      if (scopes.items.length === 0 || type === undefined || WITH_SCOPES.has(type)) continue;
      yield { at: scopes, message: `a scheme of the type ${type} has no scopes: the list must be empty` };
    }
  }
}

function* checkScopes3(context: LintContext): Generator<Problem> {
  const components = objectIn(context, context.root, 'components');
  const owners = [
    ...namedIn(context, context.root, 'servers').map(({ object }) => object),
    ...namedIn(context, context.root, 'operations').map(({ object }) => object),
  ];
  const used = owners.flatMap((owner) => itemsIn(context, owner, 'security')).map((node) => followed(context, node));
  const known = namedIn(context, components, 'securitySchemes').map(({ object }) => object);
  for (const scheme of new Set([...used, ...known])) {
    if (scheme?.kind === 'object') {
      yield* checkScopes(context, scheme, itemsIn(context, scheme, 'scopes'), 'availableScopes');
    }
  }
}

function* checkScopes(context: LintContext, scheme: Node, needed: readonly Node[], key: string): Generator<Problem> {
  if (scheme.kind !== 'object' || stringOf(scheme.entries.get('type')) !== 'oauth2') return;
  const flows = namedIn(context, scheme, 'flows');
  const offered = new Set(flows.flatMap(({ object }) => [...(objectIn(context, object, key)?.entries.keys() ?? [])]));
  for (const node of needed) {
    const scope = stringOf(node);
    if (scope === undefined || offered.has(scope)) continue;
    const among = offered.size === 0 ? 'there are none' : `there are ${[...offered].join(', ')}`;
    yield { at: node, message: `the scheme has no scope ${JSON.stringify(scope)}: ${among}` };
  }
}
