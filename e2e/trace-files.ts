/** Files of traces, made here: what a shop's services would send of an order. */

export interface MadeSpan {
  readonly service: string;
  readonly name: string;
  /** Ms from the first. */
  readonly from: number;
  readonly to: number;
  readonly parent?: number;
  readonly error?: string;
}

export const orderTrace = '5b8aa5a2d2c872e8321cf37308d69df2';

/** The third one failed, and was tried again. */
export const orderSpans: readonly MadeSpan[] = [
  { service: 'gateway', name: 'POST /orders', from: 0, to: 900 },
  { service: 'inventory', name: 'reserve stock', from: 20, to: 180, parent: 0 },
  { service: 'payments', name: 'charge card', from: 200, to: 420, parent: 0, error: 'card.declined' },
  { service: 'payments', name: 'charge card', from: 450, to: 700, parent: 0 },
  { service: 'mail', name: 'send mail', from: 720, to: 880, parent: 0 },
];

const firstMs = 1_760_000_000_000;
const nanos = (ms: number): string => `${firstMs + ms}000000`;
const spanId = (index: number): string => (index + 1).toString(16).padStart(16, '0');
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** A request of OTLP/JSON. */
export function otlpOf(spans: readonly MadeSpan[], traceId: string): object {
  return {
    resourceSpans: spans.map((span, index) => ({
      resource: { attributes: [text('service.name', span.service)] },
      scopeSpans: [
        {
          scope: { name: 'made' },
          spans: [
            {
              traceId,
              spanId: spanId(index),
              ...(span.parent === undefined ? {} : { parentSpanId: spanId(span.parent) }),
              name: span.name,
              kind: 3,
              startTimeUnixNano: nanos(span.from),
              endTimeUnixNano: nanos(span.to),
              attributes: span.error === undefined ? [] : [text('error.type', span.error)],
              status: span.error === undefined ? {} : { code: 2, message: span.error },
            },
          ],
        },
      ],
    })),
  };
}

/** What Jaeger's page saves. */
export function jaegerOf(spans: readonly MadeSpan[], traceId: string): object {
  const services = [...new Set(spans.map(({ service }) => service))];
  return {
    data: [
      {
        traceID: traceId,
        spans: spans.map((span, index) => ({
          traceID: traceId,
          spanID: spanId(index),
          operationName: span.name,
          references:
            span.parent === undefined ? [] : [{ refType: 'CHILD_OF', traceID: traceId, spanID: spanId(span.parent) }],
          startTime: (firstMs + span.from) * 1_000,
          duration: (span.to - span.from) * 1_000,
          tags: span.error === undefined ? [] : [{ key: 'error', type: 'bool', value: true }],
          logs: [],
          processID: `p${services.indexOf(span.service)}`,
        })),
        processes: Object.fromEntries(services.map((serviceName, at) => [`p${at}`, { serviceName, tags: [] }])),
      },
    ],
  };
}

export const fileOf = (name: string, content: object) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(content)),
});
