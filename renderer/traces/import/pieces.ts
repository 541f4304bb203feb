import { inPieces } from '@sagaloom/engine/contract';

/** A stream of the browser's, by `inPieces`. */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  size?: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  for await (const piece of inPieces(chunksOf(stream), size)) yield new Uint8Array(piece);
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
