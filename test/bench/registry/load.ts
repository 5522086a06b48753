// A load in a process of its own, told by a Load on standard input; its last line is a LoadResult.
//   node test/bench/registry/load.ts
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

export interface Load {
  readonly url: string;
  /** A list for each connection. Its requests go out one after the other, each when the one before was answered. */
  readonly connections: readonly (readonly LoadRequest[])[];
  /** For so long the lists begin anew; absent, each is gone through once. */
  readonly seconds?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the load itself. At nearly 1 the load and not the server bounds the rate. */
  readonly cpuShare: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * HTTP/1.1 by hand on keep-alive connections: clients of Node's cost more CPU than the servers measured here. Answers need
 * a Content-Length; any other status than 200 ends the load.
 */
async function run({ url, connections, seconds }: Load): Promise<LoadResult> {
  const { hostname, port, host } = new URL(url);
  const times: number[] = [];
  const sockets = await Promise.all(connections.map(() => open(hostname, Number(port))));
  const cpu = process.cpuUsage();
  const begunMs = performance.now();
  const endMs = seconds === undefined ? undefined : begunMs + seconds * 1000;
  await Promise.all(
    sockets.map((socket, index) => runConnection(socket, (connections[index] ?? []).map(toBytes(host)), endMs, times)),
  );
  const elapsedMs = performance.now() - begunMs;
  const { user, system } = process.cpuUsage(cpu);
  for (const socket of sockets) socket.destroy();
  times.sort((a, b) => a - b);
  return {
    requests: times.length,
    seconds: elapsedMs / 1000,
    p50Ms: times[Math.floor(times.length / 2)] ?? Number.NaN,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    cpuShare: (user + system) / 1000 / elapsedMs,
  };
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

const toBytes =
  (host: string) =>
  ({ method, path, body = '' }: LoadRequest): Buffer => {
    const type = body === '' ? '' : `content-type: application/vnd.schemaregistry.v1+json\r\n`;
    const length = `content-length: ${Buffer.byteLength(body)}`;
    return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${type}${length}\r\n\r\n${body}`);
  };

function runConnection(socket: Socket, requests: readonly Buffer[], endMs: number | undefined, times: number[]) {
  return new Promise<void>((resolve, reject) => {
    let next = 0;
    let sentMs = 0;
    let received = Buffer.alloc(0);
    const send = () => {
      const isOver = endMs === undefined ? next >= requests.length : performance.now() >= endMs;
      const request = requests[next++ % requests.length];
      if (isOver || request === undefined) return resolve();
      sentMs = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = answerLength(received);
      if (length === undefined || received.length < length) return;
      if (!received.subarray(0, 12).equals(OK)) return reject(new Error(received.toString()));
      times.push(performance.now() - sentMs);
      received = Buffer.alloc(0);
      send();
    });
    socket.once('close', () => reject(new Error('the server closed the connection')));
    send();
  });
}

const OK = Buffer.from('HTTP/1.1 200');

/** Of head and body; undefined while the head is not there yet. */
function answerLength(bytes: Buffer): number | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  return end + HEAD_END.length + Number(length);
}

process.stdout.write(`${JSON.stringify(await run(JSON.parse(await text(process.stdin)) as Load))}\n`);
