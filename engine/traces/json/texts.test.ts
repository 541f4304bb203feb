import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Held } from './held.ts';
import { Texts } from './texts.ts';

const words = fc.array(
  fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom('', 'charge', 'chargé', 'a\\b')),
  { maxLength: 60 },
);

test('a text is what its bytes say, however often and beside whatever others it is asked for', () => {
  const texts = new Texts();
  fc.assert(
    fc.property(words, (all) => {
      for (const word of [...all, ...all]) {
        const data = Buffer.from(`"${word}"`);
        const expected = word.includes('\\') ? null : data.toString('utf8', 1, data.length - 1);
        expect(texts.get(data, 1, data.length - 1)).toBe(expected);
      }
    }),
  );
});

test('what is left of a piece stands before the next, whatever is left', () => {
  const pieces = fc.array(fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.double({ min: 0, max: 1, noNaN: true })));
  fc.assert(
    fc.property(pieces, (all) => {
      const held = new Held();
      let expected: readonly number[] = [];
      for (const [piece, share] of all) {
        const whole = held.with(Buffer.from(piece));
        expected = [...expected, ...piece];
        expect([...whole]).toEqual(expected);
        const at = Math.floor(share * whole.length);
        held.keep(whole.subarray(at));
        expected = expected.slice(at);
        expect([...held.rest]).toEqual(expected);
      }
    }),
  );
});
