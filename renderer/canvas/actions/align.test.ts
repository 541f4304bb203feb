import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aligned, type Alignment, distributed, type Placed } from './align.ts';

const edges: Readonly<Record<Alignment, (box: Placed) => number>> = {
  left: ({ x }) => x,
  centre: ({ x, width }) => x + width / 2,
  right: ({ x, width }) => x + width,
  top: ({ y }) => y,
  middle: ({ y, height }) => y + height / 2,
  bottom: ({ y, height }) => y + height,
};

const boxes = fc
  .array(
    fc.record({
      x: fc.integer({ min: -900, max: 900 }),
      y: fc.integer({ min: -900, max: 900 }),
      width: fc.integer({ min: 1, max: 400 }),
      height: fc.integer({ min: 1, max: 300 }),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((list) => list.map((box, index): Placed => ({ ...box, id: `s${index}` })));

test('aligned steps share an edge or a middle, and move along one axis only', () => {
  fc.assert(
    fc.property(boxes, fc.constantFrom(...(Object.keys(edges) as Alignment[])), (list, how) => {
      const places = aligned(list, how);
      const after = list.map((box) => ({ ...box, ...places[box.id]! }));
      const [line, ...others] = after.map(edges[how]);
      for (const other of others) expect(other).toBeCloseTo(line!);
      const isAcross = how === 'left' || how === 'centre' || how === 'right';
      for (const [index, box] of list.entries()) {
        if (isAcross) expect(after[index]!.y).toBe(box.y);
        else expect(after[index]!.x).toBe(box.x);
      }
    }),
  );
});

test('distributed steps have the same gap between them, and the first stays', () => {
  fc.assert(
    fc.property(boxes, fc.constantFrom('across', 'down'), (list, axis) => {
      const places = distributed(list, axis);
      const start = (box: Placed): number => (axis === 'down' ? box.y : box.x);
      const end = (box: Placed): number => start(box) + (axis === 'down' ? box.height : box.width);
      const after = list
        .map((box) => ({ ...box, ...places[box.id]! }))
        .toSorted((a, b) => start(a) - start(b) || (a.id < b.id ? -1 : 1));
      if (list.length < 3) return;
      const gaps = after.slice(1).map((box, index) => start(box) - end(after[index]!));
      for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0]!);
      expect(Math.min(...after.map(start))).toBe(Math.min(...list.map(start)));
    }),
  );
});
