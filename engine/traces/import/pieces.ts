import { open } from 'node:fs/promises';

const PIECE_BYTES = 1024 * 1024;

/**
 * A file in pieces that can be handed over to a thread: each is memory of its own, and nothing of it stays here. A stream would allocate as
 * much once more, and this side makes so few objects that nothing would clear it away.
 */
export async function* piecesOf(path: string): AsyncGenerator<ArrayBuffer> {
  const file = await open(path);
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE_BYTES);
      const { bytesRead } = await file.read(piece);
      if (bytesRead === 0) return;
      yield bytesRead === PIECE_BYTES ? piece.buffer : piece.buffer.slice(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The same of what comes by a pipe or a connection, in crumbs. Where that breaks off, what came before comes first. */
export async function* piecesFrom(
  stream: AsyncIterable<Uint8Array>,
  size: number = PIECE_BYTES,
): AsyncGenerator<ArrayBuffer> {
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
