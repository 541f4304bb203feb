import { expect, test } from 'vitest';
import type { SpanRecord } from '../contract/types.ts';
import type { RunEvent } from '../core/index.ts';
import { about, attemptTraceparent, spanIdOf, startOf, traceIdOf } from './ids.ts';
import { attr } from './names.ts';
import { toOtlpJson } from './otlp.ts';
import { readTrace } from './read-trace.ts';
import {
  attemptFailed,
  compensatedOrder,
  http,
  place,
  recorded,
  runStarted,
  started,
  tooMany,
} from './testing/histories.ts';

const named = (spans: readonly SpanRecord[], name: string): SpanRecord | undefined =>
  spans.find((span) => span.name === name);
const eventsOf = (span: SpanRecord | undefined): readonly string[] => span?.events.map(({ name }) => name) ?? [];
const length = (span: SpanRecord | undefined): number | null => (span?.endMs ? span.endMs - span.startMs : null);
const completed = (id: string, signal?: number): RunEvent => ({
  type: 'StepCompleted',
  ...place(id),
  output: { secret: 'payload' },
  assigned: {},
  entry: null,
  ...(signal === undefined ? {} : { signal }),
});
const ended = (next?: string): RunEvent => ({
  type: 'RunEnded',
  status: next === undefined ? 'completed' : 'continuedAsNew',
  output: null,
  error: null,
  left: [],
  ...(next === undefined ? {} : { next }),
});
const signal = (name: string): RunEvent => ({ type: 'SignalReceived', name, payload: 'payload', key: null, id: null });
const receive: RunEvent = started('paid', '', { kind: 'receive', signal: 'paid', until: 1_700_000_009_000 }, 'receive');

test('[LI1] a signal is an event of the receive that took it, and of the run while none has', () => {
  const history = recorded([
    [0, runStarted()],
    [5, signal('other')],
    [5, signal('paid')],
    [5, receive],
    [5, completed('paid', 3)],
  ]);
  const open = readTrace(history.slice(0, 4));
  expect(eventsOf(named(open, 'order'))).toEqual(['sagaloom.signal', 'sagaloom.signal']);
  const spans = readTrace(history);
  expect(named(spans, 'paid')).toMatchObject({
    attributes: { [attr.signal]: 'paid', [attr.waitUntil]: 1_700_000_009_000 },
    events: [{ name: 'sagaloom.signal', atMs: history[3]?.at, attributes: { [attr.signal]: 'paid', [attr.seq]: 3 } }],
  });
  expect(named(spans, 'order')?.events).toMatchObject([{ attributes: { [attr.signal]: 'other' } }]);
  expect(JSON.stringify(spans)).not.toContain('payload');
});

test('[LI2] a child is linked from its step and its attempt, and the child back to the step', () => {
  const detail = { kind: 'child', workflow: 'parcel', with: null, readOnly: false } as const;
  const history = recorded([
    [0, runStarted()],
    [1, started('send', '', detail, 'child')],
    [
      1,
      { type: 'ChildStarted', ...place('send'), attempt: 1, undo: false, runId: 'c1', workflow: 'parcel', hash: 'h' },
    ],
    [9, completed('send')],
  ]);
  const spans = readTrace(history);
  const link = { traceId: traceIdOf('c1'), spanId: spanIdOf('c1', about.started) };
  expect(named(spans, 'send')).toMatchObject({ links: [link], attributes: { [attr.childRunId]: 'c1' } });
  expect(named(spans, 'send attempt')?.links).toEqual([link]);

  const parent = { ...place('send'), runId: 'run-1' };
  const [first] = readTrace(recorded([[0, { ...runStarted('c1'), parent } as RunEvent]]));
  expect(first?.links).toEqual([{ traceId: traceIdOf('run-1'), spanId: named(spans, 'send')?.spanId }]);
  expect(JSON.stringify(toOtlpJson(spans))).toContain(link.spanId);

  // It is told the attempt's trace context; the step is all it is linked to.
  const traceparent = attemptTraceparent('run-1', place('send'), 1, false);
  const [told] = readTrace(recorded([[0, { ...runStarted('c1'), parent, traceparent } as RunEvent]]));
  expect(told?.links).toEqual(first?.links);
  expect(told?.attributes[attr.traceparent]).toBe(traceparent);
});

test('[LI1] a signal sent to another run links to it; a domain event names itself', () => {
  const to = { kind: 'signal', runId: 'r9', signal: 'go', key: null } as const;
  const spans = readTrace(
    recorded([
      [0, runStarted()],
      [0, started('tell', '', { kind: 'emit', target: to, with: 1, readOnly: false }, 'emit')],
      [
        1,
        started(
          'say',
          '',
          { kind: 'emit', target: { kind: 'event', event: 'sent' }, with: 1, readOnly: false },
          'emit',
        ),
      ],
    ]),
  );
  expect(named(spans, 'tell')).toMatchObject({ links: [startOf('r9')], attributes: { [attr.targetRunId]: 'r9' } });
  expect(named(spans, 'say attempt')).toMatchObject({ endMs: null, attributes: { [attr.event]: 'sent' } });
});

test('[T2] items of a map hang under the map, as branches under their parallel', () => {
  const spans = readTrace(
    recorded([
      [0, runStarted()],
      [0, started('items', '', { kind: 'map', items: [1, 2], deadline: null }, 'map')],
      [1, { ...started('ship', 'items#1/1', http('ship')), ...place('items[1].ship') }],
    ]),
  );
  expect(named(spans, 'items')?.attributes[attr.items]).toBe(2);
  expect(named(spans, 'ship')?.parentSpanId).toBe(named(spans, 'items started')?.spanId);
});

test('[LI3] [LI4] a run and the one after it are linked both ways', () => {
  const continued = {
    from: 'run-1',
    generation: 1,
    signals: [{ seq: 0, name: 'old', payload: 1, key: null, id: null, at: 5 }],
    children: [],
  };
  const before = readTrace(
    recorded([
      [0, runStarted()],
      [3, ended('run-2')],
    ]),
  );
  const after = readTrace(recorded([[0, { ...runStarted('run-2'), continued } as RunEvent]]));
  expect(named(before, 'order')?.links).toEqual([startOf('run-2')]);
  expect(after[0]).toMatchObject({ links: [startOf('run-1')], attributes: { [attr.fromKind]: 'continued' } });
  expect(eventsOf(named(after, 'order'))).toEqual(['sagaloom.signal']);
});

test('[LI4] [T4] a branched run has the prefix as its own, and begins anew what was under way', () => {
  const prefix = compensatedOrder()
    .slice(0, 8)
    .map(({ seq: _, at: __, ...event }) => [10, event as RunEvent] as const);
  const entries = [
    {
      ...place('far'),
      stepId: 'far',
      frames: [''],
      key: 'key-far:undo',
      record: { outcome: 'done', undo: { kind: 'ready', with: 1 } },
    },
  ] as const;
  const branch: RunEvent = {
    type: 'RunBranched',
    kind: 'reset',
    from: 'run-1',
    runId: 'run-2',
    runKey: 'run-1',
    shift: 0,
    entries,
    mocks: null,
  };
  const history = recorded([
    ...prefix,
    [100, branch],
    [
      5,
      {
        type: 'CompensationStarted',
        frame: '',
        error: tooMany,
        order: 'reverse',
        onFailure: 'suspend',
        entries: [place('far')],
      },
    ],
  ]);
  const spans = readTrace(history);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([traceIdOf('run-2')]));
  expect(spans[0]).toMatchObject({
    links: [startOf('run-1')],
    attributes: { [attr.runId]: 'run-2', [attr.fromKind]: 'reset' },
  });
  const attempt = named(spans, 'ship attempt');
  expect(attempt?.startMs).toBe(history[8]?.at);
  expect(attemptTraceparent('run-2', place('ship'), 1, false)).toContain(String(attempt?.spanId));
  expect(named(spans, 'undo far')?.attributes[attr.key]).toBe('key-far:undo');
});

test('pause, resume, migrate and update are events of the run; nothing is undone in a pause', () => {
  const [first, ...order] = compensatedOrder()
    .slice(0, 16)
    .map(({ seq: _, at: __, ...event }) => event as RunEvent);
  const pause: RunEvent = { type: 'RunPaused' };
  const before = recorded(
    [first, ...order.slice(0, 14), pause, ...order.slice(14)].map((event) => [10, event as RunEvent]),
  );
  expect(named(readTrace(before), 'undo reserve')).toBeUndefined();
  const rest: RunEvent[] = [
    { type: 'RunResumed' },
    { type: 'DefinitionMigrated', from: 'f', hash: 'g', assigned: {} },
    { type: 'UpdateApplied', name: 'address', id: null, input: 'payload', assigned: {}, result: null },
  ];
  const spans = readTrace(recorded([...before, ...rest].map((event) => [10, event])));
  expect(named(spans, 'undo reserve attempt')?.startMs).toBe(before.at(-1)!.at + 10);
  expect(named(spans, 'order')).toMatchObject({ attributes: { [attr.hash]: 'g' } });
  expect(eventsOf(named(spans, 'order'))).toEqual([
    'sagaloom.paused',
    'sagaloom.resumed',
    'sagaloom.migrated',
    'sagaloom.update',
  ]);
});

test('a queued run waits for its slot; one that closes has nothing open but itself', () => {
  const slot = { key: 'payload', limit: 1, queued: true };
  const closing: RunEvent = {
    type: 'RunClosing',
    status: 'cancelled',
    output: null,
    error: null,
    left: [],
    children: [],
    next: null,
  };
  const history = recorded([
    [0, { ...runStarted(), slot } as RunEvent],
    [40, { type: 'RunAdmitted' }],
    [1, started('ship', '', http('ship'))],
    [1, closing],
    [9, { type: 'ChildClosed', runId: 'c1' }],
    [1, ended()],
  ]);
  const open = readTrace(history.slice(0, 5));
  expect(open.filter(({ endMs }) => endMs === null).map(({ name }) => name)).toEqual(['order']);
  expect(length(named(open, 'order wait'))).toBe(40);
  expect(named(open, 'order wait')?.attributes[attr.waitReason]).toBe('slot');
  expect(eventsOf(named(readTrace(history), 'order'))).toEqual(['sagaloom.closing', 'sagaloom.child_closed']);
});

test('a try that goes on to its finally while it waits to be tried again waits no more', () => {
  const spans = readTrace(
    recorded([
      [0, runStarted()],
      [0, started('guard', '', { kind: 'composite', blocks: ['body'], deadline: null }, 'try')],
      [
        1,
        {
          type: 'BlockRetryScheduled',
          ...place('guard'),
          error: tooMany,
          attempt: 2,
          rule: 0,
          retryAt: 1_800_000_000_000,
        },
      ],
      [7, { type: 'FinallyStarted', ...place('guard'), error: tooMany, output: null }],
      [50, started('clean', 'guard#1/finally', http('clean'))],
    ]),
  );
  expect(length(named(spans, 'guard wait'))).toBe(7);
});

test('a history of 100,000 events is read in well under a second', () => {
  const steps = Array.from({ length: 25_000 }, (_, n): readonly RunEvent[] => [
    started(`s${n}`, '', http(`s${n}`)),
    attemptFailed(`s${n}`, 1, 5),
    { type: 'AttemptStarted', ...place(`s${n}`), attempt: 2, undo: false },
    completed(`s${n}`),
  ]);
  const history = recorded([[0, runStarted()], ...steps.flat().map((event) => [1, event] as const)]);
  const before = process.cpuUsage();
  const spans = readTrace(history);
  const took = process.cpuUsage(before).user / 1_000; // other processes are at work as well: the clock on the wall says nothing
  expect(spans).toHaveLength(2 + 100_000);
  expect(took).toBeLessThan(3_000); // 0.5 s alone; a quadratic fold takes minutes
});
