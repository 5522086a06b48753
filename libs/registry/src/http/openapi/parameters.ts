import type { Shape } from '../request-shape.ts';
import type { JsonSchema, ShapeDescriber } from './describe-shape.ts';
import { INT32 } from './describe-shape.ts';

interface ParameterText {
  readonly description: string;
  readonly schema?: JsonSchema;
  readonly example?: unknown;
}

/** The variable parts of paths. */
const PATH: Readonly<Record<string, ParameterText>> = {
  context: { description: 'Name of a context, with or without its dot.', example: '.staging' },
  guid: { description: 'The guid of a schema, which is the same in every registry.' },
  id: { description: 'The id of a schema.', schema: { ...INT32, minimum: 0 }, example: 1 },
  resourceId: { description: 'The id of a topic.', example: 'topic-1' },
  resourceName: { description: 'The name of a topic; `-` for every one.', example: 'orders' },
  resourceNamespace: { description: 'The cluster of a topic; `-` for every one.', example: '-' },
  subject: { description: 'A subject, which `:.context:` may qualify.', example: 'orders-value' },
  version: {
    description: 'The number of a version; `latest` and `-1` name the last one.',
    schema: { type: 'string', pattern: '^(latest|-1|[1-9][0-9]{0,9})$' },
    example: 'latest',
  },
};

/** The parameters of queries. */
const QUERY: Readonly<Record<string, string>> = {
  aliases: 'Follow aliases to the subjects that they stand for, and name them.',
  associationType: 'Only associations of these types, such as `key` and `value`.',
  before: 'The number that the answer before named as `next`.',
  cascadeLifecycle: 'Delete the subjects of STRONG associations too.',
  context: 'The context that subjects belong to.',
  contextPrefix: 'Only contexts whose name begins so.',
  defaultToGlobal: 'Answer what is in force, where nothing is set.',
  deleted: 'Also what was soft-deleted.',
  deletedAsNegative: 'Also soft-deleted versions, their numbers being negative.',
  deletedOnly: 'Only what was soft-deleted.',
  dryRun: 'Judge the request and change nothing.',
  fetchMaxId: 'Also answer the highest id of the context.',
  findTags: 'Also answer where the schema has these tags; `*` for all.',
  force: 'Even where rules stand against it.',
  format: 'The form of the text: `resolved` for Avro, `serialized` for Protobuf.',
  includeSchemas: 'Also answer the latest schemas of the subjects.',
  key: 'Names of metadata properties; the values stand in `value`, in the same order.',
  latestOnly: 'Only the latest version of each subject.',
  lifecycle: 'Only associations of this lifecycle.',
  limit: 'How many items to answer at most.',
  normalize: 'Bring the schema into normal form first.',
  offset: 'How many items to leave out first.',
  permanent: 'Delete for good what was soft-deleted before.',
  principal: 'Only what this user or token wrote.',
  recursive: 'Also the modes of everything below.',
  referenceFormat: '`qualified` for references that name their contexts.',
  resourceType: 'Only associations of this type of resource; `topic` when absent.',
  ruleType: 'Only schemas with rules of this type.',
  since: 'Only what was written from this time on, such as 2026-01-31T12:00:00Z.',
  subject: 'The subject, or only the context, in which the id is meant.',
  subjectPrefix:
    'Only subjects that begin so; `:*:` is those of every context, which is what /subjects lists without it.',
  value: 'Values of the metadata properties that `key` names.',
  verbose: 'Also answer what stands between the schemas.',
};

/** The parameters of an operation. */
export function describeParameters(
  path: string,
  query: Shape,
  { describeType }: Pick<ShapeDescriber, 'describeType'>,
): readonly object[] {
  const ofPath = listPathNames(path).map((name) => {
    const { description, schema = { type: 'string', minLength: 1 }, example } = PATH[name] ?? missing(path, name);
    return { name, in: 'path', required: true, description, schema, ...(example !== undefined && { example }) };
  });
  const ofQuery = Object.entries(query).map(([name, type]) => {
    const description = QUERY[name] ?? missing(path, name);
    // Only the length of the whole address bounds what is said several times.
    const side = type === 'strings' ? 'answer' : 'request';
    return { name, in: 'query', description, schema: describeType(type, side) };
  });
  return [...ofPath, ...ofQuery];
}

/** The names of a path's variable parts. */
export function listPathNames(path: string): readonly string[] {
  return [...path.matchAll(/\/:([^/]+)/g)].map(([, name = '']) => name);
}

/** A new parameter is described above before it is served. */
function missing(path: string, name: string): never {
  throw new Error(`${path}: the parameter ${name} has no description`);
}
