import { open } from 'node:fs/promises';
import { PIECE_BYTES } from '../../contract/pieces.ts';

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
