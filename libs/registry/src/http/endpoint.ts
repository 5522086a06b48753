import type { Registry } from '../registry.ts';
import type { RegistryError, RegistryErrorName } from '../registry-error.ts';
import type { RequestActor } from './actor.ts';
import type { FieldType, RawValues, Shape, ShapeValue } from './request-shape.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The variable parts of a path such as `/subjects/:subject/versions`. */
export type PathValues<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [Key in Name]: string } & PathValues<Rest>
  : Path extends `${string}:${infer Name}`
    ? { readonly [Key in Name]: string }
    : unknown;

export interface EndpointRequest<Path extends string, Query extends Shape, Body extends Shape> {
  readonly path: PathValues<Path>;
  readonly query: ShapeValue<Query>;
  readonly body: ShapeValue<Body>;
}

type NoFields = Readonly<Record<string, never>>;

/** What the registry's process says of itself. */
export interface ServerFacts {
  readonly version: string;
  readonly commitId: string;
  readonly clusterId: string;
}

/** What an endpoint answers: JSON of that form, a schema's own text, or nothing (204). */
export type AnswerForm =
  | 'text'
  | 'none'
  | FieldType
  /** A JSON list of one thing each. */
  | { readonly every: FieldType };

/** One operation of the REST API: what a request may carry, and what answers it. */
export interface EndpointDefinition<Path extends string, Query extends Shape, Body extends Shape> {
  readonly method: Method;
  readonly path: Path;
  /** In a few words. */
  readonly summary: string;
  readonly query?: Query;
  readonly body?: Body;
  /** The refusal of a request without any body; where absent, a body may be missing. */
  readonly missingBody?: () => RegistryError;
  readonly answer: AnswerForm;
  /** Of an answer that is no error; 200 when absent. */
  readonly status?: 200 | 207;
  /** Reads of what hardly ever changes: answered with an ETag, and from memory where the path names no `latest`. */
  readonly isRead?: boolean;
  /** What it may refuse beside what its shapes do. */
  readonly errors?: readonly RegistryErrorName[];
  /** The answer, to become JSON. Throws RegistryError. */
  readonly handle: (
    registry: Registry,
    request: EndpointRequest<Path, Query, Body>,
    server: ServerFacts,
    actor: RequestActor,
  ) => Promise<unknown>;
}

/** What an operation may be asked and what it answers, as data. */
export interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly query: Shape;
  readonly body: Shape | undefined;
  readonly isBodyRequired: boolean;
  readonly answer: AnswerForm;
  readonly status: 200 | 207;
  readonly isRead: boolean;
  /** All that it may refuse, by name. */
  readonly errors: readonly RegistryErrorName[];
}

/** An endpoint whose types are forgotten, for the table of all. */
export interface Endpoint extends Operation {
  readonly missingBody: (() => RegistryError) | undefined;
  readonly handle: (
    registry: Registry,
    request: RawRequest,
    server: ServerFacts,
    actor: RequestActor,
  ) => Promise<unknown>;
}

/** A request that was read by the endpoint's own shapes. */
export interface RawRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: RawValues;
  readonly body: RawValues;
}

/** Declares one operation; types of path, query and body follow from the declaration. */
export function defineEndpoint<
  const Path extends string,
  const Query extends Shape = NoFields,
  const Body extends Shape = NoFields,
>(definition: EndpointDefinition<Path, Query, Body>): Endpoint {
  const {
    method,
    path,
    summary,
    query = {},
    body,
    missingBody,
    answer,
    status = 200,
    isRead = false,
    errors = [],
    handle,
  } = definition;
  return {
    method,
    path,
    summary,
    query,
    body,
    isBodyRequired: missingBody !== undefined,
    missingBody,
    answer,
    status,
    isRead,
    errors: [...new Set([...listRefusals(definition), ...errors])],
    // The request was read by the very shapes that these types are derived from.
    handle: (registry, request, server, actor) =>
      handle(registry, request as EndpointRequest<Path, Query, Body>, server, actor),
  };
}

/** What is refused before an endpoint's own rules. */
function listRefusals({ path, query = {}, body, missingBody }: EndpointShapes): readonly RegistryErrorName[] {
  const isNarrow = (type: FieldType) => type === 'integer' || (typeof type === 'object' && 'oneOf' in type);
  const mayMiss = path.includes('/:id') || Object.values(query).some(isNarrow);
  return [
    'BAD_REQUEST',
    'NOT_ACCEPTABLE',
    ...(mayMiss ? (['NOT_FOUND'] as const) : []),
    ...(path.includes('/:subject') ? (['INVALID_SUBJECT'] as const) : []),
    ...(body === undefined ? [] : (['UNSUPPORTED_MEDIA_TYPE', 'CONTENT_TOO_LARGE'] as const)),
    ...(missingBody === undefined ? [] : [missingBody().kind]),
    'STORE_ERROR',
    'OPERATION_TIMEOUT',
  ];
}

type EndpointShapes = Pick<EndpointDefinition<string, Shape, Shape>, 'path' | 'query' | 'body' | 'missingBody'>;
