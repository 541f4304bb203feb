import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Rect, snapped } from './snapping.ts';

const card = (x: number, y: number, width = 196, height = 60): Rect => ({ x, y, width, height });

test('a card near the column of another is put in it, with a line through both', () => {
  const { dx, dy, guides } = snapped(card(103, 300), [card(100, 40)], 6);
  expect({ dx, dy }).toEqual({ dx: -3, dy: 0 });
  expect(guides).toEqual([{ axis: 'x', at: 198, from: 40, to: 360 }]);
});

test('a narrow thing lines up by its middle with a wide one, and by an edge where that is nearer', () => {
  expect(snapped(card(52, 300, 100), [card(0, 0, 200)], 6).dx).toBe(-2);
  expect(snapped(card(3, 300, 100), [card(0, 0, 200)], 6).dx).toBe(-3);
  expect(snapped(card(70, 300, 100), [card(0, 0, 200)], 6).dx).toBe(0);
});

const rect = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  width: fc.integer({ min: 1, max: 400 }),
  height: fc.integer({ min: 1, max: 400 }),
});

test('nothing moves further than the reach, and what is in line already stays', () => {
  fc.assert(
    fc.property(rect, fc.array(rect, { maxLength: 8 }), fc.integer({ min: 0, max: 20 }), (moving, others, reach) => {
      const { dx, dy } = snapped(moving, others, reach);
      expect(Math.abs(dx)).toBeLessThanOrEqual(reach);
      expect(Math.abs(dy)).toBeLessThanOrEqual(reach);
      expect(snapped(moving, [...others, moving], 0)).toMatchObject({ dx: 0, dy: 0 });
    }),
  );
});
