import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Area, gridOf } from './grid.ts';

const area = fc.record({
  x: fc.integer({ min: -5_000, max: 90_000 }),
  y: fc.integer({ min: -5_000, max: 90_000 }),
  width: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 90_000 })),
  height: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 90_000 })),
});

const touches = (a: Area, b: Area): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

test('a grid finds what touches an area: all of it, once, in order, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(area, { maxLength: 60 }),
      fc.array(area, { minLength: 1, maxLength: 8 }),
      (items, questions) => {
        const side = (name: keyof Area) => Float64Array.from(items, (item) => item[name]);
        const grid = gridOf({ x: side('x'), y: side('y'), width: side('width'), height: side('height') });
        for (const question of questions) {
          const expected = items.flatMap((item, number) => (touches(item, question) ? [number] : []));
          expect(grid.within(question)).toEqual(expected);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('nothing is found in nothing', () => {
  const none = new Float64Array();
  expect(gridOf({ x: none, y: none, width: none, height: none }).within({ x: 0, y: 0, width: 9, height: 9 })).toEqual(
    [],
  );
});
