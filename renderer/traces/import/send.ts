/** The bytes of a file on their way to the engine: as they are where there is HTTP, else in pieces, some of them on their way at once. */
import { handOver, type ImportProgress, importPath } from '@sagaloom/engine/contract';
import { saidByEngine } from '../../locales/said/engine.ts';
import { translate } from '../../locales/index.ts';
import { engine, poster } from '../../rpc/index.ts';
import { explain } from '../../shell/notices.ts';
import { piecesOf } from './pieces.ts';

/** The file broke off, or may not be read; what came before is with the engine. */
export class UnreadableFile extends Error {}

/** What went wrong, in the page's language of now. */
export function problemWords(error: unknown): string {
  if (error instanceof UnreadableFile) return translate('traces.import.unreadable', { why: explain(error.cause) });
  return saidByEngine(explain(error));
}

export interface Sending {
  readonly importId: string;
  readonly file: File;
  readonly signal: AbortSignal;
  /** Told some times a second. */
  readonly told: (progress: ImportProgress) => void;
}

/** Rejects where it is not all there: with `UnreadableFile`, or with what the engine said. Aborted, it is over without a word. */
export async function send(sending: Sending): Promise<void> {
  const post = await poster();
  try {
    await (post === null ? sendPieces(sending) : sendWhole(sending, post));
  } catch (error) {
    if (!sending.signal.aborted) throw error;
  }
}

/** How often the engine is asked how far it is. */
const askMs = 200;

async function sendWhole(
  { importId, file, signal, told }: Sending,
  post: NonNullable<Awaited<ReturnType<typeof poster>>>,
): Promise<void> {
  const timer = setInterval(() => {
    engine.traces.import.progress({ importId }, { signal }).then(told, () => undefined); // the next one may come through
  }, askMs);
  try {
    const response = await post(importPath(importId), file, signal).catch(async (error: unknown) => {
      throw (await unreadable(file)) ?? error;
    });
    if (!response.ok) throw new Error(await response.text());
  } finally {
    clearInterval(timer);
  }
}

/** Why; null: it can be read, so something else is wrong. */
async function unreadable(file: File): Promise<UnreadableFile | null> {
  try {
    await file.slice(-1).arrayBuffer();
    return null;
  } catch (error) {
    return unreadableBy(error);
  }
}

const unreadableBy = (cause: unknown): UnreadableFile => new UnreadableFile('unreadable', { cause });

async function sendPieces({ importId, file, signal, told }: Sending): Promise<void> {
  const give = (piece: Uint8Array<ArrayBuffer>, at: number): Promise<ImportProgress> =>
    engine.traces.import.append({ importId, chunk: chunkOf(piece), at });
  await handOver(readable(file, signal), give, (progress) => {
    told(progress);
    return true;
  });
}

/** Until the signal; where it breaks off, it says so as a file does. */
async function* readable(file: File, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  try {
    for await (const piece of piecesOf(file.stream())) {
      if (signal.aborted) return;
      yield piece;
    }
  } catch (error) {
    throw unreadableBy(error);
  }
}

/** Base64 where the browser has it: a `Blob` is packed and unpacked several times on its way through a port. */
function chunkOf(piece: Uint8Array<ArrayBuffer>): Blob | string {
  const { toBase64 } = piece as { toBase64?: () => string };
  return toBase64 ? toBase64.call(piece) : new Blob([piece]);
}
