import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { expect } from 'vitest';
import { createRegistryApp } from '../src/http/index.ts';
import { createMemoryStore, createRegistry } from '../src/index.ts';

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

export function openApp(): App {
  const formats = createFormats([avroFormat]);
  const registry = createRegistry({ store: createMemoryStore(), formats, nowMs: () => 1_700_000_000_000 });
  return createRegistryApp(registry);
}

export async function checkCall(app: App, call: Call): Promise<void> {
  const { method = 'GET', path, body, headers = {}, status = 200, code, message } = call;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await app.request(path, {
    method,
    headers: { ...(text !== undefined && { 'content-type': CONTENT_TYPE }), ...headers },
    ...(text !== undefined && { body: text }),
  });
  const raw = await response.text();
  const what = `${method} ${path} ${text?.slice(0, 200) ?? ''} answered ${raw.slice(0, 500)}`;
  expect(response.status, what).toBe(status);
  const answer: unknown = JSON.parse(raw);
  if (code !== undefined) expect(answer, what).toMatchObject({ error_code: code, message: expect.any(String) });
  if (message instanceof RegExp) expect(answer, what).toMatchObject({ message: expect.stringMatching(message) });
  else if (message !== undefined) expect(answer, what).toMatchObject({ message });
  if ('answer' in call) expect(answer, what).toEqual(call.answer);
}
