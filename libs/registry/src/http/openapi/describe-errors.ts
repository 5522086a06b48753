import { REGISTRY_ERRORS } from '../../registry-error.ts';
import type { RegistryErrorName } from '../../registry-error.ts';
import { DEFAULT_ANSWER_TYPE } from '../media-types.ts';
import type { JsonSchema } from './describe-shape.ts';

/** A refusal that has no name among the registry's errors; it is answered as plain JSON. */
export interface RefusalText {
  readonly status: number;
  readonly code: number;
  readonly description: string;
}

export interface ErrorDescriber {
  /** The responses by status. */
  describeErrors(errors: readonly RegistryErrorName[], refusals: readonly RefusalText[]): JsonSchema;
  /** Those described so far: `components.responses` of the document. Many operations have the same. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** The body of every error. */
export const ERROR: JsonSchema = {
  type: 'object',
  properties: { error_code: { type: 'integer' }, message: { type: 'string' } },
  required: ['error_code', 'message'],
};

/** Errors by status, each with the codes that it may have. */
export function createErrorDescriber(): ErrorDescriber {
  const components: Record<string, JsonSchema> = {};
  return {
    describeErrors(errors, refusals) {
      const named = errors.map((name) => {
        const { status, code } = REGISTRY_ERRORS[name];
        return { status, code, description: writeName(name), type: DEFAULT_ANSWER_TYPE };
      });
      const unnamed = refusals.map((refusal) => ({ ...refusal, type: 'application/json' }));
      const byStatus = Map.groupBy([...named, ...unnamed], ({ status }) => status);
      const responses = [...byStatus].map(([status, texts]) => {
        const parts = new Set(
          texts.map(({ code, type }) => (type === DEFAULT_ANSWER_TYPE ? `${code}` : `${code}.json`)),
        );
        const name = `Error.${[...parts].join('.')}`;
        components[name] ??= describeError(texts);
        return [status, { $ref: `#/components/responses/${name}` }] as const;
      });
      return Object.fromEntries(responses);
    },
    components,
  };
}

function describeError(texts: readonly (RefusalText & { type: string })[]): JsonSchema {
  const codes = new Map(texts.map(({ code, description }) => [code, description]));
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { error_code: { enum: [...codes.keys()] } } }],
  };
  return {
    description: [...codes].map(([code, text]) => `${code}: ${text}`).join('; '),
    content: Object.fromEntries(texts.map(({ type }) => [type, { schema }])),
  };
}

/** `SUBJECT_NOT_FOUND` as words. */
function writeName(name: RegistryErrorName): string {
  return name.toLowerCase().replaceAll('_', ' ');
}
