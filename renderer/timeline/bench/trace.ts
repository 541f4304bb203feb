import type { SpanRecord } from '@sagaloom/engine/contract';

/** A run of so many spans: sagas of twenty steps, one step in seven tried twice. The same each time. */
export function manySpans(count: number): readonly SpanRecord[] {
  const spans: SpanRecord[] = [];
  let seed = 42;
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  let at = 1_700_000_000_000;
  const begun = at;
  const put = (role: string, path: string, start: number, end: number, more: SpanRecord['attributes'] = {}): void => {
    const place = path === '' ? {} : { 'sagaloom.step.path': path, 'sagaloom.step.id': path, 'sagaloom.step.visit': 1 };
    const failed = more['error.type'] !== undefined;
    spans.push({
      traceId: 'a'.repeat(32),
      spanId: spans.length.toString(16).padStart(16, '0'),
      parentSpanId: null,
      name: path || 'bench',
      kind: 'internal',
      startMs: start,
      endMs: end,
      status: failed ? 'error' : 'unset',
      statusMessage: failed ? 'Service Unavailable' : null,
      attributes: {
        'sagaloom.span': role,
        ...place,
        'sagaloom.undo': false,
        'sagaloom.status': failed ? 'failed' : 'completed',
        ...more,
      },
      events: [],
      links: [],
    });
  };
  for (let saga = 0; spans.length < count - 1; saga++) {
    const start = at;
    const frame = `saga${saga}#1/body`;
    for (let n = 0; n < 20 && spans.length < count - 4; n++) {
      const path = `step${saga}_${n}`;
      const from = at;
      const twice = random() < 0.14;
      if (twice) {
        put('attempt', path, at, at + 12, { 'sagaloom.frame': frame, 'sagaloom.attempt': 1, 'error.type': 'http.503' });
        put('wait', path, at + 12, at + 20, { 'sagaloom.frame': frame, 'sagaloom.wait.reason': 'retry' });
        at += 20;
      }
      const end = at + Math.round(random() * 40);
      put('attempt', path, at, end, { 'sagaloom.frame': frame, 'sagaloom.attempt': twice ? 2 : 1 });
      put('step', path, from, end, { 'sagaloom.frame': frame, 'sagaloom.step.type': 'task' });
      at = end + 2;
    }
    put('step', `saga${saga}`, start, at, { 'sagaloom.frame': '', 'sagaloom.step.type': 'saga' });
  }
  put('run', '', begun, at);
  return spans.toSorted((a, b) => a.startMs - b.startMs);
}
