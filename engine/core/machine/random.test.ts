import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomOf, stepKey } from './random.ts';

/** As another implementation has it. */
const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 40, maxLength: 700 }));

describe('what is derived from a hash', () => {
  test('[AT3] a key is the first half of SHA-256 of run key, path and visit, whatever was hashed before', () => {
    fc.assert(
      fc.property(text, text, fc.nat(10_000), (runKey, path, visit) => {
        const expected = sha256(`${runKey}\n${path}\n${visit}`).toString('hex').slice(0, 32);
        expect(stepKey({ key: runKey, generation: 0 }, { path, visit })).toBe(expected);
      }),
    );
  });

  test('[DA4] chance is the first 32 bits of SHA-256 of the seed', () => {
    fc.assert(
      fc.property(text, (seed) => {
        expect(randomOf(seed)).toBe(sha256(seed).readUInt32BE(0) / 2 ** 32);
      }),
    );
  });
});
