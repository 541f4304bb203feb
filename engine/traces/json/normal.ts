import type { AnyValue, EventModel, KeyValue, LinkModel, ResourceModel, ScopeModel, SpanModel } from '../model.ts';
import { isLoose, type Loose } from '../../core/json.ts';
import { codeNumber, kindNumber, listOf } from './read.ts';

/** Numbers of 64 bits that are written as numbers keep all their digits: they are taken as they stand in the text. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, function (
    this: unknown,
    _key: string,
    value: unknown,
    context?: { readonly source?: string },
  ) {
    const isLong = typeof value === 'number' && !Number.isSafeInteger(value);
    return isLong && context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
  } as (key: string, value: unknown) => unknown);
}

/** A span as OTLP/JSON has it, whatever liberties its sender took; fields nobody knows are kept, those of a wrong kind left out. */
export function spanModel(span: Loose): SpanModel {
  const { traceId, spanId, parentSpanId, name, kind, status, ...rest } = span;
  const { startTimeUnixNano, endTimeUnixNano, attributes, events, links, ...others } = rest;
  return {
    ...others,
    traceId: lower(traceId),
    spanId: lower(spanId),
    ...(typeof parentSpanId === 'string' && { parentSpanId: lower(parentSpanId) }),
    name: textOf(name),
    ...(kind !== undefined && { kind: kindNumber(kind) }),
    startTimeUnixNano: numeral(startTimeUnixNano),
    ...(endTimeUnixNano !== undefined && { endTimeUnixNano: numeral(endTimeUnixNano) }),
    ...(attributes !== undefined && { attributes: keyValues(attributes) }),
    ...(events !== undefined && { events: listOf(events).filter(isLoose).map(eventModel) }),
    ...(links !== undefined && { links: listOf(links).filter(isLoose).map(linkModel) }),
    ...(isLoose(status) && { status: statusModel(status) }),
  };
}

function statusModel({ code, ...rest }: Loose): { readonly code?: number; readonly message?: string } {
  return { ...rest, ...(code !== undefined && { code: codeNumber(code) }) };
}

function eventModel({ timeUnixNano, name, attributes, ...rest }: Loose): EventModel {
  return {
    ...rest,
    timeUnixNano: numeral(timeUnixNano),
    name: textOf(name),
    ...(attributes !== undefined && { attributes: keyValues(attributes) }),
  };
}

function linkModel({ traceId, spanId, attributes, ...rest }: Loose): LinkModel {
  return {
    ...rest,
    traceId: lower(traceId),
    spanId: lower(spanId),
    ...(attributes !== undefined && { attributes: keyValues(attributes) }),
  };
}

export function resourceModel(resource: Loose): ResourceModel {
  const { attributes, ...rest } = resource;
  return { ...rest, ...(attributes !== undefined && { attributes: keyValues(attributes) }) };
}

export const scopeModel = (scope: Loose): ScopeModel => resourceModel(scope);

function keyValues(attributes: unknown): readonly KeyValue[] {
  return listOf(attributes)
    .filter(isLoose)
    .map(({ key, value }) => ({ key: textOf(key), value: anyValue(value) }));
}

/** Whole numbers become text, as OTLP/JSON has them. */
function anyValue(value: unknown): AnyValue {
  if (!isLoose(value)) return {};
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value;
  if (typeof stringValue === 'string') return { stringValue };
  if (typeof boolValue === 'boolean') return { boolValue };
  if (intValue !== undefined) return { intValue: numeral(intValue) };
  if (doubleValue !== undefined) return { doubleValue: doubleOf(doubleValue) };
  if (isLoose(arrayValue)) return { arrayValue: { values: listOf(arrayValue['values']).map(anyValue) } };
  if (isLoose(kvlistValue)) return { kvlistValue: { values: keyValues(kvlistValue['values']) } };
  return typeof bytesValue === 'string' ? { bytesValue } : {};
}

function doubleOf(value: unknown): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value;
  return typeof value === 'number' ? value : Number(value);
}

const lower = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function numeral(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)).toString() : '0';
  return typeof value === 'string' && /^-?\d+$/.test(value) ? value : '0';
}
