import { expect } from 'vitest';
import type { Call } from './http-case.ts';

/** A record with an int field for each name; those with a `?` have a default. */
export function record(...fields: readonly string[]): string {
  return JSON.stringify({
    type: 'record',
    name: 'R',
    fields: fields.map((field) => ({
      name: field.replace('?', ''),
      type: 'int',
      ...(field.endsWith('?') && { default: 0 }),
    })),
  });
}

export const A = record('a');
export const A_B = record('a', 'b?');
export const A_C = record('a', 'c?');
export const B = record('b');

export const schema = (text: string) => ({ schema: text });
export const register = (subject: string, text: string, answer: object): Call => ({
  method: 'POST',
  path: `/subjects/${subject}/versions`,
  body: schema(text),
  answer: expect.objectContaining(answer),
});
export const lookUp = (subject: string, text: string, answer: object): Call => ({
  ...register(subject, text, answer),
  path: `/subjects/${subject}`,
});
export const refuse = (
  method: Call['method'] & string,
  path: string,
  code: number,
  more: Partial<Call> = {},
): Call => ({
  method,
  path,
  code,
  status: code > 999 ? Math.floor(code / 100) : code,
  ...more,
});

/** A compatibility check of the subject and version that the path names. */
export function check(path: string, text: string, answer: object): Call {
  return { method: 'POST', path: `/compatibility/subjects${path}`, body: schema(text), answer };
}

export const put = (path: string, body: object, answer: object = body): Call => ({ method: 'PUT', path, body, answer });
export const remove = (path: string, answer: unknown): Call => ({ method: 'DELETE', path, answer });
