import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { BodyFormat } from '../draft.ts';
import { type Answer, refused } from './answers.ts';
import { isEncoding, MOST_BYTES, TOO_LARGE } from './intake.ts';

/**
 * OTLP over HTTP, for programs on this machine.
 *
 *   OR1  it listens on the loopback only, on 127.0.0.1 and, where there is one, ::1
 *   OR2  Host must be ours, and a page of somebody else's (Origin) gets nothing: a browser here may not be used to write traces
 *   OR3  200 only after what was sent is on the disk
 *   OR4  what is in hand is bounded; beyond it, senders are asked to come again (503 with Retry-After)
 */
const TRACES = '/v1/traces';
const REQUEST_MS = 60_000;
const MOST_CONNECTIONS = 1_000;
/** Of all requests together, as they come. */
const MOST_IN_HAND = 128 * 1024 * 1024;

export type Take = (body: Buffer, encoding: string, format: BodyFormat) => Promise<Answer>;

export interface ReceiverServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Rejects with the error of `listen` (EADDRINUSE). Port 0: one that is free. */
export async function openReceiver(port: number, take: Take, warn: (error: unknown) => void): Promise<ReceiverServer> {
  const inHand = { bytes: 0 };
  const handle = (request: IncomingMessage, response: ServerResponse, at: number): void => {
    const answering = answerTo(request, at, inHand, take).catch((error: unknown) => {
      warn(error);
      return refused('json', 500, 'This is a bug of ours: the request could not be taken.');
    });
    void answering.then((answer) => send(request, response, answer));
  };
  const first = await listening('127.0.0.1', port, handle);
  const bound = portOf(first);
  const second = await listening('::1', bound, handle).catch(() => null); // there may be no IPv6, or another has the port
  return {
    port: bound,
    async close() {
      await Promise.all([closed(first), second === null ? null : closed(second)]);
    },
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse, port: number) => void;

async function listening(address: string, port: number, handle: Handle): Promise<Server> {
  const server = createServer({ requestTimeout: REQUEST_MS }, (request, response) =>
    handle(request, response, portOf(server)),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.listen({ port, host: address, ipv6Only: true });
  await once(server, 'listening'); // rejects on 'error'
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What was begun is answered. */
async function closed(server: Server): Promise<void> {
  const over = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), 2_000);
  await over;
  clearTimeout(timer);
}

async function answerTo(
  request: IncomingMessage,
  port: number,
  inHand: { bytes: number },
  take: Take,
): Promise<Answer> {
  const format = formatOf(request);
  const refusal = refusalOf(request, port, format);
  if (refusal !== null) return refusal;
  if (format === null) return refused('json', 415, 'Send application/x-protobuf or application/json.');
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return refused(format, 413, TOO_LARGE);
  if (inHand.bytes > MOST_IN_HAND)
    return refused(format, 503, 'There is too much in hand: send it again.', { 'retry-after': '1' });
  const held = { bytes: 0 };
  try {
    const body = await bodyOf(request, (bytes) => {
      held.bytes += bytes;
      inHand.bytes += bytes;
    });
    if (body === null) return refused(format, 413, TOO_LARGE);
    return await take(body, encodingOf(request), format);
  } finally {
    inHand.bytes -= held.bytes;
  }
}

function refusalOf(request: IncomingMessage, port: number, format: BodyFormat | null): Answer | null {
  const { host, origin } = request.headers;
  const said = format ?? 'json';
  if (!isOurs(host, port) || (origin !== undefined && !isLoopbackOrigin(origin)))
    return refused(said, 403, 'This address is not served here.'); // OR2
  const [path] = (request.url ?? '').split('?');
  if (path === '/v1/metrics' || path === '/v1/logs') return refused(said, 404, ONLY_TRACES);
  if (path !== TRACES) return refused(said, 404, `There is nothing here: send traces to ${TRACES}.`);
  if (request.method !== 'POST') return refused(said, 405, `Send traces with POST.`, { allow: 'POST' });
  if (!isEncoding(encodingOf(request))) return refused(said, 415, 'Send it as it is, or packed with gzip or deflate.');
  return null;
}

/** Taken and thrown away would be worse: whoever sends them would think they are kept. */
const ONLY_TRACES =
  'Traces are kept here, metrics and logs are not: set OTEL_METRICS_EXPORTER=none and OTEL_LOGS_EXPORTER=none, or send them elsewhere.';

const ourNames = ['127.0.0.1', 'localhost', '[::1]'];

const isOurs = (host: string | undefined, port: number): boolean =>
  ourNames.some((name) => host?.toLowerCase() === `${name}:${port}` || (port === 80 && host?.toLowerCase() === name));

/** A page that is developed on this machine may send its own traces. */
const isLoopbackOrigin = (origin: string): boolean =>
  /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(origin);

function formatOf(request: IncomingMessage): BodyFormat | null {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-protobuf') return 'protobuf';
  return type === 'application/json' ? 'json' : null;
}

const encodingOf = (request: IncomingMessage): string =>
  (request.headers['content-encoding'] ?? '').trim().toLowerCase();

/** Null: there is more of it than may be. Rejects when the sender went away. */
async function bodyOf(request: IncomingMessage, count: (bytes: number) => void): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return null;
    count(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function send(request: IncomingMessage, response: ServerResponse, { status, format, body, headers }: Answer): void {
  if (response.destroyed) return;
  const isRead = request.complete;
  response.writeHead(status, {
    'content-type': format === 'json' ? 'application/json' : 'application/x-protobuf',
    'content-length': body.length,
    ...headers,
    ...(!isRead && { connection: 'close' }), // what is left of it is not read
  });
  response.end(body);
}
