import type { SpanColumns } from '@sagaloom/engine/contract';
import { engine } from '../rpc/index.ts';
import { decoderFor } from './decoding/host.ts';

type Part = Awaited<ReturnType<typeof engine.traces.columns>>;

/** A trace from elsewhere by column, read part by part. `told`: how many spans have come so far. `expected`: about how many there are. */
export async function readColumns(
  traceId: string,
  signal: AbortSignal = new AbortController().signal,
  told: (spans: number) => void = () => {},
  expected = 0,
): Promise<SpanColumns> {
  const decoder = decoderFor(expected, signal);
  try {
    const parts: ArrayBuffer[] = [];
    let spans = 0;
    let cursor: string | null = null;
    do {
      // oxlint-disable-next-line no-await-in-loop -- the next part is known by this one
      const part: Part = await engine.traces.columns({ traceId, cursor }, { signal });
      // oxlint-disable-next-line no-await-in-loop -- it is there already
      parts.push(await part.data.arrayBuffer());
      spans += part.spans;
      told(spans);
      cursor = part.next;
    } while (cursor !== null);
    return await decoder.decode(parts, spans);
  } finally {
    decoder.close();
  }
}
