import { createErrorDescriber, ERROR } from './describe-errors.ts';
import type { RefusalText } from './describe-errors.ts';
import { describeOperation } from './describe-operation.ts';
import type { DocumentedOperation } from './describe-operation.ts';
import { createShapeDescriber } from './describe-shape.ts';
import type { JsonSchema } from './describe-shape.ts';

/** Operations that are served below one path. */
export interface OperationGroup {
  /** Before each path. */
  readonly prefix: string;
  readonly operations: readonly DocumentedOperation[];
  /** Also served below `/contexts/{context}`, for subjects of that context. */
  readonly inContexts: boolean;
}

export interface OpenApiOptions {
  /** Of this release. */
  readonly version: string;
  readonly groups: readonly OperationGroup[];
  /** What stands before every operation that is not open refuses. */
  readonly refusals: readonly RefusalText[];
  /** How callers show who they are, by name, as Security Scheme Objects; none where nobody is asked. */
  readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
}

/** The OpenAPI 3.1 document of the operations, from the declarations that they are served by. */
export function createOpenApi({ version, groups, refusals, securitySchemes }: OpenApiOptions): JsonSchema {
  const shapes = createShapeDescriber();
  const errors = createErrorDescriber();
  const describer = { ...shapes, ...errors };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { prefix, operations, inContexts } of groups) {
    for (const operation of operations) {
      const path = `${prefix}${operation.path}`;
      const all = operation.isOpen === true ? [] : refusals;
      const documented = { ...operation, path, refusals: [...(operation.refusals ?? []), ...all] };
      const item = (paths[path.replaceAll(/\/:([^/]+)/g, '/{$1}')] ??= inContexts ? {} : { servers: [ROOT] });
      item[operation.method.toLowerCase()] = describeOperation(documented, describer);
    }
  }
  const schemes = Object.keys(securitySchemes);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      summary: 'A schema registry with the REST API of Confluent Schema Registry.',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [ROOT, ...(groups.some(({ inContexts }) => inContexts) ? [CONTEXT] : [])],
    ...(schemes.length > 0 && { security: schemes.map((name) => ({ [name]: [] })) }),
    paths,
    components: {
      schemas: { ...shapes.components, Error: ERROR },
      responses: errors.components,
      ...(schemes.length > 0 && { securitySchemes }),
    },
  };
}

const ROOT = { url: '/' };

/** A dot alone, the name of the default context, would be taken out of a URL. */
const CONTEXT = {
  url: '/contexts/{context}',
  description: 'The same for the subjects of one context',
  variables: { context: { default: ':.:', description: 'Name of the context; this one is the default context' } },
};
