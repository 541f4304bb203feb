import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpanRecord } from '../contract/index.ts';
import { type CompensationStarted, type RunEvent, stepKey } from '../core/index.ts';
import { attemptTraceparent, traceIdOf } from './ids.ts';
import { readTrace } from './read-trace.ts';
import { attr } from './names.ts';
import {
  anyHistory,
  attemptFailed,
  compensatedOrder,
  http,
  place,
  recorded,
  runStarted,
  started,
  tooMany,
} from './testing/histories.ts';

const role = (span: SpanRecord): unknown => span.attributes[attr.role];
const named = (spans: readonly SpanRecord[], name: string): readonly SpanRecord[] =>
  spans.filter((span) => span.name === name);
const length = ({ startMs, endMs }: SpanRecord): number | null => endMs && endMs - startMs;
const within = (inner: SpanRecord, outer: SpanRecord): boolean =>
  inner.startMs >= outer.startMs && (outer.endMs === null || (inner.endMs !== null && inner.endMs <= outer.endMs));

describe('the spans of a compensated order', () => {
  const spans = readTrace(compensatedOrder());

  test('one trace: a short root, the run, its saga, each step, each attempt, each wait, and the undoing', () => {
    expect(spans.map((span) => `${String(role(span))} ${span.name} ${length(span)}`)).toEqual([
      'started order started 0',
      'run order 1983',
      'step check 0',
      'started place started 0',
      'step place 1968',
      'step reserve 256',
      'attempt reserve attempt 256',
      'step charge 344',
      'attempt charge attempt 344',
      'step ship 830',
      'attempt ship attempt 180',
      'wait ship wait 130',
      'attempt ship attempt 180',
      'wait ship wait 190',
      'attempt ship attempt 150',
      'compensation place undoing 513',
      'undo undo charge 231',
      'attempt undo charge attempt 231',
      'undo undo reserve 282',
      'attempt undo reserve attempt 100',
      'wait undo reserve wait 80',
      'attempt undo reserve attempt 102',
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([traceIdOf('run-1')]));
  });

  test('[T4] an attempt is the span its traceparent announced', () => {
    const announced = [1, 2, 3].map((attempt) => attemptTraceparent('run-1', place('ship'), attempt, false));
    const undo = attemptTraceparent('run-1', place('reserve'), 2, true);
    expect(named(spans, 'ship attempt').map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`)).toEqual(announced);
    expect(named(spans, 'undo reserve attempt')[1]?.spanId).toBe(undo.split('-')[2]);
  });

  test('an error is a status, a type and an exception event; a success says nothing', () => {
    const [failed] = named(spans, 'ship attempt');
    expect(failed).toMatchObject({ status: 'error', statusMessage: 'Too Many Requests', kind: 'client' });
    expect(failed?.attributes).toMatchObject({
      [attr.errorType]: 'http.429',
      [attr.httpStatus]: 429,
      [attr.outcome]: 'none',
    });
    expect(failed?.events).toEqual([
      {
        name: 'exception',
        atMs: failed?.endMs,
        attributes: { 'exception.type': 'http.429', 'exception.message': 'Too Many Requests' },
      },
    ]);
    expect(named(spans, 'charge attempt')[0]).toMatchObject({ status: 'unset', statusMessage: null, events: [] });
    expect(named(spans, 'ship')[0]?.events).toHaveLength(3);
  });

  test('requests carry the HTTP conventions, without the credentials in an address', () => {
    const url = 'https://me:word@shop.test/x?sig=abc&n=1';
    const [, , attempt] = readTrace(
      recorded([
        [0, runStarted()],
        [1, started('pay', '', http('pay', url))],
      ]),
    );
    const [, second] = named(spans, 'ship attempt');
    expect(
      readTrace(
        recorded([
          [0, runStarted()],
          [1, started('pay', '', http('pay', url))],
        ]),
      ).map(({ name }) => name),
    ).toContain('pay');
    expect(attempt?.attributes).toMatchObject({
      'http.request.method': 'POST',
      'url.full': 'https://REDACTED:REDACTED@shop.test/x?sig=REDACTED&n=1',
      'server.address': 'shop.test',
      'server.port': 443,
    });
    expect(second?.attributes).toMatchObject({
      'http.request.resend_count': 1,
      'sagaloom.attempt': 2,
      'sagaloom.key': stepKey({ key: 'run-1', generation: 0 }, place('ship')), // AT3
    });
  });

  test('no payload is in any span', () => {
    expect(JSON.stringify(spans)).not.toContain('payload');
  });

  test('the caller is kept for a link, and a broken header is not', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(readTrace(compensatedOrder('run-1', traceparent))[0]?.attributes[attr.traceparent]).toBe(traceparent);
    expect(
      readTrace(compensatedOrder('run-1', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`))[0]?.attributes,
    ).not.toHaveProperty(attr.traceparent);
  });
});

describe('stuck and stopped', () => {
  const begun = [
    [0, runStarted()],
    [1, started('ship', '', http('ship'))],
    [9, attemptFailed('ship', 1, null)],
  ] as const;

  test('waiting for a person is a span, and names who ended it', () => {
    const history = recorded([
      ...begun,
      [0, { type: 'StepStuck', ...place('ship'), error: tooMany }],
      [
        5_000,
        {
          type: 'AttemptStarted',
          ...place('ship'),
          attempt: 2,
          undo: false,
          by: 'ann',
          why: 'carrier is back',
        } as never,
      ],
    ]);
    const [wait] = named(readTrace(history), 'ship wait');
    expect(wait).toMatchObject({
      attributes: { [attr.waitReason]: 'person', [attr.by]: 'ann', [attr.why]: 'carrier is back' },
    });
    expect(wait && length(wait)).toBe(5_000);
  });

  const noSuchThing = { type: 'expression', message: 'no such thing' };
  type Timed = readonly [ms: number, event: RunEvent];
  const brokenUndo = (id: string): Timed[] => [
    [0, started(id, 'place#1/body', http(id))],
    [
      1,
      {
        type: 'StepCompleted',
        ...place(id),
        output: null,
        assigned: {},
        entry: { outcome: 'done', undo: { kind: 'broken', error: noSuchThing } },
      },
    ],
  ];
  const undoing = (how: Pick<CompensationStarted, 'order' | 'onFailure'>, ...ids: string[]): Timed[] => [
    [0, runStarted()],
    [0, started('place', '', { kind: 'composite', blocks: ['body'], deadline: null }, 'saga')],
    ...ids.flatMap(brokenUndo),
    [
      9,
      {
        type: 'CompensationStarted',
        frame: 'place#1/body',
        error: tooMany,
        ...how,
        entries: ids.map((id) => place(id)),
      },
    ],
  ];

  test('an undo whose input is broken was never attempted', () => {
    const stuck: Timed = [0, { type: 'UndoStuck', ...place('ship'), error: noSuchThing }];
    const spans = readTrace(recorded([...undoing({ order: 'reverse', onFailure: 'suspend' }, 'ship'), stuck]));
    expect(named(spans, 'undo ship attempt')).toEqual([]);
    expect(named(spans, 'undo ship wait')[0]).toMatchObject({
      endMs: null,
      attributes: { [attr.waitReason]: 'person' },
    });
  });

  test('nor was a second one, when the first of them has stopped the rest', () => {
    const failed: Timed = [0, { type: 'UndoFailed', ...place('ship'), error: noSuchThing }];
    const spans = readTrace(recorded([...undoing({ order: 'parallel', onFailure: 'fail' }, 'ship', 'pay'), failed]));
    expect(spans.filter(({ name }) => /^undo .* attempt$/.test(name))).toEqual([]);
  });

  test('a terminated run leaves nothing open', () => {
    const end = { type: 'RunEnded', status: 'terminated', output: null, error: null, left: [] } as const;
    const spans = readTrace(recorded([...begun.slice(0, 2), [7, end]]));
    expect(spans.filter(({ endMs }) => endMs === null)).toEqual([]);
    expect(named(spans, 'ship attempt')[0]).toMatchObject({
      status: 'unset',
      attributes: { [attr.status]: 'abandoned' },
    });
  });
});

describe('of any history', { timeout: 60_000 }, () => {
  test('[T2] a span that has ended has a parent that has ended; only the root has none', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const closed = readTrace(history).filter(({ endMs }) => endMs !== null);
        const ids = new Set(closed.map(({ spanId }) => spanId));
        expect(closed.filter(({ parentSpanId }) => parentSpanId === null).map(role)).toEqual(['started']);
        expect(closed.filter(({ parentSpanId }) => parentSpanId !== null && !ids.has(parentSpanId))).toEqual([]);
      }),
    );
  });

  test('[T1] ids are unique, and open spans keep theirs when they end', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (history, cut) => {
        const all = readTrace(history);
        const earlier = readTrace(history.slice(0, 1 + (cut % history.length)));
        expect(new Set(all.map(({ spanId }) => spanId)).size).toBe(all.length);
        const later = new Map(all.map((span) => [span.spanId, span]));
        for (const span of earlier) {
          expect(later.get(span.spanId)).toMatchObject({
            name: span.name,
            parentSpanId: span.parentSpanId,
            startMs: span.startMs,
          });
        }
      }),
    );
  });

  test('[T3] attempts and waits lie within their step, undos within their undoing, steps within their composite, all within the run', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const spans = readTrace(history);
        const owner = (span: SpanRecord): string =>
          JSON.stringify([span.attributes[attr.undo], span.attributes[attr.stepPath]]);
        const works = new Map(
          spans.filter((span) => role(span) === 'step' || role(span) === 'undo').map((span) => [owner(span), span]),
        );
        const [run] = spans.filter((span) => role(span) === 'run');
        for (const span of spans) {
          expect(run && within(span, run)).toBe(true);
          const inner = role(span) === 'attempt' || role(span) === 'wait';
          const work = inner ? works.get(owner(span)) : undefined;
          expect(!inner || (work !== undefined && within(span, work))).toBe(true);
          const frame = span.attributes[attr.frame];
          const composite =
            typeof frame === 'string' && frame !== ''
              ? works.get(JSON.stringify([false, frame.split('#')[0]]))
              : undefined;
          expect(!composite || within(span, composite)).toBe(true);
        }
      }),
    );
  });
});
