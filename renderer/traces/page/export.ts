/** A stored trace as a file of OTLP JSON: straight onto the disk where the browser can, else gathered in its own store. */
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { attempt } from '../../shell/notices.ts';
import { saveFile, toast } from '../../ui/index.ts';
import type { StoredRef } from '../laid/laid.ts';

/** Takes a text piece by piece. */
interface Sink {
  readonly write: (text: string) => Promise<void> | void;
  readonly close: () => Promise<void> | void;
  readonly abort: () => Promise<void> | void;
}

/** As browsers have it that let a page write a file; none that has not is asked. */
type SavePicker = (options: {
  readonly suggestedName: string;
  readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
}) => Promise<{ createWritable(): Promise<WritableStream & Sink> }>;

export async function saveStoredOtlp(trace: StoredRef): Promise<void> {
  await attempt('traces.export.failed', { name: trace.name }, async () => {
    const sink = await openSink(fileName(trace));
    if (!sink) return;
    await pour(trace.traceId, sink);
    toast(() => translate('traces.export.done', { name: trace.name }), 'ok');
  });
}

/** A file that breaks off is none. */
async function pour(traceId: string, sink: Sink): Promise<void> {
  try {
    for await (const text of piecesOfOtlp(traceId)) await sink.write(text);
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

async function* piecesOfOtlp(traceId: string): AsyncGenerator<string, void, void> {
  let cursor: string | null = null;
  do {
    const piece: Awaited<ReturnType<typeof engine.traces.otlp>> = await engine.traces.otlp({ traceId, cursor });
    yield piece.text;
    cursor = piece.next;
  } while (cursor !== null);
}

/** Null when the person thought better of it. */
async function openSink(name: string): Promise<Sink | null> {
  const pick: unknown = Reflect.get(window, 'showSaveFilePicker');
  if (typeof pick !== 'function') return gathered(name);
  try {
    const options = { suggestedName: name, types: [{ accept: { 'application/json': ['.json'] } }] };
    const handle = await (pick as SavePicker).call(window, options);
    return await handle.createWritable();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    return gathered(name); // it may not be asked here: the way every browser has is left
  }
}

/** Each piece is given to the browser, which keeps blobs where it has room. */
function gathered(name: string): Sink {
  const parts: Blob[] = [];
  return {
    write: (text) => void parts.push(new Blob([text])),
    close: () => saveFile(new Blob(parts, { type: 'application/json' }), name),
    abort: () => void parts.splice(0),
  };
}

function fileName({ name, traceId }: Pick<StoredRef, 'name' | 'traceId'>): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 60);
  return `${plain}-${traceId.slice(0, 8)}.otlp.json`;
}
