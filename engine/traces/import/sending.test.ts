import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inPieces } from '../../contract/pieces.ts';
import type { ImportProgress } from '../../contract/traces.ts';
import { appendAll } from './append-all.ts';

async function* crumbs(chunks: readonly Uint8Array[], breaks = false): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
  if (breaks) throw new Error('the line is dead');
}

const chunksOf = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });

test('crumbs come in pieces of one size, in order; where they break off, what came before comes first', async () => {
  await fc.assert(
    fc.asyncProperty(chunksOf, fc.integer({ min: 1, max: 24 }), fc.boolean(), async (chunks, size, breaks) => {
      const pieces: Uint8Array[] = [];
      const read = async (): Promise<void> => {
        for await (const piece of inPieces(crumbs(chunks, breaks), size)) pieces.push(new Uint8Array(piece));
      };
      if (breaks) await expect(read()).rejects.toThrow('the line is dead');
      else await read();
      expect(pieces.flatMap((piece) => [...piece])).toEqual(chunks.flatMap((chunk) => [...chunk]));
      expect(pieces.slice(0, -1).every(({ length }) => length === size)).toBe(true);
    }),
  );
});

const progress = (bytes: number): ImportProgress => ({
  bytes,
  spans: 0,
  traces: 0,
  traceIds: [],
  refused: 0,
  why: null,
});

async function* pieces(count: number): AsyncGenerator<ArrayBuffer> {
  for (let index = 0; index < count; index++) yield await Promise.resolve(new ArrayBuffer(1));
}

test('no more than a few pieces are in hand, each is told of in order, and none is left when it is over', async () => {
  let inHand = 0;
  let most = 0;
  let next = 0;
  const told: number[] = [];
  const append = async (): Promise<ImportProgress> => {
    inHand += 1;
    most = Math.max(most, inHand);
    await new Promise(setImmediate);
    inHand -= 1;
    return progress(++next);
  };
  expect(await appendAll({ importAppend: append }, 'i', pieces(20), ({ bytes }) => told.push(bytes))).toBe(true);
  expect(told).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect({ inHand, most }).toEqual({ inHand: 0, most: 4 });
});

test('an import that is gone, or that refuses, ends the sending', async () => {
  let asked = 0;
  const gone = async () => Promise.resolve(++asked > 2 ? null : progress(asked));
  expect(await appendAll({ importAppend: gone }, 'i', pieces(100))).toBe(false);
  expect(asked).toBeLessThan(10);
  const full = async () => Promise.reject(new Error('the disk is full'));
  await expect(appendAll({ importAppend: full }, 'i', pieces(100))).rejects.toThrow('the disk is full');
});
