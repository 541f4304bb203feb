/** Bytes on their way to an import: the same on the page, over HTTP and on the command line. */

/** What an import takes at once. */
export const PIECE_BYTES = 1024 * 1024;

/**
 * What comes in crumbs is gathered, what comes in lumps is cut: pieces of `size` bytes, the last one smaller. Each is memory of its own, which
 * may be handed over; nothing but one is held. Where the stream breaks off, what came before comes first. Who stops early lets go of it.
 */
export async function* inPieces(
  stream: AsyncIterable<Uint8Array>,
  size: number = PIECE_BYTES,
): AsyncGenerator<ArrayBuffer, void, void> {
  let held = new Uint8Array(size);
  let filled = 0;
  try {
    for await (const chunk of stream) {
      for (let from = 0; from < chunk.length;) {
        const part = chunk.subarray(from, from + size - filled);
        held.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled < size) continue;
        const whole = held.buffer;
        held = new Uint8Array(size);
        filled = 0;
        yield whole;
      }
    }
  } catch (error) {
    if (filled > 0) yield held.buffer.slice(0, filled);
    throw error;
  }
  if (filled > 0) yield held.buffer.slice(0, filled);
}

/** Pieces that are on their way at once: who takes them never waits for the next one, and no more than that is held. */
const AT_ONCE = 4;

/**
 * Hands pieces over in order, the next while those before are still being taken. `give` gets the bytes before it too; `heard` each answer, in
 * order, and false from it ends the sending. False where it did. Rejects with what the pieces or `give` reject with, once none is on its way.
 */
export async function handOver<P extends { readonly byteLength: number }, T>(
  pieces: AsyncIterable<P>,
  give: (piece: P, at: number) => Promise<T>,
  heard: (answer: T) => boolean,
): Promise<boolean> {
  const onTheirWay: Promise<T>[] = [];
  const goesOn = async (): Promise<boolean> => {
    const first = onTheirWay.shift();
    return first === undefined || heard(await first);
  };
  let at = 0;
  try {
    for await (const piece of pieces) {
      const { byteLength } = piece; // before it is gone
      const answer = give(piece, at);
      answer.catch(() => undefined); // it is heard when its turn comes
      at += byteLength;
      onTheirWay.push(answer);
      if (onTheirWay.length >= AT_ONCE && !(await goesOn())) return false;
    }
    while (onTheirWay.length > 0) if (!(await goesOn())) return false;
    return true;
  } finally {
    await Promise.allSettled(onTheirWay);
  }
}
