import { SerdeError } from '../serde-error.ts';
import type { Connection } from './connection.ts';
import { parseExpression, readLocation } from './expression.ts';
import type { Location } from './expression.ts';
import { addressOf } from './message-format.ts';
import type { ChannelFormat, IncomingMessage, OutgoingMessage } from './message-format.ts';
import { createMessageReader } from './message-reader.ts';
import { encodeText } from './text.ts';
import { createRecordWriter } from './topic-producer.ts';
import type { IncomingRecord, Membership, PartitionBatch, RecordHeaders } from './transport.ts';

/** A channel's answers: the channel they come on, and how a request says where to send them. */
export interface ReplyFormat {
  readonly channel: ChannelFormat;
  /** Where a request says the topic of its answer, such as `$message.header#/REPLY_TOPIC`; absent where it is fixed. */
  readonly address?: string;
}

export interface RequesterOptions {
  readonly connection: Connection;
  readonly channel: ChannelFormat;
  readonly reply: ReplyFormat;
  /** Where answers are to come, when requests say so: a topic of this requester's, which is made if it is not there. */
  readonly replyTopic?: string | undefined;
  /** The requester's own; made up when absent. No other requester's may be the same. */
  readonly group?: string | undefined;
  readonly autoRegister?: boolean | undefined;
  /** Requests that may wait at once; 10,000 when absent. */
  readonly maxPending?: number;
}

export interface RequestOptions {
  /** 30,000 when absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Sends requests and waits for their answers. */
export interface Requester<Request extends OutgoingMessage, Answer extends IncomingMessage> extends AsyncDisposable {
  /**
   * Resolves to the message that answers. The first request waits until the reply topic is read.
   * @throws SerdeError of kind `no-answer` when the time is over, and as a producer does
   */
  request(message: Request, options?: RequestOptions): Promise<Answer>;
  /** Requests that wait are refused. The connection stays. */
  close(): Promise<void>;
}

/** The header of correlation ids where the document names no place. */
export const CORRELATION_HEADER = 'correlation-id';

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export function createRequester<Request extends OutgoingMessage, Answer extends IncomingMessage>(
  options: RequesterOptions,
): Requester<Request, Answer> {
  const { connection, channel, reply, maxPending = 10_000 } = options;
  const { group = `requester-${crypto.randomUUID()}` } = options;
  const address = addressOf(channel);
  const writer = createRecordWriter(options);
  const reader = createMessageReader(connection, reply.channel);
  const topic = reply.channel.address ?? options.replyTopic;
  const pending = new Map<string, Waiting<Answer>>();
  let joining: Promise<Membership> | undefined;
  let closed = false;

  async function join(): Promise<Membership> {
    if (topic === undefined) {
      throw new SerdeError('invalid-address', 'the reply topic is known at run time only: say which as `replyTopic`');
    }
    if (reply.channel.address === null) await connection.transport.createTopic(topic, { partitions: 1 });
    const member = { group, topics: [topic], fromBeginning: false, maxPartitions: 1, onBatch };
    const membership = await connection.transport.join(member);
    membership.ended.catch((error: unknown) => refuseAll(error));
    return membership;
  }

  async function onBatch(batch: PartitionBatch): Promise<void> {
    for (const record of batch.records) await settle(record);
    const last = batch.records.at(-1);
    if (last !== undefined) await batch.commit(last.offset + 1n).catch(refuseAll);
  }

  /** Answers to others, and to requests that have given up, are passed over. */
  async function settle(record: IncomingRecord): Promise<void> {
    let id =
      findCorrelation(reply.channel, record.headers, undefined) ?? findCorrelation(channel, record.headers, undefined);
    const early = id === undefined ? undefined : pending.get(id);
    if (id !== undefined && early === undefined) return;
    try {
      const message = await reader.read(record);
      id ??= findCorrelation(reply.channel, record.headers, message.value);
      if (id !== undefined) pending.get(id)?.resolve(message as Answer);
    } catch (error) {
      early?.reject(error);
    }
  }

  function refuseAll(error: unknown): void {
    for (const { reject } of pending.values()) reject(error);
  }

  async function request(message: Request, { timeoutMs = 30_000, signal }: RequestOptions = {}): Promise<Answer> {
    if (closed) throw new SerdeError('closed', `the requester of ${channel.address} is closed`);
    if (address === undefined) throw new SerdeError('invalid-address', 'the channel of requests has no address');
    signal?.throwIfAborted();
    if (pending.size >= maxPending) throw new SerdeError('no-answer', `${maxPending} requests wait already`);
    const target = address.toTopic(message.parameters);
    const location = correlationOf(channel, message.name);
    const id = readCorrelation(location, message) ?? crypto.randomUUID();
    if (pending.has(id)) throw new SerdeError('invalid-value', `a request with correlation id ${id} waits already`);
    const answer = Promise.withResolvers<Answer>();
    answer.promise.catch(() => {});
    pending.set(id, answer);
    const giveUp = (): void => answer.reject(signal?.reason);
    signal?.addEventListener('abort', giveUp);
    const timer = setTimeout(() => {
      answer.reject(new SerdeError('no-answer', `no answer to ${id} on ${topic} within ${timeoutMs} ms`));
    }, timeoutMs);
    try {
      joining ??= join();
      await Promise.race([joining, answer.promise]);
      const headers: (readonly [string, Uint8Array])[] = [];
      if (location.source === 'header') headers.push([location.path[0] ?? CORRELATION_HEADER, encodeText(id)]);
      if (reply.address !== undefined) headers.push([headerOf(reply.address), encodeText(topic ?? '')]);
      const kept = omit(message.headers, headers);
      const record = await writer.write(target, { ...message, headers: kept }, headers);
      await connection.transport.send(target, [record]);
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      pending.delete(id);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    refuseAll(new SerdeError('closed', `the requester of ${channel.address} is closed`));
    const membership = await joining?.catch(() => undefined);
    await membership?.close();
  }

  return { request, close, [Symbol.asyncDispose]: close };
}

/** Where a message has its correlation id. */
export function correlationOf({ messages }: ChannelFormat, name?: string): Location {
  const format = messages.find((message) => message.name === name) ?? messages[0];
  const text = format?.correlationId;
  return text === undefined ? { source: 'header', path: [CORRELATION_HEADER] } : parseExpression(text);
}

/** The correlation id of a record that may be any of the channel's messages. */
function findCorrelation(channel: ChannelFormat, headers: RecordHeaders, value: unknown): string | undefined {
  for (const { name } of channel.messages) {
    const id = readLocation(correlationOf(channel, name), headers, value);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** The id that the caller gave: a payload's must be in the value already. */
function readCorrelation(location: Location, { headers, value }: OutgoingMessage): string | undefined {
  const source = location.source === 'payload' ? value : headers;
  const id = readLocation({ ...location, source: 'payload' }, [], source);
  if (id !== undefined || location.source === 'header') return id;
  const message = `the request has no correlation id at ${location.path.join('.')}`;
  throw new SerdeError('invalid-value', message, {
    findings: [{ path: location.path.join('.'), expected: 'a correlation id', found: 'nothing' }],
  });
}

/** The header that an expression names. @throws SerdeError where it names a payload's field */
export function headerOf(expression: string): string {
  const { source, path } = parseExpression(expression);
  const [name] = path;
  if (source === 'header' && name !== undefined) return name;
  throw new SerdeError('unsupported', `a reply address in the payload (${expression}) is not filled in: use a header`);
}

function omit(values: object | undefined, headers: RecordHeaders): object {
  const names = new Set(headers.map(([name]) => name));
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !names.has(name)));
}
