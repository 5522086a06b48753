import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { expect } from 'vitest';
import { createRegistryApp } from '../src/http/index.ts';
import type { RegistryAppOptions } from '../src/http/index.ts';
import { checkDeclared } from './declared-answers.ts';
import { createMemoryStore, createRegistry } from '../src/index.ts';
import type { Store } from '../src/index.ts';

export type App = ReturnType<typeof createRegistryApp>;

/** One call and what must answer it. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  readonly path: string;
  /** A value becomes JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** 200 when absent. */
  readonly status?: number;
  /** Of the answer's `error_code`. */
  readonly code?: number;
  /** The whole answer, or, of an error, its message or a part of it. */
  readonly answer?: unknown;
  readonly message?: string | RegExp;
}

/** Calls one after another on one new registry. */
export interface CallSequence {
  readonly title: string;
  readonly calls: readonly Call[];
}

export const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

export function openApp(store: Store = createMemoryStore(), options: RegistryAppOptions = {}): App {
  const formats = createFormats([avroFormat]);
  return createRegistryApp(createRegistry({ store, formats, nowMs: () => 1_700_000_000_000 }), options);
}

export async function checkCall(app: App, call: Call): Promise<void> {
  const { method = 'GET', path, body, headers = {}, status = 200 } = call;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await app.request(path, {
    method,
    headers: { ...(text !== undefined && { 'content-type': CONTENT_TYPE }), ...headers },
    ...(text !== undefined && { body: text }),
  });
  const said = await response.text();
  const answer: unknown = said === '' ? undefined : JSON.parse(said);
  const type = response.headers.get('content-type');
  checkDeclared({ method, path, status: response.status, type, answer });
  // The call stands on both sides, so that a failure shows which one it was.
  const asked = `${method} ${path} ${text?.slice(0, 200) ?? ''}`;
  expect({ asked, status: response.status, answer }).toEqual({ asked, status, answer: describeExpected(call) });
}

function describeExpected(call: Call): unknown {
  if ('answer' in call) return call.answer;
  if (call.code === undefined) return expect.anything();
  const { code, message = /./ } = call;
  return { error_code: code, message: typeof message === 'string' ? message : expect.stringMatching(message) };
}
