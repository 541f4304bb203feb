import type { KeyValue } from '../../traces/model.ts';

/** Spans as a load: OTLP requests of made-up traces, the same for the same seed. */

/** Numbers that look random, and are the same for the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

export interface Made {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly status: { readonly code?: number };
}

const steps = ['reserve', 'charge', 'ship', 'notify', 'refund', 'release', 'GET /orders', 'SELECT orders'];

/** `perTrace` spans a trace, of a tree in which each has about eight children. `from`: number of the first. */
export function* madeSpans(count: number, perTrace: number, from = 0): Generator<Made> {
  const random = dice(from + 1);
  const base = 1_767_225_600_000_000_000n;
  for (let index = from; index < from + count; index++) {
    const within = index % perTrace;
    const trace = Math.floor(index / perTrace) + 1;
    const start = base + BigInt(trace) * 1_000_000n + BigInt(within) * 20_000n;
    const step = steps[Math.floor(random() * steps.length)] ?? '';
    yield {
      traceId: `5a6a${hex(trace, 28)}`,
      spanId: `e1${hex(within + 1, 14)}`,
      parentSpanId: within === 0 ? '' : `e1${hex(Math.floor((within - 1) / 8) + 1, 14)}`,
      name: within === 0 ? 'order' : step,
      kind: 1 + (index % 3),
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + BigInt(1 + Math.floor(random() * 5_000_000))),
      attributes: [
        { key: 'sagaloom.workflow', value: { stringValue: 'order' } },
        { key: 'sagaloom.step.id', value: { stringValue: step } },
        { key: 'sagaloom.step.path', value: { stringValue: `items[${within % 100}].${step}` } },
        { key: 'sagaloom.attempt', value: { intValue: String(1 + (index % 3)) } },
        { key: 'http.request.method', value: { stringValue: 'POST' } },
        { key: 'url.full', value: { stringValue: `https://shop.example/orders/${index}` } },
      ],
      status: random() < 0.02 ? { code: 2 } : {},
    };
  }
}
