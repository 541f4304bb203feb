import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { traceKeep, traceRule } from '../../contract/traces.ts';
import { isKeep, isRules } from './settings.ts';

const value = fc.oneof(
  fc.constantFrom('', 'a', 'b'.repeat(101), null, 0, -1, 5.5, undefined),
  fc.json().map((text): unknown => JSON.parse(text)),
);
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('order', 'charge', 'x'.repeat(100)) },
  { weight: 1, arbitrary: value },
);
const rule = fc.record(
  {
    id: text,
    workflow: text,
    step: text,
    name: text,
    service: text,
    attributes: fc.oneof(fc.dictionary(fc.constantFrom('a', 'b'), text), value),
  },
  { requiredKeys: [] },
);
const limit = fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }), value);

/** As it is after it was kept: JSON. */
const kept = (given: unknown): unknown => JSON.parse(JSON.stringify(given ?? null));

test('what is read by hand is what the contract takes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(rule, { maxLength: 3 }), value), (given) => {
      expect(isRules(kept(given))).toBe(z.array(traceRule).safeParse(kept(given)).success);
    }),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.oneof(fc.record({ maxAgeMs: limit, maxBytes: limit }, { requiredKeys: [] }), value), (given) => {
      expect(isKeep(kept(given))).toBe(traceKeep.safeParse(kept(given)).success);
    }),
  );
});
