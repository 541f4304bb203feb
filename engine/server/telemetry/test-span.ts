import { randomBytes } from 'node:crypto';
import type { SpanRecord } from '../../contract/types.ts';

/** A span of no run, by which somebody sees that spans arrive. */
export function testSpan(at: number): SpanRecord {
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: null,
    name: 'sagaloom test',
    kind: 'internal',
    startMs: at,
    endMs: at,
    status: 'unset',
    statusMessage: null,
    attributes: {},
    events: [],
    links: [],
  };
}
