import { APIS } from './apis.ts';
import { decoderOf, skipTags } from './decode-message.ts';
import { encoderOf } from './encode-message.ts';
import { KafkaError } from './error.ts';
import { closeSink, createSink, grow, writeInt16, writeInt32, writeString, writeUvarint, type Sink } from './sink.ts';
import { createSource, readInt16, readInt32, readLength16, readText } from './source.ts';
import type { ApiDefinition, Complete, Loose, MessageTable } from './table.ts';

/** What stands before every request's body (request header versions 1 and 2, KIP-482). */
export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  /** Where the body starts in the frame. */
  readonly bodyOffset: number;
}

const BY_KEY = new Map<number, ApiDefinition>(APIS.map((api) => [api.key, api]));

/** The API of a key, or undefined when this package has no table for it. */
export function findApi(key: number): ApiDefinition | undefined {
  return BY_KEY.get(key);
}

/**
 * Reads a request's header. `frame` is the request without its 4-byte size. Of an API without a table only the classic
 * header is read. Throws KafkaError when the header is cut short or malformed.
 */
export function readRequestHeader(frame: Uint8Array): RequestHeader {
  const source = createSource(frame, 0);
  const apiKey = readInt16(source);
  const apiVersion = readInt16(source);
  const correlationId = readInt32(source);
  // The client id keeps its classic form in every version, so that any broker can read it.
  const clientIdLength = readLength16(source);
  const clientId = clientIdLength < 0 ? null : readText(source, clientIdLength);
  const api = BY_KEY.get(apiKey);
  if (api !== undefined && isFlexible(api, apiVersion)) skipTags(source);
  return { apiKey, apiVersion, correlationId, clientId, bodyOffset: source.offset };
}

/**
 * Decodes a request's body, which starts at `offset` (`bodyOffset` of its header). Strings are copied; bytes and records
 * are views of `frame`. Bytes after the message are ignored, as in Apache Kafka. Throws KafkaError.
 */
export function decodeRequest<Request>(
  api: ApiDefinition<Request>,
  version: number,
  frame: Uint8Array,
  offset: number,
): Request {
  return decodeBody(api, api.request, version, frame, offset);
}

/** Correlation id of a response and where its body starts; `frame` is the response without its 4-byte size. */
export function readResponseHeader(
  api: ApiDefinition,
  version: number,
  frame: Uint8Array,
): { correlationId: number; bodyOffset: number } {
  const source = createSource(frame, 0);
  const correlationId = readInt32(source);
  if (hasFlexibleResponseHeader(api, version)) skipTags(source);
  return { correlationId, bodyOffset: source.offset };
}

/** Decodes a whole response; `frame` is the response without its 4-byte size. Throws KafkaError. */
export function decodeResponse<Response>(
  api: ApiDefinition<unknown, Response>,
  version: number,
  frame: Uint8Array,
): Complete<Response> {
  const { bodyOffset } = readResponseHeader(api, version, frame);
  return decodeBody(api, api.response, version, frame, bodyOffset) as Complete<Response>;
}

/**
 * Encodes a request with its size and header: a list of parts to be written in order, records by reference.
 * A field left out has its default. Throws KafkaError when a value does not fit its field.
 */
export function encodeRequest<Request>(
  api: ApiDefinition<Request>,
  version: number,
  header: { readonly correlationId: number; readonly clientId: string | null },
  value: Loose<Request>,
): Uint8Array[] {
  const sink = openFrame();
  writeInt16(sink, api.key);
  writeInt16(sink, version);
  writeInt32(sink, header.correlationId);
  if (header.clientId === null) writeInt16(sink, -1);
  else writeString(sink, header.clientId);
  if (isFlexible(api, version)) writeUvarint(sink, 0);
  return closeFrame(sink, api, api.request, version, value);
}

/**
 * Encodes a response with its size and header: a list of parts to be written in order, records by reference.
 * Versions below the API's range are encoded by the fields' own ranges, so that they can be refused in their own form.
 * Throws KafkaError when a value does not fit its field.
 */
export function encodeResponse<Response>(
  api: ApiDefinition<unknown, Response>,
  version: number,
  correlationId: number,
  value: Response,
): Uint8Array[] {
  const sink = openFrame();
  writeInt32(sink, correlationId);
  if (hasFlexibleResponseHeader(api, version)) writeUvarint(sink, 0);
  return closeFrame(sink, api, api.response, version, value);
}

function decodeBody<Message>(
  api: ApiDefinition,
  table: MessageTable<Message>,
  version: number,
  frame: Uint8Array,
  offset: number,
): Message {
  checkVersion(api, version);
  const read = decoderOf(table, version, isFlexible(api, version));
  return read(createSource(frame, offset)) as Message;
}

const API_VERSIONS_KEY = 18;

/** ApiVersions answers with the classic header in every version: the client does not know yet what we speak (KIP-511). */
function hasFlexibleResponseHeader(api: ApiDefinition, version: number): boolean {
  return api.key !== API_VERSIONS_KEY && isFlexible(api, version);
}

function isFlexible(api: ApiDefinition, version: number): boolean {
  return api.flexibleFrom !== null && version >= api.flexibleFrom;
}

function checkVersion(api: ApiDefinition, version: number): void {
  const [min, max] = api.versions;
  if (version >= 0 && version <= max) return;
  throw new KafkaError(`${api.name} version ${version} is outside ${min} to ${max}`, { error: 'UNSUPPORTED_VERSION' });
}

function openFrame(): Sink {
  const sink = createSink();
  grow(sink, 4);
  return sink;
}

function closeFrame(
  sink: Sink,
  api: ApiDefinition,
  table: MessageTable,
  version: number,
  value: unknown,
): Uint8Array[] {
  checkVersion(api, version);
  encoderOf(table, version, isFlexible(api, version))(sink, value);
  const parts = closeSink(sink);
  let sizeBytes = -4;
  for (const part of parts) sizeBytes += part.length;
  const first = parts[0];
  if (first !== undefined) new DataView(first.buffer, first.byteOffset).setInt32(0, sizeBytes);
  return parts;
}
