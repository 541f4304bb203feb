import { columnsOf, type SpanRecord } from '@sagaloom/engine/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CriticalPath, criticalPath } from './critical.ts';
import { type TimelineModel, timelineModel } from './model.ts';
import { spanRowAt } from './row.ts';
import { foreign } from './testing/foreign.ts';
import { compensated, open } from './testing/spans.ts';

const pathOf = (spans: readonly SpanRecord[], now?: number): { model: TimelineModel; path: CriticalPath } => {
  const model = timelineModel(columnsOf(spans).columns, { now: 0 });
  return { model, path: criticalPath(model, now ?? model.length) };
};

function said({ model, path }: ReturnType<typeof pathOf>): string[] {
  const found: { from: number; text: string }[] = [];
  for (let row = 0; row < model.rows.count; row++) {
    for (let n = path.first[row]!; n < path.first[row + 1]!; n++) {
      const name = `${spanRowAt(model, row)?.undoes ? 'undo ' : ''}${spanRowAt(model, row)?.label}`;
      found.push({ from: path.from[n]!, text: `${name} ${path.from[n]}–${path.to[n]}` });
    }
  }
  return found.toSorted((a, b) => a.from - b.from).map(({ text }) => text);
}

describe('the critical path', () => {
  test('goes from the end back by what finished last; the rest is the row’s own', () => {
    const spans = [
      foreign('root', null, 0, 100),
      foreign('a', 'root', 10, 40),
      foreign('b', 'root', 30, 80),
      foreign('c', 'root', 20, 25),
      foreign('b1', 'b', 35, 60),
    ];
    expect(said(pathOf(spans))).toEqual([
      'root 0–20',
      'c 20–25',
      'root 25–30',
      'b 30–35',
      'b1 35–60',
      'b 60–80',
      'root 80–100',
    ]);
  });

  test('what outlives its parent counts up to the parent’s end, what begins after it not at all', () => {
    const spans = [foreign('root', null, 0, 50), foreign('late', 'root', 20, 90), foreign('after', 'root', 60, 70)];
    expect(said(pathOf(spans)).slice(0, 2)).toEqual(['root 0–20', 'late 20–50']);
  });

  test('of a run it leads through the undoing, and what is undone with it', () => {
    expect(said(pathOf(compensated()))).toEqual([
      'reserve 10–200',
      'place 200–300',
      'ship 300–600',
      'place 600–620',
      'undo reserve 620–890',
      'place 890–900',
    ]);
  });

  test('what is open has come as far as now', () => {
    const { model, path } = pathOf(open(), 500);
    expect(Array.from(path.own).reduce((sum, ms) => sum + ms, 0)).toBe(500);
    expect(model.open).toBe(true);
  });

  test('stretches never overlap, lie within their rows, and with one root they add up to its length', () => {
    const parts = fc.array(fc.tuple(fc.nat(1_000), fc.nat(400), fc.nat(20)), { maxLength: 40 });
    fc.assert(
      fc.property(parts, (drawn) => {
        const spans = [
          foreign('s0', null, 0, 1_000),
          ...drawn.map(([from, lasts, parent], n) =>
            foreign(`s${n + 1}`, `s${Math.min(parent, n)}`, from, from + lasts),
          ),
        ];
        const { model, path } = pathOf(spans, 1_000);
        const all: [number, number][] = [];
        for (let row = 0; row < model.rows.count; row++) {
          for (let n = path.first[row]!; n < path.first[row + 1]!; n++) {
            expect(path.from[n]).toBeGreaterThanOrEqual(model.rows.start[row]!);
            expect(path.to[n]).toBeLessThanOrEqual(model.rows.end[row]!);
            all.push([path.from[n]!, path.to[n]!]);
          }
        }
        all.sort((a, b) => a[0] - b[0]);
        all.forEach(([from], n) => n > 0 && expect(from).toBeGreaterThanOrEqual(all[n - 1]![1]));
        expect(all.reduce((sum, [from, to]) => sum + to - from, 0)).toBeCloseTo(1_000);
      }),
    );
  });
});
