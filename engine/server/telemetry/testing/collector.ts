import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { SpanRecord } from '../../../contract/types.ts';
import type { Json } from '../../../core/json.ts';
import { decodeRequest, encodeMessage, type WireSignal } from './otlp-proto.ts';

export interface WireValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}
export type WirePairs = readonly { readonly key: string; readonly value: WireValue }[];
interface WireSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: WirePairs;
  readonly events?: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes?: WirePairs;
  }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** A request as it came, and what the collector makes of it. */
export interface Came {
  readonly signal: WireSignal;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly bytes: number;
  readonly spans: readonly SpanRecord[];
}
export interface WireAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly partial?: { readonly rejected: number; readonly errorMessage: string };
  readonly text?: string;
  /** It is not kept, as if it had never come. */
  readonly lost?: boolean;
  readonly until?: Promise<unknown>;
}

export interface Collector {
  readonly url: string;
  readonly port: number;
  readonly came: Came[];
  /** What it makes of the next requests; default: all are taken. */
  answer: (came: Came) => WireAnswer;
  /** All that it has acknowledged, in the order they came. */
  spans(): readonly SpanRecord[];
  /** When this is so of what has come. */
  until(isSo: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** A collector of OTLP/HTTP, which reads what comes with a decoder of its own. */
export async function collector(port = 0): Promise<Collector> {
  const waiting = new Set<() => void>();
  const came: Came[] = [];
  const kept: SpanRecord[] = [];
  const server = createServer((request, response) => void take(request, response));
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const one = read(request, Buffer.concat(parts));
    const answer = self.answer(one);
    came.push(one);
    await answer.until;
    const status = answer.status ?? 200;
    if (status < 300 && answer.lost !== true) kept.push(...one.spans.slice(answer.partial?.rejected ?? 0));
    const isJson = request.headers['content-type'] === 'application/json';
    response.writeHead(status, { 'content-type': request.headers['content-type'], ...answer.headers });
    response.end(answer.text ?? bodyOf(answer, one.signal, isJson));
    for (const look of waiting) look();
  }
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const at = (server.address() as AddressInfo).port;
  const self: Collector = {
    url: `http://127.0.0.1:${at}`,
    port: at,
    came,
    answer: () => ({}),
    spans: () => kept,
    until: (isSo) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isSo()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return self;
}

const answers = { traces: 'rejectedSpans', metrics: 'rejectedDataPoints', logs: 'rejectedLogRecords' } as const;

function bodyOf({ partial, status = 200 }: WireAnswer, signal: WireSignal, isJson: boolean): string | Buffer {
  if (status >= 300 || !partial) return isJson ? '{}' : Buffer.alloc(0);
  if (!isJson) return encodeMessage('Answer', { partialSuccess: partial });
  return JSON.stringify({
    partialSuccess: { [answers[signal]]: String(partial.rejected), errorMessage: partial.errorMessage },
  });
}

function read({ url = '', headers }: IncomingMessage, sent: Buffer): Came {
  const signal = url.replace('/v1/', '') as WireSignal;
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
  const isJson = headers['content-type'] === 'application/json';
  const body = isJson ? (JSON.parse(bytes.toString()) as unknown) : decodeRequest(signal, bytes);
  return { signal, headers, body, bytes: sent.length, spans: signal === 'traces' ? spansIn(body) : [] };
}

export function spansIn(body: unknown): readonly SpanRecord[] {
  const { resourceSpans = [] } = body as { resourceSpans?: { scopeSpans: { spans: WireSpan[] }[] }[] };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(recordOf)));
}

const kinds: readonly SpanRecord['kind'][] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];
const statuses: readonly SpanRecord['status'][] = ['unset', 'ok', 'error'];
const msOf = (nano: string): number => Number(BigInt(nano) / 1_000_000n);

export function attributesIn(pairs: WirePairs = []): Record<string, Json> {
  return Object.fromEntries(
    pairs.map(({ key, value }) => [
      key,
      value.stringValue ?? value.boolValue ?? value.doubleValue ?? Number(value.intValue),
    ]),
  );
}

function recordOf(span: WireSpan): SpanRecord {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || null,
    name: span.name,
    kind: kinds[span.kind] ?? 'internal',
    startMs: msOf(span.startTimeUnixNano),
    endMs: msOf(span.endTimeUnixNano),
    status: statuses[span.status?.code ?? 0] ?? 'unset',
    statusMessage: span.status?.message || null,
    attributes: attributesIn(span.attributes),
    events: (span.events ?? []).map(({ name, timeUnixNano, attributes }) => ({
      name,
      atMs: msOf(timeUnixNano),
      attributes: attributesIn(attributes),
    })),
    links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
  };
}
