import type { SecurityScheme, OAuth2Scheme, OAuthFlow } from '../model/security-scheme.ts';
import { BARE_SCHEMES, OAUTH_FLOWS } from '../model/security-scheme.ts';
import { stringOf, toRecord } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { entriesAt, freeze, freezeList, itemsAt, objectAt, objectOf, report } from './build.ts';
import type { Build } from './build.ts';
import { findComponentName } from './names.ts';
import { choiceAt, expectString, extensionsOf, requireString, stringAt, stringsAt } from './read-scalar.ts';

export function readSecurityComponents(build: Build): readonly SecurityScheme[] {
  const components = objectAt(build, build.root, 'components');
  if (components === undefined) return freezeList<SecurityScheme>([]);
  return freezeList(
    entriesAt(build, components, 'securitySchemes').map(([name, node]) => readScheme(build, node, name)),
  );
}

/** `security` of a server or an operation: schemes (3.x), or requirements that name schemes and scopes (2.x). */
export function readSecurity(build: Build, parent: ObjectNode): readonly SecurityScheme[] {
  const written = parent.entries.get('security');
  // The specification's own examples of 2.4 and 2.5 leave the array out.
  const isBare = build.major === 2 && written?.kind === 'object' && !written.entries.has('$ref');
  if (isBare) report(build, written, 'kind', '"security" is an array of requirements, found an object', 'warning');
  const items = isBare ? [written] : itemsAt(build, parent, 'security');
  if (build.major === 2) return freezeList(items.flatMap((node) => readRequirement(build, node)));
  return freezeList(items.map((node) => readScheme(build, node, findName(build, node))));
}

/**
 * One requirement of 2.x may name several schemes that all must hold. 3.x has no word for that: they become
 * alternatives, as the official converter makes them, with a warning.
 */
function readRequirement(build: Build, node: Node): readonly (SecurityScheme | undefined)[] {
  const requirement = objectOf(build, node, 'a security requirement');
  if (requirement === undefined) return [];
  if (requirement.entries.size > 1) {
    const message = 'several schemes that must hold together become alternatives, for 3.x has no other';
    report(build, requirement, 'lossy', message, 'warning');
  }
  return [...requirement.entries].map(([name, at]) => {
    const schemes = objectAt(build, build.root, 'components');
    const scheme = schemes && objectAt(build, schemes, 'securitySchemes')?.entries.get(name);
    if (scheme === undefined) {
      report(build, at, 'identity', `components.securitySchemes has no ${JSON.stringify(name)}`);
      return undefined;
    }
    const scopes = stringsAt(build, requirement, name) ?? [];
    const read = readScheme(build, scheme, name);
    if (scopes.length === 0 || (read?.type !== 'oauth2' && read?.type !== 'openIdConnect')) return read;
    const { component: _, ...rest } = read;
    return Object.freeze({ ...rest, scopes });
  });
}

function findName(build: Build, node: Node): string | undefined {
  const resolution = resolveRef(build.document, node);
  if (resolution.kind !== 'found') return undefined;
  return findComponentName(resolution.via, build.document.main, 'securitySchemes');
}

const TYPES = [...BARE_SCHEMES, 'apiKey', 'httpApiKey', 'http', 'oauth2', 'openIdConnect'] as const;

function readScheme(build: Build, node: Node, component: string | undefined): SecurityScheme | undefined {
  const object = objectOf(build, node, 'a security scheme');
  if (object === undefined) return undefined;
  if (!object.entries.has('type')) report(build, object, 'required', 'a security scheme needs "type"');
  const type = choiceAt(build, object, 'type', TYPES);
  const shared = { component, description: stringAt(build, object, 'description'), extensions: extensionsOf(object) };
  switch (type) {
    case undefined:
      return undefined;
    case 'apiKey': {
      const where = choiceAt(build, object, 'in', ['user', 'password']);
      return where === undefined
        ? missing(build, object, 'in')
        : freeze<SecurityScheme>({ type, ...shared, in: where });
    }
    case 'httpApiKey': {
      const where = choiceAt(build, object, 'in', ['query', 'header', 'cookie']);
      if (where === undefined) return missing(build, object, 'in');
      return freeze<SecurityScheme>({ type, ...shared, name: requireString(build, object, 'name', type), in: where });
    }
    case 'http': {
      const scheme = requireString(build, object, 'scheme', type);
      return freeze<SecurityScheme>({ type, ...shared, scheme, bearerFormat: stringAt(build, object, 'bearerFormat') });
    }
    case 'oauth2':
      return freeze<SecurityScheme>({
        type,
        ...shared,
        flows: readFlows(build, object),
        scopes: readScopes(build, object),
      });
    case 'openIdConnect': {
      const openIdConnectUrl = requireString(build, object, 'openIdConnectUrl', type);
      return freeze<SecurityScheme>({ type, ...shared, openIdConnectUrl, scopes: readScopes(build, object) });
    }
    default:
      return freeze<SecurityScheme>({ type, ...shared });
  }
}

function missing(build: Build, object: ObjectNode, key: string): undefined {
  if (!object.entries.has(key)) {
    const type = JSON.stringify(stringOf(object.entries.get('type')));
    report(build, object, 'required', `a security scheme of type ${type} needs ${JSON.stringify(key)}`);
  }
  return undefined;
}

/** An empty list says no more than none does. */
function readScopes(build: Build, object: ObjectNode): readonly string[] | undefined {
  const scopes = build.major === 3 ? stringsAt(build, object, 'scopes') : undefined;
  return scopes?.length === 0 ? undefined : scopes;
}

function readFlows(build: Build, object: ObjectNode): OAuth2Scheme['flows'] {
  const flows = objectAt(build, object, 'flows');
  if (flows === undefined) {
    if (!object.entries.has('flows'))
      report(build, object, 'required', 'a security scheme of type "oauth2" needs "flows"');
    return Object.freeze({});
  }
  return toRecord(
    OAUTH_FLOWS.flatMap((kind) => {
      const flow = objectAt(build, flows, kind);
      return flow === undefined ? [] : [[kind, readFlow(build, flow)] as const];
    }),
  );
}

function readFlow(build: Build, flow: ObjectNode): OAuthFlow {
  const scopes = entriesAt(build, flow, build.major === 2 ? 'scopes' : 'availableScopes');
  return freeze<OAuthFlow>({
    authorizationUrl: stringAt(build, flow, 'authorizationUrl'),
    tokenUrl: stringAt(build, flow, 'tokenUrl'),
    refreshUrl: stringAt(build, flow, 'refreshUrl'),
    availableScopes: toRecord(
      scopes.map(([name, node]) => [name, expectString(build, node, 'what a scope allows') ?? ''] as const),
    ),
    extensions: extensionsOf(flow),
  });
}
