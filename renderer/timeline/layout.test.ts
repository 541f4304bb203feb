import { describe, expect, test } from 'vitest';
import { layoutOf, plotOf, rowAt, sizes, toX } from './layout.ts';
import { timelineModel } from './model.ts';
import { fit } from './viewport.ts';
import { compensated } from './testing/spans.ts';

const model = timelineModel(compensated(), 0);
const none: ReadonlySet<string> = new Set();

describe('the layout', () => {
  test('every row has its place, and a point finds it', () => {
    const layout = layoutOf(model, none, 1_000);
    expect(Array.from(layout.tops)).toEqual([0, 24, 44, 68, 92, 116, 140, 160, 184]);
    for (const [position, top] of layout.tops.entries()) {
      expect(rowAt(layout, top)).toBe(position < layout.rows.length ? position : -1);
    }
    expect(rowAt(layout, -1)).toBe(-1);
  });

  test('rows move a little closer where that spares scrolling, and only then', () => {
    const whole = layoutOf(model, none, 1_000).height;
    expect(layoutOf(model, none, whole).rowHeight).toBe(sizes.row);
    expect(layoutOf(model, none, whole - 1).rowHeight).toBe(22);
    expect(layoutOf(model, none, whole - 13).rowHeight).toBe(20);
    expect(layoutOf(model, none, 60)).toMatchObject({ rowHeight: sizes.row, height: whole + sizes.bottom });
  });

  test('what is in a folded composite is not there', () => {
    const folded = layoutOf(model, new Set(['do place#1']), 1_000);
    expect(Array.from(folded.rows)).toEqual([0, 1, 2, 3, 6, 7]);
  });

  test('the whole fits beside the names, with room for the last duration', () => {
    const plot = plotOf(836, fit(model.length));
    expect(toX(plot, 0)).toBe(plot.left + sizes.plotStart);
    expect(toX(plot, model.length)).toBeCloseTo(836 - sizes.plotEnd);
  });
});
