import { describe, expect, test } from 'vitest';
import { allOpen, layoutOf, plotOf, positionAt, positionOf, sizes, topOf, toX } from './layout.ts';
import { timelineModel } from './model.ts';
import { columnsOf } from '@sagaloom/engine/contract';
import { indexOfKey } from './row.ts';
import { fit } from './viewport.ts';
import { compensated } from './testing/spans.ts';

const model = timelineModel(columnsOf(compensated()).columns, { now: 0 });
const none = allOpen;

describe('the layout', () => {
  test('every row has its place, and a point finds it', () => {
    const layout = layoutOf(model, none, 1_000);
    const tops = Array.from({ length: layout.rows.length + 1 }, (_, position) => topOf(layout, position));
    expect(tops).toEqual([0, 24, 44, 68, 92, 116, 140, 160, 184]);
    for (const [position, top] of tops.entries()) {
      const isRow = position < layout.rows.length;
      expect(positionAt(layout, top)).toBe(isRow ? position : -1);
      expect(positionAt(layout, top - 0.5)).toBe(position - 1);
      if (isRow) expect(positionOf(layout, layout.rows[position]!)).toBe(position);
    }
  });

  test('rows move a little closer where that spares scrolling, and only then', () => {
    const whole = layoutOf(model, none, 1_000).height;
    expect(layoutOf(model, none, whole).rowHeight).toBe(sizes.row);
    expect(layoutOf(model, none, whole - 1).rowHeight).toBe(22);
    expect(layoutOf(model, none, whole - 13).rowHeight).toBe(20);
    expect(layoutOf(model, none, 60)).toMatchObject({ rowHeight: sizes.row, height: whole + sizes.bottom });
  });

  test('what is in a folded composite is not there', () => {
    const place = indexOfKey(model, 'do place#1');
    const folded = layoutOf(model, { depth: Infinity, but: new Set([place]) }, 1_000);
    expect(Array.from(folded.rows)).toEqual([0, 1, 2, 3, 6, 7]);
    expect(positionOf(folded, 4)).toBe(-1);
    expect(Array.from(layoutOf(model, { depth: 1, but: new Set() }, 1_000).rows)).toEqual([0, 1, 2, 3, 6, 7]);
    expect(Array.from(layoutOf(model, { depth: 1, but: new Set([place]) }, 1_000).rows)).toHaveLength(8);
  });

  test('the whole fits beside the names, with room for the last duration', () => {
    const plot = plotOf(836, fit(model.length));
    expect(toX(plot, 0)).toBe(plot.left + sizes.plotStart);
    expect(toX(plot, model.length)).toBeCloseTo(836 - sizes.plotEnd);
  });
});
