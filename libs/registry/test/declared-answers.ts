import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { ENDPOINTS, OWN_ENDPOINTS } from '../src/http/index.ts';
import { createOpenApi } from '../src/http/openapi/index.ts';
import type { JsonSchema } from '../src/http/openapi/index.ts';

/** An answer as it came. */
export interface SeenAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type: string | null;
  /** Undefined when there was no body. */
  readonly answer: unknown;
}

export const DOCUMENT = createOpenApi({
  version: '0',
  groups: [
    { prefix: '', operations: ENDPOINTS, inContexts: true },
    { prefix: '/api/v1', operations: OWN_ENDPOINTS, inContexts: false },
  ],
  refusals: [],
  securitySchemes: {},
}) as unknown as Document;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, ResponseText>>;
}

type ResponseText = { readonly content?: Readonly<Record<string, { readonly schema: object }>> } | { $ref: string };

/** The document whose objects take no field that it does not name: what is answered and not declared is found. */
const CLOSED = close(structuredClone(DOCUMENT));

const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(CLOSED as object, 'doc');

/** Fails when the document does not say that the operation may answer so. Says nothing about paths that there are not. */
export function checkDeclared({ method, path, status, type, answer }: SeenAnswer): void {
  const found = findOperation(method, path);
  if (found === undefined) return;
  const response = found.operation.responses[status];
  expect(Object.keys(found.operation.responses), `statuses of ${method} ${path}`).toContain(String(status));
  if (response === undefined || answer === undefined) return;
  const pointer = `${found.pointer}/responses/${status}`;
  const at = '$ref' in response ? response.$ref : `#${pointer}`;
  const content = '$ref' in response ? resolve(response.$ref).content : response.content;
  expect(Object.keys(content ?? {}), `types of ${method} ${path}`).toContain(type);
  const validate = ajv.getSchema(`doc${at}/content/${escape(type ?? '')}/schema`);
  const isValid = validate?.(answer);
  expect({ asked: `${method} ${path}`, answer, isValid, errors: validate?.errors }).toEqual(
    expect.objectContaining({ isValid: true }),
  );
}

function findOperation(method: string, path: string): { operation: Operation; pointer: string } | undefined {
  const plain = (path.split('?')[0] ?? '').replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  const below = plain.replace(/^\/contexts\/[^/]+(?=\/)/, '');
  const segments = below.split('/');
  const fits = (template: string) => {
    const parts = template.split('/');
    return (
      parts.length === segments.length && parts.every((part, index) => isVariable(part) || part === segments[index])
    );
  };
  const templates = Object.keys(DOCUMENT.paths).filter(fits);
  // Where several fit, names go before variables.
  const [template] = templates.toSorted((a, b) => a.split('{').length - b.split('{').length);
  const operation = template === undefined ? undefined : DOCUMENT.paths[template]?.[method.toLowerCase()];
  if (template === undefined || operation === undefined) return undefined;
  return { operation, pointer: `/paths/${escape(template)}/${method.toLowerCase()}` };
}

function isVariable(part: string): boolean {
  return part.startsWith('{') && part.endsWith('}');
}

function resolve(ref: string): { content?: Readonly<Record<string, object>> } {
  const parts = ref.slice(2).split('/');
  return parts.reduce<object>((value, part) => Reflect.get(value, part) as object, DOCUMENT);
}

function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== 'object' || value === null) return value;
  const closed: JsonSchema = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, close(each)]));
  const isObject = closed['type'] === 'object' && closed['properties'] !== undefined;
  return isObject ? { ...closed, additionalProperties: false } : closed;
}
