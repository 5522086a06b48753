import type { AnswerForm, Operation } from '../endpoint.ts';
import type { FieldType } from '../request-shape.ts';
import { ANSWER_TYPES } from '../media-types.ts';
import type { ErrorDescriber, RefusalText } from './describe-errors.ts';
import type { JsonSchema, ShapeDescriber } from './describe-shape.ts';
import { describeParameters } from './parameters.ts';

/** An operation, and what the registry's own have all alike. */
export interface DocumentedOperation extends Operation {
  /** Of its answers; all types of the registry when absent. */
  readonly type?: string;
  /** Answers of other statuses that are no errors in the registry's form. */
  readonly others?: readonly { readonly status: number; readonly description: string; readonly answer: FieldType }[];
  /** What it refuses beside the errors that have a name. */
  readonly refusals?: readonly RefusalText[];
  /** Answered whoever asks. */
  readonly isOpen?: boolean;
}

/** What describes the parts of operations, and keeps those that they share. */
export type Describer = Pick<ShapeDescriber, 'describeType' | 'describeShape'> & Pick<ErrorDescriber, 'describeErrors'>;

/** An Operation Object of OpenAPI 3.1. */
export function describeOperation(operation: DocumentedOperation, describer: Describer): JsonSchema {
  const { method, path, summary, query, body } = operation;
  const parameters = describeParameters(path, query, describer);
  return {
    operationId: nameOperation(method, path),
    summary,
    tags: [readTag(path)],
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        required: operation.isBodyRequired,
        content: inTypes(ANSWER_TYPES, describer.describeShape(body, 'request')),
      },
    }),
    responses: describeResponses(operation, describer),
    ...(operation.isOpen === true && { security: [] }),
  };
}

function describeResponses(operation: DocumentedOperation, describer: Describer): JsonSchema {
  const { answer, status, isRead, type, others = [], refusals = [] } = operation;
  const types = type === undefined ? ANSWER_TYPES : [type];
  const headers = isRead ? { headers: VALIDATORS } : {};
  const answered =
    answer === 'none'
      ? { 204: { description: 'Done' } }
      : {
          [status]: {
            description: 'The answer',
            ...headers,
            content: inTypes(types, describeAnswer(answer, type, describer)),
          },
        };
  return {
    ...answered,
    ...(isRead && { 304: { description: 'What If-None-Match names is still so', ...headers } }),
    ...describer.describeErrors(operation.errors, refusals),
    ...Object.fromEntries(
      others.map((other) => {
        const content = inTypes(types, describer.describeType(other.answer, 'answer'));
        return [other.status, { description: other.description, content }];
      }),
    ),
  };
}

function describeAnswer(
  form: Exclude<AnswerForm, 'none'>,
  type: string | undefined,
  { describeType }: Describer,
): JsonSchema {
  if (form === 'text' && type !== undefined) return { type: 'string' };
  if (form === 'text')
    return { description: 'The text of the schema; in Protobuf it is no JSON, whatever its type says.' };
  if (typeof form === 'object' && 'every' in form) return { type: 'array', items: describeType(form.every, 'answer') };
  return describeType(form, 'answer');
}

const VALIDATORS = {
  etag: { description: 'Names this answer', required: true, schema: { type: 'string' } },
  'cache-control': { description: 'Ask each time', required: true, schema: { type: 'string' } },
};

function inTypes(types: readonly string[], schema: JsonSchema): JsonSchema {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function nameOperation(method: string, path: string): string {
  const words = path.split(/[/:]+/).filter((word) => word !== '');
  const name = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1).replaceAll(/\W/g, '')}`);
  return `${method.toLowerCase()}${name.join('') || 'Root'}`;
}

function readTag(path: string): string {
  const [, first = ''] = /^\/(?:api\/v1\/|v1\/)?([^/:]*)/.exec(path) ?? [];
  return first === '' ? 'registry' : first;
}
