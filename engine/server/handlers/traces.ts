import { Blob } from 'node:buffer';
import type { Bytes } from '../../contract/traces.ts';
import { readTrace } from '../../telemetry/read-trace.ts';
import { api } from '../context.ts';
import { absent } from '../refusals.ts';
import { untilAborted } from '../until-aborted.ts';
import { wholeHistory } from '../whole-history.ts';

export const get = api.traces.get.handler(({ context, input: { runId }, errors }) => {
  if (context.engine.reader.run(runId) === null) throw errors.NOT_FOUND(absent(runId));
  return readTrace(wholeHistory(context.engine.reader, runId));
});

const noTrace = (traceId: string) => ({ message: `There is no trace ${traceId}.` });
const noImport = { message: 'There is no such import: begin it again.' };

/** A `Blob` crosses any wire as bytes. */
const bytesOf = (bytes: Uint8Array): Bytes => new Blob([bytes]);

/** Of base64: memory of their own, since they are handed over. */
const bytesIn = (base64: string): ArrayBuffer => new Uint8Array(Buffer.from(base64, 'base64')).buffer;

export const list = api.traces.list.handler(({ context, input }) => context.traces.list(input));

export const summary = api.traces.summary.handler(async ({ context, input: { traceId }, errors }) => {
  const found = await context.traces.summary(traceId);
  if (found === null) throw errors.NOT_FOUND(noTrace(traceId));
  return found;
});

export const changes = api.traces.changes.handler(({ context, signal }) =>
  untilAborted(context.traces.changes(), signal, (count) => count),
);

export const remove = api.traces.remove.handler(async ({ context, input }) => ({
  removed: await context.traces.remove(input.traceIds),
}));

export const columns = api.traces.columns.handler(async ({ context, input: { traceId, cursor }, errors }) => {
  const part = await context.traces.columns(traceId, cursor ?? null);
  if (part === null) throw errors.NOT_FOUND(noTrace(traceId));
  return { ...part, data: bytesOf(part.data) };
});

export const spans = api.traces.spans.handler(async ({ context, input: { traceId, ids }, errors }) => {
  const found = await context.traces.spans(traceId, ids);
  if (found === null) throw errors.NOT_FOUND(noTrace(traceId));
  return found;
});

export const search = api.traces.search.handler(async ({ context, input: { traceId, ...query }, errors }) => {
  const found = await context.traces.search(traceId, query);
  if (found === null) throw errors.NOT_FOUND(noTrace(traceId));
  return bytesOf(found);
});

export const otlp = api.traces.otlp.handler(async ({ context, input: { traceId, cursor }, errors }) => {
  const part = await context.traces.otlp(traceId, cursor ?? null);
  if (part === null) throw errors.NOT_FOUND(noTrace(traceId));
  return part;
});

export const imports = {
  begin: api.traces.import.begin.handler(async ({ context }) => ({ importId: await context.traces.importBegin() })),
  append: api.traces.import.append.handler(async ({ context, input: { importId, chunk, at }, errors }) => {
    const bytes = typeof chunk === 'string' ? bytesIn(chunk) : await chunk.arrayBuffer();
    const progress = await context.traces.importAppend(importId, bytes, at);
    if (progress === null) throw errors.NOT_FOUND(noImport);
    return progress;
  }),
  progress: api.traces.import.progress.handler(async ({ context, input: { importId }, errors }) => {
    const progress = await context.traces.importProgress(importId);
    if (progress === null) throw errors.NOT_FOUND(noImport);
    return progress;
  }),
  end: api.traces.import.end.handler(async ({ context, input: { importId }, errors }) => {
    const progress = await context.traces.importEnd(importId);
    if (progress === null) throw errors.NOT_FOUND(noImport);
    if (progress.spans > 0) return progress;
    const message = progress.why ?? 'There are no spans in it: it has to be OTLP JSON or Jaeger JSON.';
    throw errors.INVALID({ message, data: { details: null } });
  }),
  abort: api.traces.import.abort.handler(({ context, input: { importId } }) => context.traces.importAbort(importId)),
};

export const receiver = {
  get: api.traces.receiver.get.handler(({ context }) => context.traces.receiver()),
  set: api.traces.receiver.set.handler(({ context, input }) => context.traces.setReceiver(input)),
};

export const rules = {
  get: api.traces.rules.get.handler(({ context }) => context.traces.rules()),
  set: api.traces.rules.set.handler(({ context, input }) => context.traces.setRules(input)),
};

export const keep = {
  get: api.traces.keep.get.handler(({ context }) => context.traces.keep()),
  set: api.traces.keep.set.handler(({ context, input }) => context.traces.setKeep(input)),
};
