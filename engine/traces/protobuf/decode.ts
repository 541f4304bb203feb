import type { EventModel, KeyValue, LinkModel, ResourceModel, ScopeModel, SpanModel } from '../model.ts';
import { WireReader } from './reader.ts';
import { keyValue, message, unsigned } from './values.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A span whole, of the bytes of its message. What is left at its default is left out, as OTLP/JSON may. */
export function decodeSpan(bytes: Buffer): SpanModel {
  const reader = new WireReader(bytes);
  const end = bytes.length;
  const attributes: KeyValue[] = [];
  const events: EventModel[] = [];
  const links: LinkModel[] = [];
  const span: Writable<SpanModel> = { traceId: '', spanId: '', name: '', startTimeUnixNano: '0' };
  while (reader.next(end)) {
    const { field, wire } = reader;
    if (wire === 2) {
      if (field === 9) attributes.push(message(reader, end, (to) => keyValue(reader, to)));
      else if (field === 11) events.push(message(reader, end, (to) => eventOf(reader, to)));
      else if (field === 13) links.push(message(reader, end, (to) => linkOf(reader, to)));
      else textField(reader, end, span);
    } else numberField(reader, end, span);
  }
  if (attributes.length > 0) span.attributes = attributes;
  if (events.length > 0) span.events = events;
  if (links.length > 0) span.links = links;
  return span;
}

function textField(reader: WireReader, end: number, span: Writable<SpanModel>): void {
  switch (reader.field) {
    case 1:
      span.traceId = hex(reader, end);
      return;
    case 2:
      span.spanId = hex(reader, end);
      return;
    case 3:
      span.traceState = reader.text(end);
      return;
    case 4:
      span.parentSpanId = hex(reader, end);
      return;
    case 5:
      span.name = reader.text(end);
      return;
    case 15:
      span.status = message(reader, end, (to) => statusOf(reader, to));
      return;
    default:
      reader.skip(end);
  }
}

function numberField(reader: WireReader, end: number, span: Writable<SpanModel>): void {
  const { field, wire } = reader;
  if (wire === 0 && field === 6) span.kind = reader.varint(end);
  else if (wire === 1 && field === 7) span.startTimeUnixNano = nano(reader, end);
  else if (wire === 1 && field === 8) span.endTimeUnixNano = nano(reader, end);
  else if (wire === 0 && field === 10) span.droppedAttributesCount = reader.varint(end);
  else if (wire === 0 && field === 12) span.droppedEventsCount = reader.varint(end);
  else if (wire === 0 && field === 14) span.droppedLinksCount = reader.varint(end);
  else if (wire === 5 && field === 16) span.flags = reader.fixed32(end);
  else reader.skip(end);
}

function statusOf(reader: WireReader, end: number): { code?: number; message?: string } {
  const status: { code?: number; message?: string } = {};
  while (reader.next(end)) {
    if (reader.field === 2 && reader.wire === 2) status.message = reader.text(end);
    else if (reader.field === 3 && reader.wire === 0) status.code = reader.varint(end);
    else reader.skip(end);
  }
  return status;
}

function eventOf(reader: WireReader, end: number): EventModel {
  const event: Writable<EventModel> = { timeUnixNano: '0', name: '' };
  const attributes: KeyValue[] = [];
  while (reader.next(end)) {
    const { field, wire } = reader;
    if (field === 1 && wire === 1) event.timeUnixNano = nano(reader, end);
    else if (field === 2 && wire === 2) event.name = reader.text(end);
    else if (field === 3 && wire === 2) attributes.push(message(reader, end, (to) => keyValue(reader, to)));
    else if (field === 4 && wire === 0) event.droppedAttributesCount = reader.varint(end);
    else reader.skip(end);
  }
  return attributes.length === 0 ? event : { ...event, attributes };
}

function linkOf(reader: WireReader, end: number): LinkModel {
  const link: Writable<LinkModel> = { traceId: '', spanId: '' };
  const attributes: KeyValue[] = [];
  while (reader.next(end)) {
    const { field, wire } = reader;
    if (field === 1 && wire === 2) link.traceId = hex(reader, end);
    else if (field === 2 && wire === 2) link.spanId = hex(reader, end);
    else if (field === 3 && wire === 2) link.traceState = reader.text(end);
    else if (field === 4 && wire === 2) attributes.push(message(reader, end, (to) => keyValue(reader, to)));
    else if (field === 5 && wire === 0) link.droppedAttributesCount = reader.varint(end);
    else if (field === 6 && wire === 5) link.flags = reader.fixed32(end);
    else reader.skip(end);
  }
  return attributes.length === 0 ? link : { ...link, attributes };
}

export function decodeResource(bytes: Buffer): ResourceModel {
  return attributesAndDropped(new WireReader(bytes), 1, 2);
}

export function decodeScope(bytes: Buffer): ScopeModel {
  const scope: Writable<ScopeModel> = {};
  const reader = new WireReader(bytes);
  const rest = attributesAndDropped(reader, 3, 4, () => {
    if (reader.wire !== 2 || reader.field > 2) return false;
    scope[reader.field === 1 ? 'name' : 'version'] = reader.text(bytes.length);
    return true;
  });
  return { ...scope, ...rest };
}

function attributesAndDropped(
  reader: WireReader,
  attributesField: number,
  droppedField: number,
  more: () => boolean = () => false,
): ResourceModel {
  const end = reader.bytes.length;
  const attributes: KeyValue[] = [];
  let dropped = 0;
  while (reader.next(end)) {
    const { field, wire } = reader;
    if (field === attributesField && wire === 2) attributes.push(message(reader, end, (to) => keyValue(reader, to)));
    else if (field === droppedField && wire === 0) dropped = reader.varint(end);
    else if (!more()) reader.skip(end);
  }
  return {
    ...(attributes.length > 0 && { attributes }),
    ...(dropped > 0 && { droppedAttributesCount: dropped }),
  };
}

function hex(reader: WireReader, end: number): string {
  const to = reader.length(end);
  const text = reader.bytes.toString('hex', reader.at, to);
  reader.at = to;
  return text;
}

function nano(reader: WireReader, end: number): string {
  reader.fixed64(end);
  return unsigned(reader.low, reader.high);
}
