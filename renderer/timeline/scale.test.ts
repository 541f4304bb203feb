import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longWaits } from './gaps.ts';
import { timeScale } from './scale.ts';
import { tickLabel, ticksOf } from './ticks.ts';
import { fit, pan, within, zoom } from './viewport.ts';

const hour = 3_600_000;

describe('long waits', () => {
  test('an hour of nothing beside two seconds of work is folded; a retry is not', () => {
    expect(longWaits(Float64Array.of(0, 1_000, hour, hour + 1_000), hour + 1_000)).toEqual([{ from: 1_000, to: hour }]);
    expect(longWaits(Float64Array.of(0, 1_000, 9_000, 10_000), 10_000)).toEqual([]);
    expect(longWaits(Float64Array.of(0, 60_000, 120_000, 180_000), 180_000)).toEqual([]);
  });

  test('so is the wait that is going on', () => {
    expect(longWaits(Float64Array.of(0, 500), hour)).toEqual([{ from: 500, to: hour }]);
  });
});

const breaks = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 10_000, max: 10 * hour })), { maxLength: 5 })
  .map((pairs) => {
    let at = 0;
    return pairs.map(([gap, length]) => {
      const from = at + gap;
      at = from + length;
      return { from, to: at };
    });
  });

describe('the scale', () => {
  test('never goes back, and real and drawn time lead to each other', () => {
    fc.assert(
      fc.property(
        breaks,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (folds, a, b) => {
          const length = (folds.at(-1)?.to ?? 0) + 1_000;
          const scale = timeScale(length, folds);
          const [early, late] = [Math.min(a, b) * length, Math.max(a, b) * length];
          expect(scale.draw(early)).toBeLessThanOrEqual(scale.draw(late));
          expect(scale.real(scale.draw(late))).toBeCloseTo(late, 1);
          expect(scale.draw(length)).toBeCloseTo(scale.length, 5);
        },
      ),
    );
  });

  test('a fold is short beside what is left', () => {
    const scale = timeScale(hour + 2_000, [{ from: 1_000, to: hour + 1_000 }]);
    expect(scale.length).toBe(2_180);
  });
});

describe('ticks', () => {
  test('are round, apart, and say their unit', () => {
    const scale = timeScale(2_130, []);
    expect(ticksOf(scale, fit(2_130), 300).map(({ label }) => label)).toEqual([
      '0',
      '0.5 s',
      '1.0 s',
      '1.5 s',
      '2.0 s',
      '2.5 s',
    ]);
  });

  test('count from the end of a fold after it', () => {
    const scale = timeScale(hour + 2_000, [{ from: 1_000, to: hour + 1_000 }]);
    const labels = ticksOf(scale, fit(scale.length), 400).map(({ label }) => label);
    expect(labels).toEqual(['0', '0.5 s', '1.0 s', '+0', '+0.5 s', '+1.0 s', '+1.5 s']);
  });

  test('are written in one unit along the axis', () => {
    expect(tickLabel(250, 50, 900)).toBe('250 ms');
    expect(tickLabel(1_250, 50, 2_000)).toBe('1.25 s');
    expect(tickLabel(90_000, 30_000, 200_000)).toBe('1 m 30 s');
    expect(tickLabel(2 * hour, hour, 5 * hour)).toBe('2 h');
    expect(tickLabel(30 * hour, 6 * hour, 90 * hour)).toBe('1 d 6 h');
  });

  test('stay few, however close or far one looks', () => {
    fc.assert(
      fc.property(breaks, fc.integer({ min: 2, max: 20_000_000 }), (folds, width) => {
        const scale = timeScale((folds.at(-1)?.to ?? 0) + 5_000, folds);
        const count = ticksOf(scale, { from: 0, to: width }, width / 10).length;
        expect(count).toBeLessThanOrEqual(14 + folds.length * 14);
      }),
    );
  });
});

describe('the view', () => {
  const view = fit(1_000);

  test('zooming keeps the moment under the pointer where it is', () => {
    const closer = zoom(view, 0.5, 250, 1_000);
    expect((250 - closer.from) / (closer.to - closer.from)).toBeCloseTo(0.25);
    expect(closer.to - closer.from).toBe(500);
  });

  test('it stops at a millisecond or two, and at half a picture beyond the whole', () => {
    expect(zoom(view, 1e-9, 500, 1_000).to - zoom(view, 1e-9, 500, 1_000).from).toBe(2);
    expect(zoom(view, 1e9, 500, 1_000)).toEqual({ from: -250, to: 1_250 });
  });

  test('panning stops where only half is left to see', () => {
    expect(pan(view, 1e9, 1_000)).toEqual({ from: 500, to: 1_500 });
    expect(within({ from: -900, to: 100 }, 1_000)).toEqual({ from: -500, to: 500 });
  });
});
