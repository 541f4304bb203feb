import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawingOf } from './arcs.ts';
import { backoffOf } from './backoff.ts';

const rule = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 2_000 }),
  initialInterval: fc.nat(90_000).map((ms) => `${ms}ms`),
  backoffCoefficient: fc.integer({ min: 1, max: 100 }),
});

test('it stays in its width, and attempts follow one another', () => {
  fc.assert(
    fc.property(rule, (one) => {
      const { dots, arcs, breakAt } = drawingOf(backoffOf(one), 296, () => 40);
      const xs = dots.map(({ x }) => x);
      expect(xs.every((x, index) => index === 0 || x > (xs[index - 1] ?? 0))).toBe(true);
      expect(Math.max(...xs)).toBeLessThanOrEqual(296);
      expect(dots.at(-1)?.attempt).toBe(one.maxAttempts);
      expect(dots.length).toBeLessThanOrEqual(6);
      expect(breakAt === null).toBe(one.maxAttempts <= 6);
      expect(arcs.every(({ from, to, height }) => to - from >= 40 && height <= 40)).toBe(true);
    }),
  );
});

test('waits that reach the longest stand at its line', () => {
  const { arcs, capHeight } = drawingOf(backoffOf({ maxAttempts: 5, initialInterval: '20s' }), 296, () => 30);
  expect(arcs.map(({ height }) => height === capHeight)).toEqual([false, false, true, true]);
  expect(drawingOf(backoffOf({ maxAttempts: 3 }), 296, () => 30).capHeight).toBeNull();
});
