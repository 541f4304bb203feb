import type { SpanRecord } from '@sagaloom/engine/contract';
import type { JsonObject } from '@sagaloom/engine/core';

const origin = 1_700_000_000_000;

/** 16 hex digits that stand for a name, so that a parent can be said by its name. */
function idOf(name: string): string {
  let hash = 7n;
  for (const letter of name) hash = (hash * 1_099_511_628_211n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 64n;
  return hash.toString(16).padStart(16, '0');
}

/** A span that knows nothing of us; times from the start of the trace. */
export function foreign(
  name: string,
  parent: string | null,
  start: number,
  end: number,
  attributes: JsonObject = {},
): SpanRecord {
  return {
    traceId: 'b'.repeat(32),
    spanId: idOf(name),
    parentSpanId: parent === null ? null : idOf(parent),
    name,
    kind: 'internal',
    startMs: origin + start,
    endMs: origin + end,
    status: attributes['error.type'] === undefined ? 'unset' : 'error',
    statusMessage: null,
    attributes,
    events: [],
    links: [],
  };
}
