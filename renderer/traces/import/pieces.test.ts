import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from './pieces.ts';

const streamOf = (chunks: readonly Uint8Array[], onCancel = () => {}): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let next = 0;
  return new ReadableStream(
    {
      pull(controller) {
        const chunk = chunks[next++];
        if (chunk) controller.enqueue(new Uint8Array(chunk));
        else controller.close();
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
};

const all = async (stream: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array[]> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(stream, size)) pieces.push(piece);
  return pieces;
};

test('whatever a stream comes in, its bytes go on in pieces of one size, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 24 }),
      async (chunks, size) => {
        const pieces = await all(streamOf(chunks), size);
        expect(pieces.flatMap((piece) => [...piece])).toEqual(chunks.flatMap((chunk) => [...chunk]));
        expect(pieces.slice(0, -1).every(({ length }) => length === size)).toBe(true);
        expect(pieces.every(({ length }) => length > 0 && length <= size)).toBe(true);
      },
    ),
  );
});

test('a piece stays as it was when the next one is made', async () => {
  const [first, second] = await all(streamOf([Uint8Array.of(1, 2, 3, 4)]), 2);
  expect([[...first!], [...second!]]).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('nothing is read ahead of the piece that is asked for', async () => {
  let pulled = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(4));
      },
    },
    { highWaterMark: 0 },
  );
  const pieces = piecesOf(stream, 8);
  await pieces.next();
  expect(pulled).toBe(2);
  await pieces.return();
});

test('who stops early lets go of the stream', async () => {
  let cancelled = false;
  const pieces = piecesOf(
    streamOf([new Uint8Array(8), new Uint8Array(8)], () => {
      cancelled = true;
    }),
    4,
  );
  await pieces.next();
  await pieces.return();
  expect(cancelled).toBe(true);
});

test('a packed file that breaks off gives what came before, then says so', async () => {
  const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 2_654_435_761) >>> 13);
  const packed = new Uint8Array(
    await new Response(new Blob([noise]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  );
  const stream = streamOf([packed.slice(0, packed.length / 2)]).pipeThrough(new DecompressionStream('gzip'));
  await expect(all(stream, 1_000)).rejects.toThrow();
});
