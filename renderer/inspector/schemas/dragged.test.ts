import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveProperty, namesOf } from './edit.ts';
import { placeAfterDrop } from './use-dragged-row.ts';

test('a row that is dropped stands on the side of the row it was dropped on', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const schema = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, true])) };
  const row = fc.nat(4);
  fc.assert(
    fc.property(row, row, fc.constantFrom('before' as const, 'after' as const), (from, onto, side) => {
      fc.pre(from !== onto);
      const [taken = '', other = ''] = [names[from], names[onto]];
      const after = namesOf(moveProperty(schema, taken, placeAfterDrop(from, onto, side)));
      expect(after.indexOf(taken) - after.indexOf(other)).toBe(side === 'before' ? -1 : 1);
      expect(after.filter((name) => name !== taken)).toEqual(names.filter((name) => name !== taken));
    }),
  );
});
