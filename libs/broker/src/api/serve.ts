import { decodeRequest, encodeResponse, errorCode, isInVersions, KafkaError } from '@sluice/kafka';
import type { ApiDefinition, RequestHeader } from '@sluice/kafka';
import type { Handler, RequestContext } from './handler.ts';

type Encoded = readonly Uint8Array[] | undefined;

/** A handler with its codec: bytes in, bytes out. */
export interface ServedApi {
  readonly api: ApiDefinition;
  readonly versions: readonly [min: number, max: number];
  /**
   * Answers one request frame. Throws or rejects with KafkaError when the bytes are no such request, with anything else
   * when the handler failed and the API has no place for an error.
   */
  serve(frame: Uint8Array, header: RequestHeader, context: RequestContext): Encoded | Promise<Encoded>;
}

/** Handlers by API key. */
export type ServedApis = ReadonlyMap<number, ServedApi>;

/** What a version that the handler does not serve is answered with, where the protocol has an answer for that. */
export interface ServeOptions<Response> {
  readonly answerUnsupported?: { readonly version: number; readonly answer: () => Response };
}

export function serveWith<Request, Response>(
  handler: Handler<Request, Response>,
  options: ServeOptions<Response> = {},
): ServedApi {
  const { api, versions } = handler;
  const [min, max] = versions;

  return {
    api,
    versions,
    serve(frame, header, context) {
      const { apiVersion, correlationId } = header;
      if (apiVersion < min || apiVersion > max) {
        const refused = options.answerUnsupported;
        if (refused !== undefined) return encodeResponse(api, refused.version, correlationId, refused.answer());
        throw new KafkaError(`version ${apiVersion} is not served, ${min} to ${max} are`, {
          error: 'UNSUPPORTED_VERSION',
        });
      }
      const request = decodeRequest(api, apiVersion, frame, header.bodyOffset);
      const encode = (response: Response | undefined): Encoded =>
        response === undefined ? undefined : encodeResponse(api, apiVersion, correlationId, response);
      const fail = (error: unknown): Encoded => encodeFailure(api, apiVersion, correlationId, error, context);
      try {
        const response = handler.handle(request, context);
        return response instanceof Promise ? response.then(encode).catch(fail) : encode(response);
      } catch (error) {
        return fail(error);
      }
    },
  };
}

/** UNKNOWN_SERVER_ERROR where the response has a place for it; else the failure ends the connection. */
function encodeFailure(
  api: ApiDefinition,
  version: number,
  correlationId: number,
  error: unknown,
  { broker }: RequestContext,
): Encoded {
  const field = api.response.fields.find(({ name }) => name === 'errorCode');
  if (field === undefined || !isInVersions(field.versions, version)) throw error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  broker.logger.error({ api: api.name, error: text }, 'request failed');
  return encodeResponse<unknown>(api, version, correlationId, { errorCode: errorCode('UNKNOWN_SERVER_ERROR') });
}
