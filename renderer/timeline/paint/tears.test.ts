import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clearOfTears } from './tears.ts';

const anyTears = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 90 }), wide: fc.integer({ min: 1, max: 10 }) }), { maxLength: 6 })
  .map((parts) => {
    let at = 0;
    return parts.map(({ gap, wide }) => {
      const left = at + gap;
      at = left + wide;
      return { left, right: at };
    });
  });

test('a text begins where it was to, or after the tears that would go through it', () => {
  fc.assert(
    fc.property(anyTears, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 80 }), (tears, x, length) => {
      const at = clearOfTears(tears, x, length);
      expect(at).toBeGreaterThanOrEqual(x);
      for (const { left, right } of tears) expect(at >= right || at + length <= left).toBe(true);
      if (tears.every(({ left, right }) => x >= right + 5 || x + length <= left - 5)) expect(at).toBe(x);
    }),
  );
});
