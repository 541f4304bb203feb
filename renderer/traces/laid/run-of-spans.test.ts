import { readFileSync } from 'node:fs';
import { columnsOf, type SpanRecord } from '@sagaloom/engine/contract';
import { expect, test } from 'vitest';
import { overlayOf } from '../../canvas/overlay.ts';
import type { Draft } from '../../document/index.ts';
import { runOfSpans } from './run-of-spans.ts';

const task = (next?: string) => ({ type: 'task', activity: 'http', ...(next ? { next } : {}) });
const undone = { compensate: { activity: 'http' } };
const order: Draft = {
  name: 'order',
  start: 'check',
  steps: {
    check: { type: 'choice', branches: [{ when: '{% true %}', next: 'place' }], otherwise: 'sorry' },
    place: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: { ...task('charge'), ...undone },
        charge: { ...task('ship'), ...undone },
        ship: task(),
      },
      next: 'sorry',
    },
    sorry: task(),
  },
};

/** Made by the engine from a real history: an order that was undone. */
const recorded = (): SpanRecord[] =>
  JSON.parse(
    readFileSync(`${import.meta.dirname}/../../../engine/telemetry/testing/order.spans.snap`, 'utf8'),
  ) as SpanRecord[];

const overlay = (spans: readonly SpanRecord[], document = order) => {
  const laid = runOfSpans(columnsOf(spans).columns, document);
  return { ...laid, overlay: overlayOf(laid.run, document) };
};

test('an order that was undone looks as its run does', () => {
  const { overlay: shown, mapped, unmapped } = overlay(recorded());
  expect(Object.fromEntries(Object.entries(shown.steps).map(([id, { state }]) => [id, state]))).toEqual({
    check: 'completed',
    place: 'undone',
    reserve: 'undone',
    charge: 'undone',
    ship: 'failed',
    sorry: 'notReached',
  });
  expect(shown.steps['ship']).toMatchObject({ attempts: 3, errorType: 'http.429' });
  expect(shown.wayBack).toEqual(['charge', 'reserve']);
  expect(shown.failed).toBe('ship');
  expect([...shown.taken].some((edge) => edge.includes('check') && edge.includes('branch:0'))).toBe(true);
  expect([mapped, unmapped]).toEqual([19, 3]);
});

test('spans of another workflow in the same trace are not of these steps', () => {
  const spans = recorded().map((span) => ({
    ...span,
    attributes: { ...span.attributes, 'sagaloom.workflow': 'other' },
  }));
  expect(overlay(spans).mapped).toBe(0);
});

const foreign = (
  id: number,
  name: string,
  from: number,
  to: number | null,
  more: Partial<SpanRecord> = {},
): SpanRecord => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: id.toString(16).padStart(16, '0'),
  parentSpanId: null,
  name,
  kind: 'client',
  startMs: 1_000 + from,
  endMs: to === null ? null : 1_000 + to,
  status: 'unset',
  statusMessage: null,
  attributes: {},
  events: [],
  links: [],
  ...more,
});
const of = (step: string, more: object = {}) => ({ attributes: { 'sagaloom.step.id': step, ...more } });
const failing = { status: 'error' as const };

test('spans from elsewhere: after an error comes the next attempt, after a success the next visit', () => {
  const retried = overlay([
    foreign(1, 'GET', 0, 10, { ...of('reserve', { 'error.type': 'http.503' }), ...failing }),
    foreign(2, 'GET', 20, 30, of('reserve')),
  ]);
  expect(retried.overlay.steps['reserve']).toMatchObject({ state: 'completed', attempts: 2 });
  expect(retried.run.steps).toHaveLength(1);
  const again = overlay([foreign(1, 'GET', 0, 10, of('reserve')), foreign(2, 'GET', 20, 30, of('reserve'))]);
  expect(again.run.steps.map(({ visit, attempts }) => [visit, attempts])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('spans that run side by side are no attempts of one another', () => {
  const both = overlay([
    foreign(1, 'GET', 0, 50, { ...of('reserve'), ...failing }),
    foreign(2, 'GET', 10, 30, of('reserve')),
  ]);
  expect(both.run.steps).toHaveLength(2);
});

test('a span inside one of the same step is a part of it', () => {
  const nested = overlay([
    foreign(1, 'reserve', 0, 50, of('reserve')),
    foreign(2, 'wire', 5, 45, { parentSpanId: '0000000000000001' }),
    foreign(3, 'GET', 10, 30, { ...of('reserve'), ...failing, parentSpanId: '0000000000000002' }),
  ]);
  expect(nested.overlay.steps['reserve']).toMatchObject({ state: 'completed', attempts: 1 });
  expect([nested.mapped, nested.unmapped]).toEqual([2, 1]);
});

test('what is still open runs, and what says that it undoes is the undo', () => {
  const { overlay: shown } = overlay([
    foreign(1, 'reserve', 0, 50, of('reserve')),
    foreign(2, 'ship', 60, null, of('ship')),
    foreign(3, 'release', 70, 80, of('reserve', { 'sagaloom.undo': true })),
  ]);
  expect(shown.steps['ship']?.state).toBe('running');
  expect(shown.steps['reserve']).toMatchObject({ state: 'undone', undoOrder: 1 });
});

test('a drawing with other steps, and a trace of no step, are shown as they are', () => {
  const none = overlay([foreign(1, 'GET', 0, 10)]);
  expect(none.mapped).toBe(0);
  expect(Object.values(none.overlay.steps).every(({ state }) => state === 'notReached')).toBe(true);
  expect(overlay(recorded(), { name: 'order', start: 'a', steps: { a: task() } }).mapped).toBe(0);
});
