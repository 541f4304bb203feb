import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTrace } from './read-trace.ts';
import { attr } from './names.ts';
import { toOtlpJson } from './otlp.ts';
import { compensatedOrder } from './testing/histories.ts';

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly boolValue?: boolean;
}
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: OtlpValue }[];
  readonly status: { readonly code: number; readonly message?: string };
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

const spansIn = (otlp: unknown): readonly OtlpSpan[] =>
  (otlp as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] }).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  );

const caller = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const spans = readTrace(compensatedOrder('run-1', caller));

test('a run goes out whole and can be read back: ids, parents, times, attributes, status', () => {
  const back = spansIn(toOtlpJson(spans)).map((span) => ({
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? null,
    name: span.name,
    kind: span.kind === 3 ? 'client' : 'internal',
    startMs: Number(BigInt(span.startTimeUnixNano) / 1_000_000n),
    endMs: Number(BigInt(span.endTimeUnixNano) / 1_000_000n),
    status: span.status.code === 2 ? 'error' : 'unset',
    statusMessage: span.status.message ?? null,
    attributes: Object.fromEntries(
      span.attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue)]),
    ),
  }));
  expect(spans).toMatchObject(back);
  expect(back).toHaveLength(spans.length);
});

test('the caller is a link of the root', () => {
  const [root] = spansIn(toOtlpJson(spans));
  expect(root?.links).toMatchObject([{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }]);
});

test('of an open run only what has ended goes out, and nothing in it misses its parent', () => {
  const open = readTrace(compensatedOrder().slice(0, 9));
  const out = spansIn(toOtlpJson(open));
  const ids = new Set(out.map(({ spanId }) => spanId));
  expect(out.map(({ name }) => name)).toEqual([
    'order started',
    'check',
    'place started',
    'reserve',
    'reserve attempt',
    'charge',
    'charge attempt',
    'ship attempt',
  ]);
  expect(out.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))).toEqual([]);
});

test('each attribute is in the table of docs/telemetry.md, and the table has no other', () => {
  const docs = readFileSync(`${import.meta.dirname}/../../docs/telemetry.md`, 'utf8');
  const [, attributes = ''] = /^## Attributes$(.*?)^## /ms.exec(docs) ?? [];
  const listed = [...attributes.matchAll(/^\| `([a-z_]+\.[a-z_.]+)` \|/gm)].map((match) => match[1]);
  expect(new Set(listed)).toEqual(new Set(Object.values(attr)));
  expect(listed).toHaveLength(new Set(listed).size);
});

test('the recorded example, which the page is held to as well, is what is made today', async () => {
  const text = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  await expect(text(spans)).toMatchFileSnapshot('testing/order.spans.snap');
  await expect(text(toOtlpJson(spans))).toMatchFileSnapshot('testing/order.otlp.snap');
});
