import { RegistryError, registryError } from '../registry-error.ts';

/** The largest request body. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * The JSON of a request's body; `undefined` when there is no body. Reads no further than {@link MAX_BODY_BYTES}.
 * Throws CONTENT_TOO_LARGE or BAD_REQUEST.
 */
export async function readJson(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const text = await readText(request);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw registryError('BAD_REQUEST', `The body is not JSON: ${reason.slice(0, 200)}`);
  }
}

async function readText(request: Request): Promise<string> {
  if (request.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = request.body.getReader();
  let sizeBytes = 0;
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(refuseAborted);
      if (done) return text + decode(decoder);
      sizeBytes += value.length;
      if (sizeBytes > MAX_BODY_BYTES) throw tooLarge();
      text += decode(decoder, value);
    }
  } finally {
    reader.releaseLock();
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw registryError('BAD_REQUEST', 'The body is not JSON: it is not UTF-8');
  }
}

function refuseAborted(cause: unknown): never {
  // What stands before the registry cuts a body off where it is too long, with this error.
  if (cause instanceof RangeError) throw tooLarge();
  throw new RegistryError('BAD_REQUEST', 'The body ended before it was whole', { cause });
}

function tooLarge(): Error {
  return registryError('CONTENT_TOO_LARGE', MAX_BODY_BYTES);
}
