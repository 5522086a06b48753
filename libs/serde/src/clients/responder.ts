import { SerdeError } from '../serde-error.ts';
import { readLocation, parseExpression } from './expression.ts';
import type { IncomingMessage, OutgoingMessage } from './message-format.ts';
import { correlationOf, CORRELATION_HEADER } from './requester.ts';
import type { ReplyFormat } from './requester.ts';
import { createTopicConsumer } from './topic-consumer.ts';
import type { RunOptions, TopicConsumerOptions } from './topic-consumer.ts';
import { createRecordWriter } from './topic-producer.ts';
import { encodeText } from './text.ts';
import type { IncomingRecord } from './transport.ts';

export interface ResponderOptions extends TopicConsumerOptions {
  readonly reply: ReplyFormat;
  readonly autoRegister?: boolean | undefined;
}

/** Is awaited, and its answer sent, before the request is committed. */
export type RequestHandler<Request, Answer> = (request: Request, record: IncomingRecord) => Answer | Promise<Answer>;

/** Answers requests. */
export interface Responder<Request extends IncomingMessage, Answer extends OutgoingMessage> extends AsyncDisposable {
  /**
   * As a consumer's `run`: what the handler returns is sent to where the request says, with its correlation id, before
   * the request is committed. An answer may so come twice.
   */
  run(handler: RequestHandler<Request, Answer>, options?: RunOptions): Promise<void>;
  close(): Promise<void>;
}

export function createResponder<Request extends IncomingMessage, Answer extends OutgoingMessage>(
  options: ResponderOptions,
): Responder<Request, Answer> {
  const { connection, channel, reply, autoRegister } = options;
  const writer = createRecordWriter({ connection, channel: reply.channel, autoRegister });
  const consumer = createTopicConsumer<Request>(options);

  async function answer(request: Request, record: IncomingRecord, message: Answer): Promise<void> {
    const topic = findReplyTopic(reply, request, record);
    const id = readLocation(correlationOf(channel, request.name), record.headers, request.value);
    const location = correlationOf(reply.channel, message.name);
    const name = location.source === 'header' ? (location.path[0] ?? CORRELATION_HEADER) : undefined;
    const headers = id === undefined || name === undefined ? [] : [[name, encodeText(id)] as const];
    await connection.transport.send(topic, [await writer.write(topic, message, headers)]);
  }

  return {
    run: (handler, options) =>
      consumer.run(async (request, record) => answer(request, record, await handler(request, record)), options),
    close: () => consumer.close(),
    [Symbol.asyncDispose]: () => consumer.close(),
  };
}

function findReplyTopic(reply: ReplyFormat, request: IncomingMessage, { headers }: IncomingRecord): string {
  const asked = reply.address && readLocation(parseExpression(reply.address), headers, request.value);
  const topic = asked ?? reply.channel.address;
  if (topic !== null && topic !== '') return topic;
  throw new SerdeError('invalid-address', `the request does not say where to send the answer (${reply.address})`);
}
