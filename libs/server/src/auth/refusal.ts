/** Why a request goes no further. Thrown by what checks it, and answered by the guard. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errorCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: RefusalKind, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    [this.status, this.errorCode] = CODES[kind];
    this.headers = headers;
  }

  /** In the form of the registry's errors. */
  answer(): Response {
    const body = JSON.stringify({ error_code: this.errorCode, message: this.message });
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...this.headers };
    return new Response(body, { status: this.status, headers });
  }
}

/** Status, and error code as Confluent's registry has it. */
const CODES = {
  'bad-request': [400, 400],
  unauthenticated: [401, 401],
  denied: [403, 40301],
  'foreign-host': [403, 403],
  'foreign-origin': [403, 403],
  method: [405, 405],
  'too-large': [413, 413],
  'too-many': [429, 429],
  busy: [503, 503],
} as const;

export type RefusalKind = keyof typeof CODES;
