import type { AnyValue, EventModel, KeyValue, LinkModel, ResourceModel, SpanModel } from '../model.ts';
import { isLoose, type Loose } from '../../core/json.ts';
import { listOf } from '../json/read.ts';

/** A span of Jaeger's JSON, in OTLP's terms. */
export interface FromJaeger {
  readonly span: SpanModel;
  readonly scope: { readonly name: string; readonly version: string };
  /** Which of the trace's processes it is of; where the span holds its process itself, that. */
  readonly processId: string;
  readonly process: Loose | null;
}

const kinds: Readonly<Record<string, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };
const codes: Readonly<Record<string, number>> = { OK: 1, ERROR: 2 };

/** Tags that say what OTLP has fields for. */
const spoken = new Set([
  'span.kind',
  'otel.status_code',
  'otel.status_description',
  'otel.library.name',
  'otel.library.version',
  'otel.scope.name',
  'otel.scope.version',
  'w3c.tracestate',
]);

export function fromJaeger(span: Loose): FromJaeger {
  const tags = listOf(span['tags']).filter(isLoose);
  const tag = (key: string): unknown => tags.find((each) => each['key'] === key)?.['value'];
  const word = (key: string): string => textOf(tag(key));
  const { parent, links } = relationsOf(span);
  const startNano = nanoOf(span['startTime']);
  const status = statusOf(tag('error'), word('otel.status_code'), word('otel.status_description'));
  const attributes = tags.filter((each) => !isSpoken(each)).map(keyValue);
  const events = listOf(span['logs']).filter(isLoose).map(eventOf);
  const flags = span['flags'];
  const process = span['process'];
  return {
    processId: textOf(span['processID']),
    process: isLoose(process) ? process : null,
    scope: {
      name: word('otel.scope.name') || word('otel.library.name'),
      version: word('otel.scope.version') || word('otel.library.version'),
    },
    span: {
      traceId: idOf(span['traceID'], 32),
      spanId: idOf(span['spanID'], 16),
      ...(word('w3c.tracestate') !== '' && { traceState: word('w3c.tracestate') }),
      ...(parent !== '' && { parentSpanId: parent }),
      ...(typeof flags === 'number' && flags !== 0 && { flags }),
      name: textOf(span['operationName']),
      kind: kinds[word('span.kind')] ?? 0,
      startTimeUnixNano: String(startNano),
      endTimeUnixNano: String(startNano + nanoOf(span['duration'])),
      ...(attributes.length > 0 && { attributes }),
      ...(events.length > 0 && { events }),
      ...(links.length > 0 && { links }),
      ...(status !== null && { status }),
    },
  };
}

export function resourceOf(process: Loose | undefined): ResourceModel | undefined {
  if (process === undefined) return undefined;
  const service: KeyValue = { key: 'service.name', value: { stringValue: textOf(process['serviceName']) } };
  return { attributes: [service, ...listOf(process['tags']).filter(isLoose).map(keyValue)] };
}

/** It is a tag that says nothing an OTLP field does not. */
const isSpoken = ({ key, value }: Loose): boolean =>
  spoken.has(textOf(key)) || (key === 'error' && (value === true || value === 'true'));

function statusOf(error: unknown, code: string, message: string): { code: number; message?: string } | null {
  const isError = error === true || error === 'true';
  const number = codes[code] ?? (isError ? 2 : 0);
  if (number === 0 && message === '') return null;
  return { code: number, ...(message !== '' && { message }) };
}

/** The first span it refers to in its trace is its parent; what it only follows, and all others, are links. */
function relationsOf(span: Loose): { readonly parent: string; readonly links: readonly LinkModel[] } {
  const references = listOf(span['references']).filter(isLoose);
  const own = idOf(span['traceID'], 32);
  const isInTrace = (each: Loose): boolean => idOf(each['traceID'], 32) === own;
  const above =
    references.find((each) => each['refType'] === 'CHILD_OF' && isInTrace(each)) ?? references.find(isInTrace);
  const given = textOf(span['parentSpanID']);
  const parent = above === undefined ? given && idOf(given, 16) : idOf(above['spanID'], 16);
  const links = references
    .filter((each) => each !== above || each['refType'] !== 'CHILD_OF')
    .map((each): LinkModel => {
      const type = textOf(each['refType']).toLowerCase();
      return {
        traceId: idOf(each['traceID'], 32),
        spanId: idOf(each['spanID'], 16),
        attributes: [{ key: 'opentracing.ref_type', value: { stringValue: type } }],
      };
    });
  return { parent: /^0*$/.test(parent) ? '' : parent, links };
}

function eventOf(log: Loose): EventModel {
  const fields = listOf(log['fields']).filter(isLoose);
  const named = fields.find(({ key, value }) => key === 'event' && typeof value === 'string');
  const attributes = fields.filter((each) => each !== named).map(keyValue);
  return {
    timeUnixNano: String(nanoOf(log['timestamp'])),
    name: named === undefined ? 'log' : textOf(named['value']),
    ...(attributes.length > 0 && { attributes }),
  };
}

function keyValue({ key, type, value }: Loose): KeyValue {
  return { key: textOf(key), value: valueOf(textOf(type).toLowerCase(), value) };
}

function valueOf(type: string, value: unknown): AnyValue {
  if ((type === 'bool' || type === '') && typeof value === 'boolean') return { boolValue: value };
  if (type === 'bool' && (value === 'true' || value === 'false')) return { boolValue: value === 'true' };
  if (type === 'int64' && isWhole(value)) return { intValue: BigInt(value).toString() };
  if (type === 'float64' && (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')))
    return { doubleValue: Number(value) };
  if (type === 'binary' && typeof value === 'string') return { bytesValue: value };
  if (type === '' && typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { stringValue: typeof value === 'string' ? value : JSON.stringify(value ?? null) };
}

const isWhole = (value: unknown): value is number | string =>
  (typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^-?\d+$/.test(value));

/** Jaeger's times are µs, and its ids leave out zeros at the front. */
function nanoOf(value: unknown): bigint {
  const micros = typeof value === 'string' ? Number(value) : value;
  if (typeof micros !== 'number' || !Number.isFinite(micros) || micros < 0) return 0n;
  return Number.isInteger(micros) ? BigInt(micros) * 1000n : BigInt(Math.round(micros * 1000));
}

const idOf = (value: unknown, digits: number): string => textOf(value).toLowerCase().padStart(digits, '0');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
