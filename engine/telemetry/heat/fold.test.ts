import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, type Heat } from '../../contract/index.ts';
import type { Recorded, RunEvent } from '../../core/index.ts';
import { readTrace } from '../read-trace.ts';
import { anyHistory, compensatedOrder, place, recorded, runStarted, started, tooMany } from '../testing/histories.ts';
import { heatOfTrace } from './fold.ts';
import { spansByColumn, spansOfRun } from './spans.ts';
import { addTally, emptyTally, heatOf, type HeatTally } from './tally.ts';

function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
const tallyOf = (history: readonly Recorded[]): HeatTally =>
  finished(heatOfTrace(spansOfRun(readTrace(history)), 'order'));
function heatOver(histories: readonly (readonly Recorded[])[]): Heat {
  const all = emptyTally();
  for (const history of histories) addTally(all, tallyOf(history));
  return heatOf(all, { workflow: 'order', source: 'runs', more: false });
}
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const stepOf = ({ steps }: Heat, id: string) => steps.find(({ step }) => step === id);

test('traffic adds up: what flows into a step is what entered it, and that flows out, ends there, or is open', () => {
  fc.assert(
    fc.property(fc.array(anyHistory, { minLength: 1, maxLength: 4 }), (histories) => {
      const { steps, flows } = heatOver(histories);
      for (const { step, entered, open, last, completed, failed, caught, cancelled } of steps) {
        const into = sum(flows.flatMap(({ to, count }) => (to === step ? [count] : [])));
        const out = sum(flows.flatMap(({ from, count }) => (from === step ? [count] : [])));
        expect({ step, entered, left: out + last + open }).toEqual({ step, entered: into, left: into });
        expect(completed + failed + caught + cancelled + open).toBe(entered);
      }
    }),
  );
});

test('each visit of the history is counted, once', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const { steps } = heatOver([history]);
      const begun = history.filter(({ type }) => type === 'StepStarted' || type === 'StepPassed').length;
      expect(sum(steps.map(({ entered }) => entered))).toBe(begun);
      const ended = history.filter(({ type }) => type === 'UndoCompleted').length;
      expect(sum(steps.map(({ undone }) => undone))).toBe(ended);
    }),
  );
});

test('by column it is the same', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const spans = readTrace(history);
      const { columns } = columnsOf(spans);
      expect(finished(heatOfTrace(spansByColumn(columns), 'order'))).toEqual(tallyOf(history));
    }),
  );
});

test('the order that is undone: attempts, waits, undos and errors by step', () => {
  const heat = heatOver([compensatedOrder('a'), compensatedOrder('b')]);
  expect(heat).toMatchObject({ runs: 2, versions: [{ hash: 'f'.repeat(64), runs: 2 }] });
  expect(stepOf(heat, 'ship')).toMatchObject({ entered: 2, runs: 2, failed: 2, retries: 4, waits: 4, last: 2 });
  expect(stepOf(heat, 'ship')?.errors).toEqual([['http.429', 2]]);
  expect(stepOf(heat, 'reserve')).toMatchObject({ completed: 2, undone: 2, retries: 0 });
  expect(heat.flows).toContainEqual({ from: 'check', exit: 'branch:0', error: null, to: 'place', count: 2 });
  expect(heat.flows).toContainEqual({ from: null, exit: 'next', error: null, to: 'reserve', count: 2 });
  expect(heat.flows).toContainEqual({ from: 'charge', exit: 'next', error: null, to: 'ship', count: 2 });
});

test('a block that is tried again begins anew: no way leads from the step that failed to its first', () => {
  const failed: RunEvent = {
    type: 'StepFailed',
    ...place('a'),
    error: tooMany,
    outcome: 'none',
    entry: null,
    caught: null,
  };
  const again: RunEvent = { ...started('a', 'guard#1/body', { kind: 'none' }), visit: 2 } as RunEvent;
  const { flows } = heatOver([
    recorded([
      [0, runStarted()],
      [0, started('guard', '', { kind: 'composite', blocks: ['body'], deadline: null }, 'try')],
      [1, started('a', 'guard#1/body', { kind: 'none' })],
      [1, failed],
      [5, again],
    ]),
  ]);
  expect(flows.filter(({ to }) => to === 'a')).toEqual([{ from: null, exit: 'next', error: null, to: 'a', count: 2 }]);
});

test('spans of others count by the step that a rule gives them, calls within it once; side by side is not one after the other', () => {
  const span = (id: number, parentSpanId: string | null, startMs: number, endMs: number, step: string | null) => ({
    traceId: '1'.repeat(32),
    spanId: id.toString(16).padStart(16, '0'),
    parentSpanId,
    name: `s${id}`,
    kind: 'server' as const,
    startMs,
    endMs,
    status: 'unset' as const,
    statusMessage: null,
    attributes: step === null ? {} : { 'sagaloom.step.id': step },
    events: [],
    links: [],
  });
  const root = span(1, null, 0, 100, null);
  const { columns } = columnsOf([
    root,
    span(2, root.spanId, 10, 20, 'reserve'),
    span(3, span(2, null, 0, 0, null).spanId, 11, 19, 'reserve'),
    span(4, root.spanId, 30, 50, 'charge'),
    span(5, root.spanId, 40, 60, 'notify'),
  ]);
  const heat = heatOf(finished(heatOfTrace(spansByColumn(columns), 'order')), {
    workflow: 'order',
    source: 'traces',
    more: false,
  });
  expect(heat.runs).toBe(1);
  expect(stepOf(heat, 'reserve')).toMatchObject({ entered: 1, completed: 1 });
  expect(heat.flows.map(({ from, to }) => [from, to])).toEqual([
    [null, 'reserve'],
    ['reserve', 'charge'],
    [null, 'notify'],
  ]);
});
