import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Registry } from './registry.ts';

test('a registry is a map', () => {
  const name = fc.constantFrom('a', 'b', 'c', '__proto__', '1');
  const change = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), name, item: fc.nat() }),
    fc.record({ kind: fc.constant('delete' as const), name }),
    fc.record({ kind: fc.constant('clear' as const) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const registry = new Registry<number>();
      const map = new Map<string, number>();
      for (const one of changes) {
        if (one.kind === 'set') registry.set(one.name, map.set(one.name, one.item).get(one.name) ?? NaN);
        else if (one.kind === 'delete') expect(registry.delete(one.name)).toBe(map.delete(one.name));
        else [registry, map].forEach((each) => each.clear());
        expect([registry.all(), registry.size]).toEqual([[...map.values()], map.size]);
        expect(['a', '1'].map((each) => registry.get(each))).toEqual(['a', '1'].map((each) => map.get(each)));
      }
    }),
  );
});
