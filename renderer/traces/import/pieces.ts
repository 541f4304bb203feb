/** A stream in pieces of one size: what comes in crumbs is gathered, what comes in lumps is cut. Nothing but one piece is held. */

/** What the engine takes at once. */
const pieceBytes = 1_024 * 1_024;

/** Pieces of `size` bytes, the last one smaller. Each is a copy of its own. Who stops early lets go of the stream. */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  size: number = pieceBytes,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  let held = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of chunksOf(stream)) {
    for (let from = 0; from < chunk.length;) {
      const part = chunk.subarray(from, from + size - filled);
      held.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < size) continue;
      yield held;
      held = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield held.slice(0, filled);
}

/** Safari has no iterator on its streams. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined); // it may have failed, or be at its end
  }
}
