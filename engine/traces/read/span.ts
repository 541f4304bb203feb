import type { StoredSpan, TraceRule } from '../../contract/traces.ts';
import { spanKinds, spanStatuses } from '../../contract/span-columns.ts';
import { isLoose } from '../../core/json.ts';
import { parseExactly, spanModel } from '../json/normal.ts';
import type { ContextModel, EventModel, SpanModel } from '../model.ts';
import { decodeSpan } from '../protobuf/decode.ts';
import { kindOf, statusOf } from '../protobuf/scan.ts';
import type { Body } from '../store/bodies.ts';
import { plainObject, serviceOf } from '../values.ts';

/** As OTLP/JSON has it. */
export function modelOf({ bytes, format }: Pick<Body, 'bytes' | 'format'>): SpanModel {
  return format === 'protobuf' ? decodeSpan(bytes) : ofJson(parseExactly(bytes.toString('utf8')));
}

/** The same, but whole numbers that JSON has as numbers may lose their last digits: ten times as fast. */
export function roughModelOf({ bytes, format }: Pick<Body, 'bytes' | 'format'>): SpanModel {
  return format === 'protobuf' ? decodeSpan(bytes) : ofJson(JSON.parse(bytes.toString('utf8')));
}

const ofJson = (value: unknown): SpanModel => spanModel(isLoose(value) ? value : {});

/** As a screen has it. */
export function storedSpan(
  model: SpanModel,
  context: ContextModel,
  ruleOf: (name: string, service: string, attributes: () => ReturnType<typeof plainObject>) => TraceRule | null,
): StoredSpan {
  const attributes = plainObject(model.attributes);
  const rule =
    'sagaloom.step.id' in attributes
      ? null
      : ruleOf(model.name, serviceOf(context.resource?.attributes), () => attributes);
  const endNano = model.endTimeUnixNano === undefined || model.endTimeUnixNano === '0' ? null : model.endTimeUnixNano;
  return {
    traceId: model.traceId,
    spanId: model.spanId,
    parentSpanId: model.parentSpanId !== undefined && !/^0*$/.test(model.parentSpanId) ? model.parentSpanId : null,
    name: model.name,
    kind: spanKinds[kindOf(model.kind ?? 0)] ?? 'internal',
    startMs: msOf(model.startTimeUnixNano),
    endMs: endNano === null ? null : msOf(endNano),
    status: spanStatuses[statusOf(model.status?.code ?? 0)] ?? 'unset',
    statusMessage: model.status?.message || null,
    attributes: rule === null ? attributes : { ...attributes, ...mapped(rule) },
    events: (model.events ?? []).map(eventOf),
    links: (model.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
    startNano: model.startTimeUnixNano,
    endNano,
    traceState: model.traceState ?? '',
    resource: plainObject(context.resource?.attributes),
    scope: { name: context.scope?.name ?? '', version: context.scope?.version ?? '' },
    rule: rule?.id ?? null,
  };
}

/** What a rule says of a span. */
export const mapped = ({ workflow, step }: TraceRule) => ({
  'sagaloom.workflow': workflow,
  'sagaloom.step.id': step,
  'sagaloom.step.path': step,
});

const eventOf = ({ name, timeUnixNano, attributes }: EventModel) => ({
  name,
  atMs: msOf(timeUnixNano),
  attributes: plainObject(attributes),
});

/** To the µs: more a number of ms since the epoch does not hold. */
const msOf = (nano: string): number => Number(BigInt(nano) / 1000n) / 1000;
