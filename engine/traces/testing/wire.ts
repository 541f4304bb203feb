import protobuf from 'protobufjs';
import type { AnyValue, ContextModel, KeyValue, SpanModel } from '../model.ts';

/** OTLP's messages, for a codec that is not ours: what we read is written by somebody else's hand. */
const field = (type: string, id: number, rule?: 'repeated') => ({ type, id, ...(rule && { rule }) });

const oneofValue = ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'];

const root = protobuf.Root.fromJSON({
  nested: {
    Request: { fields: { resourceSpans: field('ResourceSpans', 1, 'repeated') } },
    ResourceSpans: {
      fields: {
        resource: field('Resource', 1),
        scopeSpans: field('ScopeSpans', 2, 'repeated'),
        schemaUrl: field('string', 3),
      },
    },
    Resource: { fields: { attributes: field('KeyValue', 1, 'repeated'), droppedAttributesCount: field('uint32', 2) } },
    ScopeSpans: {
      fields: { scope: field('Scope', 1), spans: field('Span', 2, 'repeated'), schemaUrl: field('string', 3) },
    },
    Scope: {
      fields: {
        name: field('string', 1),
        version: field('string', 2),
        attributes: field('KeyValue', 3, 'repeated'),
        droppedAttributesCount: field('uint32', 4),
      },
    },
    Span: {
      fields: {
        traceId: field('bytes', 1),
        spanId: field('bytes', 2),
        traceState: field('string', 3),
        parentSpanId: field('bytes', 4),
        name: field('string', 5),
        kind: field('uint32', 6),
        startTimeUnixNano: field('fixed64', 7),
        endTimeUnixNano: field('fixed64', 8),
        attributes: field('KeyValue', 9, 'repeated'),
        droppedAttributesCount: field('uint32', 10),
        events: field('Event', 11, 'repeated'),
        droppedEventsCount: field('uint32', 12),
        links: field('Link', 13, 'repeated'),
        droppedLinksCount: field('uint32', 14),
        status: field('Status', 15),
        flags: field('fixed32', 16),
      },
    },
    Event: {
      fields: {
        timeUnixNano: field('fixed64', 1),
        name: field('string', 2),
        attributes: field('KeyValue', 3, 'repeated'),
        droppedAttributesCount: field('uint32', 4),
      },
    },
    Link: {
      fields: {
        traceId: field('bytes', 1),
        spanId: field('bytes', 2),
        traceState: field('string', 3),
        attributes: field('KeyValue', 4, 'repeated'),
        droppedAttributesCount: field('uint32', 5),
        flags: field('fixed32', 6),
      },
    },
    Status: { fields: { message: field('string', 2), code: field('uint32', 3) } },
    KeyValue: { fields: { key: field('string', 1), value: field('AnyValue', 2) } },
    ArrayValue: { fields: { values: field('AnyValue', 1, 'repeated') } },
    KeyValueList: { fields: { values: field('KeyValue', 1, 'repeated') } },
    AnyValue: {
      oneofs: { value: { oneof: oneofValue } },
      fields: {
        stringValue: field('string', 1),
        boolValue: field('bool', 2),
        intValue: field('int64', 3),
        doubleValue: field('double', 4),
        arrayValue: field('ArrayValue', 5),
        kvlistValue: field('KeyValueList', 6),
        bytesValue: field('bytes', 7),
      },
    },
  },
});
const Request = root.lookupType('Request');

/** A request as OTLP/JSON has it. */
export interface RequestModel {
  readonly resourceSpans: readonly {
    readonly resource?: ContextModel['resource'];
    readonly scopeSpans: readonly {
      readonly scope?: ContextModel['scope'];
      readonly spans: readonly SpanModel[];
      readonly schemaUrl?: string | undefined;
    }[];
    readonly schemaUrl?: string | undefined;
  }[];
}

export function encodeRequest(request: RequestModel): Buffer {
  const plain = {
    resourceSpans: request.resourceSpans.map(({ resource, scopeSpans, schemaUrl }) => ({
      schemaUrl,
      resource: resource && withAttributes(resource),
      scopeSpans: scopeSpans.map(({ scope, spans, schemaUrl: url }) => ({
        schemaUrl: url,
        scope: scope && withAttributes(scope),
        spans: spans.map(spanOf),
      })),
    })),
  };
  return Buffer.from(Request.encode(Request.fromObject(plain)).finish());
}

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

const withAttributes = <T extends { readonly attributes?: readonly KeyValue[] }>(given: T) => ({
  ...given,
  attributes: given.attributes?.map(pair),
});

const spanOf = (span: SpanModel) => ({
  ...withAttributes(span),
  traceId: bytes(span.traceId),
  spanId: bytes(span.spanId),
  ...(span.parentSpanId !== undefined && { parentSpanId: bytes(span.parentSpanId) }),
  events: span.events?.map(withAttributes),
  links: span.links?.map((link) => ({
    ...withAttributes(link),
    traceId: bytes(link.traceId),
    spanId: bytes(link.spanId),
  })),
});

const pair = ({ key, value }: KeyValue) => ({ key, value: valueOf(value) });

function valueOf(value: AnyValue): object {
  if ('arrayValue' in value && value.arrayValue)
    return { arrayValue: { values: value.arrayValue.values.map(valueOf) } };
  if ('kvlistValue' in value && value.kvlistValue)
    return { kvlistValue: { values: value.kvlistValue.values.map(pair) } };
  if ('bytesValue' in value && value.bytesValue !== undefined)
    return { bytesValue: Buffer.from(value.bytesValue, 'base64') };
  if ('doubleValue' in value && value.doubleValue !== undefined) return { doubleValue: Number(value.doubleValue) };
  return value;
}
