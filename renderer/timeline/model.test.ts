import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, type SpanRecord } from '@sagaloom/engine/contract';
import { type TimelineModel, timelineModel } from './model.ts';
import type { ViewMode } from './model/arrange.ts';
import { barAt, indexOfKey, keyAt, type Row, rowAt } from './row.ts';
import { attemptsOf, errorsOf, failingAt, findRow, nextError } from './selection.ts';
import { isPaused } from './span.ts';
import { foreign } from './testing/foreign.ts';
import { compensated, open, span } from './testing/spans.ts';

const shape = (row: Row): string =>
  row.kind === 'lane' ? `-- ${row.lane}` : `${'  '.repeat(row.depth)}${row.label} ${row.state}`;
const modelOf = (spans: readonly SpanRecord[], view?: ViewMode): TimelineModel => {
  const { columns, order } = columnsOf(spans);
  return timelineModel(columns, { now: 7, ...(view ? { view } : {}), isPaused: (at) => isPaused(spans[order[at]!]) });
};
const rowsOf = (model: TimelineModel): Row[] =>
  Array.from({ length: model.rows.count }, (_, row) => rowAt(model, row)!);
const shapes = (spans: readonly SpanRecord[], view?: ViewMode): string[] => rowsOf(modelOf(spans, view)).map(shape);
const barsOf = (model: TimelineModel, row: number): string[] =>
  Array.from({ length: (model.bars.first[row + 1] ?? 0) - (model.bars.first[row] ?? 0) }, (_, n) => {
    const { kind, start, end } = barAt(model, (model.bars.first[row] ?? 0) + n);
    return `${kind} ${start}–${end}`;
  });

describe('the model of a compensated order', () => {
  const model = modelOf(compensated());

  test('the run, then forward work in its tree, then the undoing', () => {
    expect(rowsOf(model).map(shape)).toEqual([
      'order compensated',
      '-- forward',
      '  check instant',
      '  place failed',
      '    reserve completed',
      '    ship failed',
      '-- undoing',
      '  reserve completed',
    ]);
  });

  test('a step is drawn by its attempts and the waits between them', () => {
    expect(barsOf(model, 5)).toEqual(['failed 300–400', 'wait 400–500', 'failed 500–600']);
    expect(barsOf(model, 3)).toEqual(['composite 10–900']);
    expect(barsOf(model, 7)).toEqual(['undone 620–890']);
  });

  test('times count from the first moment, and work is told from waiting', () => {
    expect(model.length).toBe(900);
    expect(Array.from(model.active)).toEqual([5, 5, 10, 200, 300, 400, 500, 600, 620, 890]);
  });

  test('errors are found forward and back, going round', () => {
    const errors = errorsOf(model);
    const from = (row: number, attempt: number, forward: boolean) => {
      const { row: found, attempt: at } = failingAt(model, errors, nextError(model, errors, row, attempt, forward));
      return [found, at];
    };
    expect(errors.count).toBe(2);
    expect(from(-1, 0, true)).toEqual([5, 1]);
    expect(from(5, 1, true)).toEqual([5, 2]);
    expect(from(5, 2, true)).toEqual([5, 1]);
    expect(from(5, 1, false)).toEqual([5, 2]);
    expect(from(7, 0, false)).toEqual([5, 2]);
    expect(nextError(model, errorsOf(modelOf([])), 0, 0, true)).toBe(-1);
  });

  test('a selection means a row: by visit, or the latest', () => {
    expect(findRow(model, { path: 'ship' })).toBe(5);
    expect(findRow(model, { path: 'reserve', visit: 1, undo: true })).toBe(7);
    expect(findRow(model, { path: 'ship', visit: 2 })).toBe(-1);
    expect(attemptsOf(model, 5).map(({ attempt }) => attempt)).toEqual([1, 2]);
  });
});

describe('traces of other shapes', () => {
  test('what is open ends nowhere, and says what it waits for', () => {
    const model = modelOf(open());
    expect(model.open).toBe(true);
    expect(rowsOf(model).map(shape)).toEqual([
      'order running',
      '-- forward',
      '  ship retrying',
      '  ask stuck',
      '  nap waiting',
    ]);
    expect(barsOf(model, 2)).toEqual(['failed 0–100', 'wait 100–Infinity']);
  });

  test('a second visit of a step is a row of its own', () => {
    const twice = [1, 2].map((visit) =>
      span('step', { path: 'poll', visit, type: 'choice', start: visit * 10, end: visit * 10 }),
    );
    const rows = rowsOf(modelOf(twice)).flatMap((row) => (row.kind === 'lane' ? [] : [[row.path, row.visit]]));
    expect(rows).toEqual([
      ['poll', 1],
      ['poll', 2],
    ]);
  });

  test('spans that are not ours are shown as they are', () => {
    const foreign = { ...span('step', { path: '', start: 0, end: 5 }), name: 'GET /stock', attributes: {} };
    const child = { ...foreign, spanId: 'c'.repeat(16), parentSpanId: foreign.spanId, name: 'SELECT' };
    expect(shapes([foreign, child])).toEqual(['  GET /stock completed', '    SELECT completed']);
  });

  test('a map shows its steps item by item; what waits for a signal waits', () => {
    const inside = (n: number, path: string, start: number) =>
      span('step', { path: `each[${n}].${path}`, frame: `each#1/${n}`, type: 'receive', start, end: null });
    const rows = shapes([
      span('run', { start: 0, end: null }),
      span('step', { path: 'each', type: 'map', start: 0, end: null }),
      inside(0, 'a', 1),
      inside(1, 'a', 2),
      inside(0, 'b', 3),
    ]);
    expect(rows.slice(2)).toEqual([
      '  each running',
      '    each[0].a waiting',
      '    each[0].b waiting',
      '    each[1].a waiting',
    ]);
  });

  test('a step in a map is found by its id, the latest item of it', () => {
    const inside = (n: number) => {
      const made = span('step', { path: `each[${n}].ship`, frame: `each#1/${n}`, type: 'task', start: n, end: 9 });
      return { ...made, attributes: { ...made.attributes, 'sagaloom.step.id': 'ship' } };
    };
    const model = modelOf([span('step', { path: 'each', type: 'map', start: 0, end: 9 }), inside(0), inside(1)]);
    const found = rowAt(model, findRow(model, { path: 'ship' }));
    expect(found).toMatchObject({ path: 'each[1].ship' });
    expect(rowAt(model, findRow(model, { path: 'each[0].ship' }))).toMatchObject({ path: 'each[0].ship' });
  });

  test('a run that queues, is paused, or goes on as another says so', () => {
    const queue = span('wait', { reason: 'slot', start: 0, end: null });
    const stateOf = (...spans: SpanRecord[]) => shapes(spans)[0];
    const run = span('run', { start: 0, end: null });
    expect(stateOf(run, queue)).toBe('order queued');
    const noted = (...names: string[]) => ({
      ...run,
      events: names.map((name) => ({ name: `sagaloom.${name}`, atMs: 1, attributes: {} })),
    });
    expect(stateOf(noted('paused'))).toBe('order paused');
    expect(stateOf(noted('paused', 'resumed'))).toBe('order running');
    expect(stateOf(span('run', { start: 0, end: 9, status: 'continuedAsNew' }))).toBe('order continued');
  });

  test('an empty trace has nothing in it', () => {
    expect(modelOf([])).toMatchObject({ rows: { count: 0 }, length: 0, open: false, origin: 7 });
  });
});

describe('a trace that came in part', () => {
  const at = (row: Row): string => (row.kind === 'lane' ? '' : `${row.start}–${row.end}`);

  test('what has only begun lasts as long as what is in it, and attempts make the row of their step', () => {
    const body = { frame: 'place#1/body' };
    const model = modelOf([
      span('started', { start: 0, end: 0 }),
      span('started', { path: 'place', type: 'saga', start: 5, end: 5 }),
      span('attempt', { ...body, path: 'ship', type: 'task', attempt: 1, start: 10, end: 40 }),
      span('attempt', { ...body, path: 'ship', type: 'task', attempt: 2, start: 60, end: 90 }),
    ]);
    expect(rowsOf(model).map((row) => `${shape(row)} ${at(row)}`.trim())).toEqual([
      'running 0–90',
      '-- forward',
      'place running 5–90',
      'ship running 10–90',
    ]);
    expect(barsOf(model, 2)).toEqual(['composite 5–90']);
    expect(attemptsOf(model, 3)).toHaveLength(2);
  });

  test('what names a parent that is not there is at the top, and marked', () => {
    const lost = { ...foreign('lost', 'nobody', 5, 9), parentSpanId: 'd'.repeat(16) };
    const rows = rowsOf(modelOf([foreign('root', null, 0, 10), lost]));
    expect(rows.map((row) => row.kind !== 'lane' && row.orphan)).toEqual([false, true]);
  });

  test('spans that name each other as parents are all there', () => {
    const rows = rowsOf(modelOf([foreign('a', 'b', 0, 9), foreign('b', 'c', 1, 9), foreign('c', 'a', 2, 9)]));
    expect(rows).toHaveLength(3);
    expect(rows.map((row) => row.kind !== 'lane' && row.depth)).toEqual([1, 2, 3]);
  });
});

describe('any trace at all', () => {
  const made = fc
    .array(fc.tuple(fc.nat(500), fc.nat(200), fc.integer({ min: -1, max: 30 }), fc.nat(3)), { maxLength: 30 })
    .map((parts) =>
      parts.map(([from, lasts, parent, name], n) => ({
        ...foreign(`s${n}`, parent === -1 ? null : `s${parent}`, from, from + lasts),
        name: `GET ${name}`,
      })),
    );

  test('has a row for each span, what is in a row right after it, and no bar twice in a row', () => {
    fc.assert(
      fc.property(made, fc.constantFrom<ViewMode>('lanes', 'tree', 'steps'), (spans, view) => {
        const { rows, rowOf, bars } = modelOf(spans, view);
        expect(new Set(rowOf).size).toBe(spans.length);
        for (let row = 0; row < rows.count; row++) {
          const parent = rows.parent[row]!;
          expect(parent).toBeLessThan(row);
          expect(rows.depth[row]).toBe(parent === -1 ? 1 : rows.depth[parent]! + 1);
          if (parent !== -1) expect(rows.next[row]).toBeLessThanOrEqual(rows.next[parent]!);
          const drawn = Array.from(bars.span.subarray(bars.first[row], bars.first[row + 1]));
          expect(new Set(drawn).size).toBe(drawn.length);
          expect(drawn.toSorted((a, b) => a - b)).toEqual(drawn);
        }
      }),
    );
  });

  test('a row is found again by its key', () => {
    fc.assert(
      fc.property(made, fc.constantFrom<ViewMode>('tree', 'steps'), (spans, view) => {
        const model = modelOf(spans, view);
        for (let row = 0; row < model.rows.count; row++) expect(indexOfKey(model, keyAt(model, row))).toBe(row);
      }),
    );
    const order = modelOf(compensated());
    for (const row of rowsOf(order)) if (row.kind !== 'lane') expect(indexOfKey(order, row.key)).toBe(row.index);
  });
});
