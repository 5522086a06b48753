import type { IncomingHttpHeaders } from 'node:http';

/** Cuts off a body of unknown length where it gets too long: whoever reads it fails. */
export function boundBody(request: Request, headers: IncomingHttpHeaders, maxBytes: number): Request {
  if (headers['transfer-encoding'] === undefined || request.body === null) return request;
  let sizeBytes = 0;
  const bounded = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        sizeBytes += chunk.length;
        if (sizeBytes <= maxBytes) controller.enqueue(chunk);
        else controller.error(new RangeError(`The body is longer than ${maxBytes} bytes`));
      },
    }),
  );
  const { method, url } = request;
  return new Request(url, { method, headers: request.headers, body: bounded, duplex: 'half' });
}
