/** One answer of {@link createFakeFetch}, by method and path with query. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body: unknown;
}

export interface FakeRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A fetch that answers from a table such as `{ 'GET /subjects': { body: [] } }` and keeps what it was asked. */
export function createFakeFetch(answers: Readonly<Record<string, FakeAnswer>>): {
  fetch: typeof globalThis.fetch;
  requests: FakeRequest[];
} {
  const requests: FakeRequest[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    const { url, method } = request;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    requests.push({ url, method, headers: Object.fromEntries(request.headers), body });
    const key = `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`;
    const answer = answers[key] ?? { status: 404, body: { error_code: 404, message: `no answer for ${key}` } };
    return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
  };
  return { fetch, requests };
}
